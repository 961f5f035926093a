import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createMetrics } from '../../../server/adapters/metrics/metrics.js';
import { hashToken, newToken } from '../../../server/core/crypto/token.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { addAuthenticator } from '../support/authenticators.js';
import { rounds } from '../support/rounds.js';
import { cheapArgon2, startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  createAccount,
  enrol,
  enrolled,
  proved,
  visit,
  type Account,
  type Answer,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
const mails: string[] = [];
const mailer = {
  send: (address: string, { subject }: { subject: string }) =>
    Promise.resolve(void mails.push(`${address} ${subject}`)),
};
const metrics = createMetrics();
before(async () => (server = await startServer({ trustedDeviceDays: 30, mailer, metrics })));
after(() => server.close());

const day = 24 * 60 * 60;
const deviceOf = (answer: Answer): string | undefined =>
  answer.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('harmony_device='))
    ?.split(';')[0];

/** Answers a challenge with a code and trusts the browser. */
async function trust(
  person: Enrolled,
  headers: Record<string, string> = {},
): Promise<{ browser: Visitor; answer: Answer }> {
  const browser = await challenged(server, person);
  server.clock.advance(30);
  const body = { code: person.phone.code(server.clock.now()), trustDevice: true };
  return { browser, answer: await browser.call('POST', '/api/2fa/challenge', { body, headers }) };
}

/** A person with a trusted device, and the browser that has passed the challenge. */
async function trusting(): Promise<{ person: Enrolled; browser: Visitor; device: string }> {
  const person = await enrolled(server);
  return { person, ...(await trustedBy(person)) };
}

async function trustedBy(person: Enrolled): Promise<{ browser: Visitor; device: string }> {
  const { browser, answer } = await trust(person);
  assert.equal(answer.status, 200, answer.text);
  return { browser, device: deviceOf(answer)! };
}

/** The trusted devices in the list. @param device the browser's own cookie */
async function listed(browser: Visitor, device = ''): Promise<Record<string, unknown>[]> {
  const { body } = await browser.call('GET', '/api/2fa/devices', {
    headers: { cookie: `${browser.cookie}; ${device}` },
  });
  return (body['devices'] as Record<string, unknown>[]).filter(({ kind }) => kind === 'trusted_device');
}

const forget = (browser: Visitor, id: unknown): Promise<Answer> =>
  browser.call('DELETE', `/api/2fa/devices/${String(id)}`);

async function signInFrom(
  device: string,
  account: Account,
): Promise<{ next: unknown; device: string | undefined; browser: Visitor }> {
  const browser = visit(server);
  const answer = await browser.call('POST', '/api/session', { body: account, headers: { cookie: device } });
  const session = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('harmony_session='));
  browser.cookie = session?.split(';')[0];
  return { next: answer.body['next'], device: deviceOf(answer), browser };
}

