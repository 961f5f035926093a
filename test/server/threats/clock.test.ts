import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDeviceStore } from '../../../server/reference/account/device-store.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { createAdministration } from '../../../server/reference/administration/administration.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { silentLog } from '../../../server/core/log.js';
import { createEnrolmentPolicy } from '../../../server/core/policy/enrolment-policy.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { phone } from '../support/phone.js';
import { twoFactorOf } from '../support/use-cases.js';
import {
  assertProblem,
  challenged,
  enrolled,
  signedIn,
  visit,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const hour = 60 * 60;
const day = 24 * hour;
const now = (): Date => server.clock.now();
const answerWith = async (person: Enrolled, answer: object) =>
  (await challenged(server, person)).op('answerChallenge', answer);

describe('two instances whose clocks differ', () => {
  it('within the tolerance: a proof on one is a proof on the other', async () => {
    for (const seconds of [0.3, 5, 15]) {
      const { browser } = await signedIn(server);
      server.clock.advance(-seconds);
      assert.equal((await browser.op('beginSetup')).status, 201);
      server.clock.advance(seconds);
    }
  });

  it('by more: a proof from the future is refused', async () => {
    const { browser } = await signedIn(server);
    server.clock.advance(-16);
    assertProblem(await browser.op('beginSetup'), 403, 'reauthentication_required', { methods: ['password'] });
    server.clock.advance(16);
  });

  it('no proof lives longer than five minutes and the tolerance', async () => {
    const { browser } = await signedIn(server);
    server.clock.advance(300);
    assertProblem(await browser.op('beginSetup'), 403, 'reauthentication_required', { methods: ['password'] });
    server.clock.advance(-15);
    assert.equal((await browser.op('beginSetup')).status, 201);
    server.clock.advance(15);
  });
});

describe('setting the clock', () => {
  it('back by an hour makes no spent code valid again', async () => {
    const person = await enrolled(server);
    server.clock.advance(30);
    const code = person.phone.code(now());
    assert.equal((await answerWith(person, { code })).status, 200);
    server.clock.advance(-hour);
    assertProblem(await answerWith(person, { code }), 422, 'code_invalid', { attemptsRemaining: 4 });
    assertProblem(await answerWith(person, { code: person.phone.code(now()) }), 422, 'code_invalid', {
      attemptsRemaining: 3,
    });
    server.clock.advance(hour + 30);
    assert.equal((await answerWith(person, { code: person.phone.code(now()) })).status, 200);
  });

  it('forward by a day and back refuses codes until then, and a backup code still works', async () => {
    const person = await enrolled(server);
    server.clock.advance(day);
    assert.equal((await answerWith(person, { code: person.phone.code(now()) })).status, 200);
    server.clock.advance(-day);
    assert.equal((await answerWith(person, { code: person.phone.code(now(), 1) })).status, 422);
    assert.equal((await answerWith(person, { backupCode: person.backupCodes[0] })).status, 200);
  });

  it('back during a lock keeps the lock, which an administrator can lift', async () => {
    const person = await enrolled(server);
    for (let time = 0; time < 5; time += 1) await answerWith(person, { code: person.phone.wrongCode(now()) });
    server.clock.advance(-hour);
    assertProblem(await answerWith(person, { backupCode: person.backupCodes[0] }), 429, 'too_many_attempts', {
      retryAfter: hour + 60,
    });
    const administration = createAdministration({
      ...server.store,
      twoFactor: twoFactorOf(server),
      accounts: server.accounts,
      sessions: server.sessions,
      devices: createDeviceStore(server.store.db.withTables<HostOnlyTables>(), 30),
      keys: parseKeyRing(server.keys),
      administrators: new Set(),
      clock: now,
      log: silentLog,
    });
    const account = await administration.find(person.account.email);
    await administration.unblock(account, { operator: 'test', reason: 'the clock was wrong' });
    assert.equal((await answerWith(person, { backupCode: person.backupCodes[0] })).status, 200);
    server.clock.advance(hour);
  });

  it('back after failures of a month ahead locks nobody until then, and gives one guess', async () => {
    const person = await enrolled(server);
    server.clock.advance(30 * day);
    for (let time = 0; time < 6; time += 1) await answerWith(person, { code: person.phone.wrongCode(now()) });
    server.clock.advance(-30 * day);
    assertProblem(await answerWith(person, { code: person.phone.wrongCode(now()) }), 422, 'code_invalid', {
      attemptsRemaining: 0,
    });
    assertProblem(await answerWith(person, { code: person.phone.code(now()) }), 429, 'too_many_attempts', {
      retryAfter: 120,
    });
    server.clock.advance(120);
    assert.equal((await answerWith(person, { code: person.phone.code(now()) })).status, 200);
  });

  it('in either direction removes no failures', async () => {
    const person = await enrolled(server);
    const fail = async () =>
      (await answerWith(person, { code: person.phone.wrongCode(now()) })).body['attemptsRemaining'];
    assert.equal(await fail(), 4);
    server.clock.advance(-day);
    assert.equal(await fail(), 3);
    server.clock.advance(2 * day);
    assert.equal(await fail(), 2);
    const { id } = (await server.accounts.find(person.account.email))!;
    const { budget } = await server.store.secondFactors.read(id);
    assert.equal(
      budget.recent.reduce((sum, { count }) => sum + count, 0),
      3,
    );
    server.clock.advance(-day);
  });
});

describe('what was made while the clock was ahead', () => {
  const ahead = 365 * day;
  let other: TestServer;
  before(async () => (other = await startServer({ trustedDeviceDays: 30 })));
  after(() => other.close());

  const status = async (browser: Visitor): Promise<number> => (await browser.call('GET', '/api/session')).status;
  const count = async (table: 'sessions' | 'devices'): Promise<number> => {
    const db = other.store.db.withTables<HostOnlyTables>();
    return (await db.selectFrom(table).selectAll().execute()).length;
  };

  it('is no session until then: neither a full one nor a half', async () => {
    const person = await enrolled(other);
    other.clock.advance(ahead);
    const { browser } = await signedIn(other);
    const half = await challenged(other, person);
    other.clock.advance(-ahead);
    assert.equal(await status(browser), 401);
    const code = person.phone.code(other.clock.now(), 1);
    assert.equal((await half.op('answerChallenge', { code })).status, 401);
  });

  it('no session is used until then that was used at that time', async () => {
    const { browser } = await signedIn(other);
    const db = other.store.db.withTables<HostOnlyTables>();
    const last_seen_at = other.clock.now().getTime() + 20 * hour * 1000;
    await db.updateTable('sessions').set({ last_seen_at }).execute();
    assert.equal(await status(browser), 401);
  });

  it('a session stays when the clock is set back by an hour', async () => {
    const { browser } = await signedIn(other);
    other.clock.advance(-hour);
    assert.equal(await status(browser), 200);
    other.clock.advance(hour);
  });

  it('is no trusted device until then', async () => {
    const person = await enrolled(other);
    other.clock.advance(ahead);
    const browser = await challenged(other, person);
    const body = { backupCode: person.backupCodes[0], trustDevice: true };
    const answer = await browser.call('POST', '/api/2fa/challenge', { body });
    const device = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('harmony_device='));
    const headers = { cookie: device!.split(';')[0]! };
    const next = async () => (await visit(other).call('POST', '/api/session', { body: person.account, headers })).body;
    other.clock.advance(-ahead);
    assert.equal((await next())['next'], 'challenge');
  });

  it('is no pending set-up until then', async () => {
    const { browser } = await signedIn(other);
    other.clock.advance(ahead);
    const person = await signedIn(other);
    const { body } = await person.browser.op('beginSetup');
    other.clock.advance(-ahead);
    const again = visit(other);
    await again.call('POST', '/api/session', { body: person.account });
    const own = phone(String(body['keyUri']));
    const answer = await again.op('confirmSetup', { code: own.code(other.clock.now()), id: body['id'] });
    assertProblem(answer, 410, 'setup_expired');
    assert.equal(await status(browser), 200);
  });

  it('is no beginning of the grace: it is no longer than its days', async () => {
    const { account } = await signedIn(other);
    const { id } = (await other.accounts.find(account.email))!;
    const policy = createEnrolmentPolicy({
      enrolments: other.store.enrolments,
      ruleFor: () => ({ since: new Date('2026-11-01T00:00:00.000Z'), graceDays: 14 }),
      clock: () => other.clock.now(),
    });
    other.clock.advance(365 * day);
    await policy(id);
    other.clock.advance(-365 * day);
    const ends = async (): Promise<number> => (await policy(id))!.graceEndsAt!.getTime();
    const rest = (await ends()) - other.clock.now().getTime();
    assert.ok(rest > 13 * day * 1000 && rest <= 15 * day * 1000, `${rest} ms`);
    other.clock.advance(hour);
    assert.equal((await ends()) - other.clock.now().getTime(), rest - hour * 1000, 'it goes on');
    other.clock.advance(-hour);
  });

  it('keeps neither wrong passwords of now from the trail nor their notice from the owner', async () => {
    const { account } = await signedIn(other);
    const { id } = (await other.accounts.find(account.email))!;
    const noticed = async () => (await other.store.audit.list(id)).filter(({ event }) => event === 'password_guessing');
    const guess = async (): Promise<void> => {
      for (let tries = 0; tries < 10; tries += 1) {
        await visit(other).call('POST', '/api/session', { body: { ...account, password: 'not this one' } });
      }
    };
    other.clock.advance(30 * day);
    await guess();
    assert.equal((await noticed()).length, 1);
    other.clock.advance(-30 * day);
    await guess();
    assert.equal((await noticed()).length, 2);
    await guess();
    assert.equal((await noticed()).length, 2, 'one an hour');
  });

  it('is deleted by a purge, which leaves what only a clock that is behind calls ahead', async () => {
    other.clock.advance(ahead);
    await signedIn(other);
    const before = await count('sessions');
    other.clock.advance(-ahead);
    await other.restart({ databaseTime: () => new Date(other.clock.now().getTime() + ahead * 1000) });
    await other.purge(other.clock.now());
    assert.equal(await count('sessions'), before);
    await other.restart({ databaseTime: undefined });
    await other.purge(other.clock.now());
    assert.ok((await count('sessions')) < before);
    assert.equal(await count('devices'), 0);
  });
});