describe('a trusted device', () => {
  it('signs in with the password alone, under a new token each time', async () => {
    const { person, device } = await trusting();
    const first = await signInFrom(device, person.account);
    assert.equal(first.next, 'done');
    assert.ok(first.device && first.device !== device);
    assert.equal((await first.browser.call('GET', '/api/session')).status, 200);
    const second = await signInFrom(first.device, person.account);
    assert.equal(second.next, 'done');
    const { id } = (await server.accounts.find(person.account.email))!;
    assert.deepEqual((await server.store.audit.list(id, 2)).map(({ event }) => event).sort(), [
      'device_trusted',
      'password_ok',
    ]);
  });

  it('never replaces the proof before a change', async () => {
    const { person, device } = await trusting();
    const { browser } = await signInFrom(device, person.account);
    const methods = { methods: ['totp', 'backup_code'] };
    assertProblem(await browser.op('disable'), 403, 'reauthentication_required', methods);
    assertProblem(await browser.op('beginSetup'), 403, 'reauthentication_required', methods);
    const deletion = await browser.call('DELETE', '/api/workspaces/research');
    assertProblem(deletion, 403, 'reauthentication_required', methods);
    assert.equal((await browser.op('status')).body['proofAge'], undefined);
  });

  it('has a cookie that scripts cannot read and that expires with the trust; the database has only a hash', async () => {
    const { answer } = await trust(await enrolled(server));
    const cookie = answer.headers.getSetCookie().find((text) => text.startsWith('harmony_device='))!;
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Lax/);
    assert.match(cookie, new RegExp(`Max-Age=${30 * day}`));
    const token = cookie.split(/[=;]/)[1]!;
    for (const [, content] of await server.database.files()) assert.ok(!content.includes(token));
  });

  it('is not trusted for another account', async () => {
    const { device } = await trusting();
    const other = await enrolled(server);
    assert.equal((await signInFrom(device, other.account)).next, 'challenge');
    const withoutSecondFactor = await createAccount(server);
    assert.equal((await signInFrom(device, withoutSecondFactor)).device, undefined);
  });

  it('is not recognised by a forged, empty or doubled token', async () => {
    const { person, device } = await trusting();
    const forged = `harmony_device=${'A'.repeat(43)}`;
    for (const cookie of [
      forged,
      'harmony_device=',
      'harmony_device=x',
      `${device}; ${forged}`,
      `${forged}; ${device}`,
    ]) {
      assert.equal((await signInFrom(cookie, person.account)).next, 'challenge', cookie);
    }
    assert.equal((await signInFrom(device, person.account)).next, 'done');
  });

  it('still needs the password', async () => {
    const { person, device } = await trusting();
    const answer = await visit(server).call('POST', '/api/session', {
      body: { ...person.account, password: 'not it' },
      headers: { cookie: device },
    });
    assertProblem(answer, 401, 'credentials_invalid');
    assert.equal((await signInFrom(device, person.account)).next, 'done', 'the token is not spent');
  });

  it('is trusted for exactly 30 days, however often it is used', async () => {
    const { person, device } = await trusting();
    server.clock.advance(29 * day);
    const used = await signInFrom(device, person.account);
    assert.equal(used.next, 'done');
    server.clock.advance(day);
    assert.equal((await signInFrom(used.device!, person.account)).next, 'challenge');
  });

  it('with a copied token: both are refused from then on, and all devices are revoked', async () => {
    const { person, device } = await trusting();
    const owner = await signInFrom(device, person.account);
    server.clock.advance(60);
    assert.equal((await signInFrom(device, person.account)).next, 'challenge');
    assert.equal((await signInFrom(owner.device!, person.account)).next, 'challenge');
    const { id } = (await server.accounts.find(person.account.email))!;
    assert.ok((await server.store.audit.list(id)).some(({ event }) => event === 'device_revoked'));
  });

  it('with a token that was copied long ago: the server detects the copy, and the owner gets a notice', async () => {
    const { person, device } = await trusting();
    let latest = device;
    for (let use = 0; use < 4; use += 1) {
      server.clock.advance(day);
      latest = (await signInFrom(latest, person.account)).device!;
    }
    assert.equal((await signInFrom(device, person.account)).next, 'challenge');
    assert.equal((await signInFrom(latest, person.account)).next, 'challenge');
    const { id } = (await server.accounts.find(person.account.email))!;
    const events = (await server.store.audit.list(id)).map(({ event }) => event);
    assert.equal(events.filter((event) => event === 'device_copied').length, 1);
    await server.noticesSettled();
    assert.ok(mails.some((subject) => subject === `${person.account.email} Harmony: A trusted device was copied`));
  });

  it('whose latest answer was lost: a code is required again, and it does not count as a copy', async () => {
    const { person, device } = await trusting();
    const other = (await trustedBy(person)).device;
    await signInFrom(device, person.account);
    server.clock.advance(60);
    assert.equal((await signInFrom(device, person.account)).next, 'challenge');
    const { id } = (await server.accounts.find(person.account.email))!;
    const events = (await server.store.audit.list(id)).map(({ event }) => event);
    assert.ok(!events.includes('device_copied'));
    assert.equal((await signInFrom(other, person.account)).next, 'done', 'other devices are still trusted');
  });

  it('whose session shows that the answer arrived: the older token is a copy, and the owner gets a notice', async () => {
    const { person, device } = await trusting();
    const other = (await trustedBy(person)).device;
    const owner = await signInFrom(device, person.account);
    assert.equal((await owner.browser.call('GET', '/api/session')).status, 200);
    server.clock.advance(60);
    assert.equal((await signInFrom(device, person.account)).next, 'challenge');
    assert.equal((await signInFrom(other, person.account)).next, 'challenge');
    const { id } = (await server.accounts.find(person.account.email))!;
    assert.ok((await server.store.audit.list(id)).some(({ event }) => event === 'device_copied'));
  });

  it('that signs in twice at once: one sign-in succeeds, and nothing is revoked', async () => {
    const { person, device } = await trusting();
    const tries = await Promise.all(Array.from({ length: 6 }, () => signInFrom(device, person.account)));
    const done = tries.filter(({ next }) => next === 'done');
    assert.equal(done.length, 1);
    assert.equal((await signInFrom(done[0]!.device!, person.account)).next, 'done');
  });
});

describe('a token of a trusted device, and the sessions that its series opened', () => {
  const statusOf = async (browser: Visitor): Promise<number> => (await browser.call('GET', '/api/session')).status;
  const entriesOf = async ({ account }: Enrolled): Promise<string[]> => {
    const { id } = (await server.accounts.find(account.email))!;
    return (await server.store.audit.list(id)).map(({ event }) => event);
  };
  const alarmsOf = async (person: Enrolled): Promise<string[]> =>
    (await entriesOf(person)).filter((event) => event === 'device_copied' || event === 'device_revoked');

  it('the latest: signs in, and the earlier session goes on', async () => {
    const { person, device } = await trusting();
    const first = await signInFrom(device, person.account);
    assert.equal(await statusOf(first.browser), 200);
    server.clock.advance(60);
    const second = await signInFrom(first.device!, person.account);
    assert.deepEqual([second.next, await statusOf(first.browser), await statusOf(second.browser)], ['done', 200, 200]);
    assert.deepEqual(await alarmsOf(person), []);
  });

  it('the latest, after another factor: is refused, and nothing ends', async () => {
    const { person, browser, device } = await trusting();
    await addAuthenticator(server, browser);
    const before = await alarmsOf(person);
    assert.equal((await signInFrom(device, person.account)).next, 'challenge');
    assert.equal(await statusOf(browser), 200);
    assert.deepEqual(await alarmsOf(person), before);
  });

  it('of another account: is refused, and nothing ends', async () => {
    const [ada, eve] = [await trusting(), await trusting()];
    const used = await signInFrom(ada.device, ada.person.account);
    assert.equal(await statusOf(used.browser), 200);
    server.clock.advance(60);
    assert.equal((await signInFrom(ada.device, eve.person.account)).next, 'challenge');
    assert.deepEqual([await statusOf(used.browser), await statusOf(eve.browser)], [200, 200]);
    assert.deepEqual([...(await alarmsOf(ada.person)), ...(await alarmsOf(eve.person))], []);
  });

  it('the one before, within 10 seconds: is refused, and nothing ends', async () => {
    for (const used of [false, true]) {
      const { person, browser, device } = await trusting();
      const winner = await signInFrom(device, person.account);
      if (used) assert.equal(await statusOf(winner.browser), 200);
      server.clock.advance(10);
      assert.equal((await signInFrom(device, person.account)).next, 'challenge');
      assert.deepEqual([await statusOf(winner.browser), await statusOf(browser)], [200, 200]);
      assert.equal((await signInFrom(winner.device!, person.account)).next, 'done');
      assert.deepEqual(await alarmsOf(person), []);
    }
  });

  it('the one before, while nobody has used the latest session: that session ends, the others go on', async () => {
    const { person, browser, device } = await trusting();
    const used = await signInFrom(device, person.account);
    assert.equal(await statusOf(used.browser), 200);
    server.clock.advance(60);
    const waiting = await signInFrom(used.device!, person.account);
    assert.equal(waiting.next, 'done');
    server.clock.advance(60);
    const late = await signInFrom(used.device!, person.account);
    assert.equal(late.next, 'challenge');
    assert.equal(await statusOf(waiting.browser), 401);
    assert.deepEqual([await statusOf(used.browser), await statusOf(browser)], [200, 200]);
    assert.equal((await signInFrom(waiting.device!, person.account)).next, 'challenge');
    assert.deepEqual(await alarmsOf(person), ['device_revoked']);
  });

  /** @param steal how the thief and the owner use the copied token; returns the token that betrays the copy */
  async function assertCopyEndsAll(
    steal: (device: string, account: Account) => Promise<{ thief: Visitor; late: string }>,
  ): Promise<void> {
    const { person, browser, device } = await trusting();
    const elsewhere = await challenged(server, person);
    server.clock.advance(30);
    const answer = { code: person.phone.code(server.clock.now()) };
    assert.equal((await elsewhere.op('answerChallenge', answer)).status, 200);
    const { thief, late } = await steal(device, person.account);
    const owner = await signInFrom(late, person.account);
    assert.equal(owner.next, 'challenge');
    for (const other of [thief, browser, elsewhere]) assert.equal(await statusOf(other), 401);
    assert.deepEqual((await alarmsOf(person)).sort(), ['device_copied', 'device_revoked']);
    await server.noticesSettled();
    assert.ok(mails.includes(`${person.account.email} Harmony: A trusted device was copied`));
    server.clock.advance(30);
    const code = person.phone.code(server.clock.now());
    assert.equal((await owner.browser.op('answerChallenge', { code })).status, 200);
    assert.equal(await statusOf(owner.browser), 200, 'the sign-in that asks goes on with a code');
  }

  it('the one before, after the latest session was used: the owner gets a notice, and all other sessions end', () =>
    assertCopyEndsAll(async (device, account) => {
      const { browser: thief } = await signInFrom(device, account);
      assert.equal(await statusOf(thief), 200);
      server.clock.advance(60);
      return { thief, late: device };
    }));

  it('an older one: the owner gets a notice, and all other sessions end', () =>
    assertCopyEndsAll(async (device, account) => {
      const first = await signInFrom(device, account);
      const { browser: thief, next } = await signInFrom(first.device!, account);
      assert.equal(next, 'done');
      return { thief, late: device };
    }));

  it('the one before, while the latest session is used for the first time: that session ends in either order', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { person, device } = await trusting();
      const thief = await signInFrom(device, person.account);
      server.clock.advance(60);
      const [late] = await Promise.all([signInFrom(device, person.account), statusOf(thief.browser)]);
      assert.equal(late.next, 'challenge');
      assert.equal(await statusOf(thief.browser), 401);
    }
  });
});

describe('trust ends', () => {
  const changes: [string, (person: Enrolled, browser: Visitor) => Promise<unknown>][] = [
    ['new backup codes', async (_person, browser) => {
      await browser.op('beginBackupCodes');
      return browser.op('keepBackupCodes');
    }],
    ['another authenticator', (_person, browser) => enrol(server, browser)],
    ['one more authenticator', (_person, browser) => addAuthenticator(server, browser)],
    ['2FA off and on again', async (_person, browser) => {
      await browser.op('disable');
      return enrol(server, browser);
    }],
    ['signing out elsewhere', (_person, browser) => browser.op('removeOtherDevices')],
    ['an administrator has ended the sessions', async ({ account }) => {
      const { id } = (await server.accounts.find(account.email))!;
      return server.sessions.endAll({ accountId: id }, server.clock.now());
    }],
    ['signing out elsewhere while no device may be trusted', async (_person, browser) => {
      await server.restart({ trustedDeviceDays: 0 });
      await browser.op('removeOtherDevices');
      return server.restart({ trustedDeviceDays: 30 });
    }],
    ['the owner’s wish', async (_person, browser) => forget(browser, (await listed(browser))[0]!['id'])],
    ['another password', async ({ account }) => {
      const { id } = (await server.accounts.find(account.email))!;
      const db = server.store.db.withTables<{ accounts: { id: string; password_hash: string } }>();
      const password_hash = await cheapArgon2.hashPassword(account.password);
      return db.updateTable('accounts').set({ password_hash }).where('id', '=', id).execute();
    }],
  ]; // prettier-ignore
  for (const [what, change] of changes) {
    it(`after ${what}`, async () => {
      const { person, browser, device } = await trusting();
      await change(person, browser);
      assert.equal((await signInFrom(device, person.account)).next, 'challenge');
    });
  }

  it('after one authenticator less', async () => {
    const person = await enrolled(server);
    const { id } = await addAuthenticator(server, person.browser);
    const { browser, device } = await trustedBy(person);
    assert.equal((await browser.op('removeAuthenticator', undefined, id)).status, 200);
    assert.equal((await signInFrom(device, person.account)).next, 'challenge');
  });

  it('and does not begin from a session that ends at the same time', async () => {
    const person = await enrolled(server);
    for (let round = 0; round < rounds; round += 1) {
      const mine = await proved(server, person);
      const theirs = await challenged(server, person);
      server.clock.advance(30);
      const code = person.phone.code(server.clock.now());
      const [trusted] = await Promise.all([
        theirs.op('answerChallenge', { code, trustDevice: true }),
        mine.op('removeOtherDevices'),
      ]);
      const device = deviceOf(trusted);
      if (trusted.status !== 200) assertProblem(trusted, 401, 'challenge_expired');
      // A trust that began after everything else was signed out is a new one.
      const began = trusted.status === 200 && (await theirs.op('status')).status === 200;
      if (device) assert.equal((await signInFrom(device, person.account)).next, began ? 'done' : 'challenge');
    }
  });

  it('but not after keys were rotated', async () => {
    const { newKey } = await import('../support/test-server.js');
    const { rotateKeys } = await import('../../../server/core/two-factor/rotate-keys.js');
    const { parseKeyRing } = await import('../../../server/core/crypto/key-ring.js');
    const { person, device } = await trusting();
    const keys = `${newKey('next')},${server.keys}`;
    await rotateKeys(server.store.secondFactors, parseKeyRing(keys));
    await server.restart({ keys });
    assert.equal((await signInFrom(device, person.account)).next, 'done');
  });
});

describe('a change of a device', () => {
  it('is counted, and the owner gets a notice of a new trusted device', async () => {
    const count = async (event: string): Promise<number> => {
      const line = new RegExp(`^harmony_2fa_events_total\\{event="${event}",method="none"\\} (\\d+)$`, 'm');
      return Number(line.exec(await metrics.text())?.[1] ?? 0);
    };
    const names = ['password_ok', 'challenge_issued', 'device_remembered', 'device_trusted', 'device_revoked'];
    const counts = (): Promise<number[]> => Promise.all(names.map(count));
    const before = await counts();
    const { person, browser, device } = await trusting();
    await signInFrom(device, person.account);
    await forget(browser, (await listed(browser))[0]!['id']);
    const after = await counts();
    // Three sign-ins: without 2FA, with a challenge, and from the device.
    assert.deepEqual(
      after.map((value, index) => value - before[index]!),
      [3, 1, 1, 1, 1],
    );
    await server.noticesSettled();
    const notices = mails.filter((mail) => mail.startsWith(person.account.email));
    assert.deepEqual(notices.slice(-1), [`${person.account.email} Harmony: A device is trusted now`]);
  });
});

describe('the list of trusted devices', () => {
  it('marks the device that asks, and omits those that are no longer trusted', async () => {
    const { person, browser, device } = await trusting();
    const currents = async (cookie?: string) => (await listed(browser, cookie)).map(({ current }) => current);
    assert.deepEqual(await currents(), [false]);
    const { device: next } = await signInFrom(device, person.account);
    assert.deepEqual(await currents(next), [true]);
    const { id } = (await server.accounts.find(person.account.email))!;
    const db = server.store.db.withTables<{ accounts: { id: string; password_hash: string } }>();
    await db.updateTable('accounts').set({ password_hash: 'another' }).where('id', '=', id).execute();
    assert.deepEqual(await currents(next), []);
  });

  it('has 100 lines with the sessions at most: the newest, and those of the browser that asks', async () => {
    const { person, browser, device } = await trusting();
    const { id } = (await server.accounts.find(person.account.email))!;
    const db = server.store.db.withTables<HostOnlyTables>();
    const own = await db.selectFrom('devices').selectAll().where('account_id', '=', id).executeTakeFirstOrThrow();
    const devices = Array.from({ length: 110 }, (_, index) => ({
      ...own,
      series_hash: hashToken(newToken()),
      created_at: own.created_at + 1000 + index,
      // The last used is not the newest.
      last_used_at: own.last_used_at + 1000 - index,
    }));
    await db.insertInto('devices').values(devices).execute();
    const headers = { cookie: `${browser.cookie}; ${device}` };
    const { body } = await browser.call('GET', '/api/2fa/devices', { headers });
    const list = body['devices'] as Record<string, unknown>[];
    assert.equal(list.length, 100);
    assert.deepEqual(
      list.slice(-2).map(({ current }) => current),
      [true, true],
    );
    const newest = devices.slice(-98).reverse();
    assert.deepEqual(
      list.slice(0, -2).map(({ addedAt }) => Date.parse(addedAt as string)),
      newest.map(({ created_at }) => created_at),
    );
  });

  it('shows the name of the browser, when the trust began and ends, and no token', async () => {
    const userAgent =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
    const { browser, answer } = await trust(await enrolled(server), { 'user-agent': userAgent });
    const [line, ...others] = await listed(browser);
    assert.equal(others.length, 0);
    const { id, addedAt, expiresAt, lastUsedAt, ...rest } = line!;
    assert.deepEqual(rest, { kind: 'trusted_device', name: 'Chrome on Windows', address: null, current: false });
    assert.equal(Date.parse(expiresAt as string) - Date.parse(addedAt as string), 30 * day * 1000);
    assert.equal(lastUsedAt, addedAt);
    const token = deviceOf(answer)!.split('=')[1]!;
    const { text } = await browser.op('devices');
    for (const part of [token.slice(0, 43), token.slice(43)]) {
      assert.ok(!text.includes(part));
      assert.notEqual(id, createHash('sha256').update(part).digest('base64url'));
    }
  });

  it('forgets one device at once, drops its cookie where it is this browser, and leaves the others', async () => {
    const { person, browser, device } = await trusting();
    const other = await trustedBy(person);
    const own = (await listed(browser, device)).find(({ current }) => current)!;
    const headers = { cookie: `${browser.cookie}; ${device}` };
    const answer = await browser.call('DELETE', `/api/2fa/devices/${String(own['id'])}`, { headers });
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.headers.getSetCookie().join(), /^harmony_device=;/);
    assert.deepEqual((await listed(browser)).map(({ id }) => id).includes(own['id']), false);
    assert.equal((await signInFrom(device, person.account)).next, 'challenge');
    assert.equal((await signInFrom(other.device, person.account)).next, 'done');
    assertProblem(await forget(browser, own['id']), 404, 'not_found');
    assert.equal((await browser.op('status')).status, 200, 'the session of the device goes on');
  });

  it('of another account is as unknown as none, and stays', async () => {
    const [ada, eve] = [await trusting(), await trusting()];
    const [target] = await listed(ada.browser);
    const answer = await forget(eve.browser, target!['id']);
    const nobody = await forget(eve.browser, 'no-such-device');
    assertProblem(answer, 404, 'not_found');
    assert.equal(answer.text, nobody.text);
    assert.equal((await listed(ada.browser)).length, 1);
    assert.equal((await signInFrom(ada.device, ada.person.account)).next, 'done');
  });

  it('is empty while 2FA is off', async () => {
    const { browser } = await trusting();
    assert.equal((await browser.op('disable')).status, 200);
    assert.deepEqual(await listed(browser), []);
  });
});

describe('the offer of trust', () => {
  it('is in the challenge, and not in effect without the choice', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    assert.equal((await browser.op('readChallenge')).body['trustDays'], 30);
    server.clock.advance(30);
    const answer = await browser.op('answerChallenge', {
      code: person.phone.code(server.clock.now()),
      trustDevice: false,
    });
    assert.equal(answer.status, 200);
    assert.equal(deviceOf(answer), undefined);
    assert.deepEqual(await listed(browser), []);
  });

  it('is taken with a backup code, too, and not with a wrong code', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const wrong = { code: person.phone.wrongCode(server.clock.now()), trustDevice: true };
    const refused = await half.op('answerChallenge', wrong);
    assert.deepEqual([refused.status, deviceOf(refused)], [422, undefined]);
    const answer = await half.op('answerChallenge', { backupCode: person.backupCodes[0], trustDevice: true });
    assert.equal((await signInFrom(deviceOf(answer)!, person.account)).next, 'done');
  });
});

describe('without the setting', () => {
  it('no device can be trusted, and no existing device is', async () => {
    const { person, device } = await trusting();
    await server.restart({ trustedDeviceDays: 0 });
    assert.equal((await signInFrom(device, person.account)).next, 'challenge');
    const { browser, answer } = await trust(person);
    assert.deepEqual([answer.status, deviceOf(answer)], [200, undefined]);
    assert.deepEqual(await listed(browser), []);
    const half = await challenged(server, person);
    assert.equal((await half.op('readChallenge')).body['trustDays'], undefined);
    await server.restart({ trustedDeviceDays: 30 });
  });
});
