import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readAuthenticators } from '../../../server/core/two-factor/authenticators.js';
import { limits, type AuditEventName, type SecondFactor } from '../../../server/index.js';
import { addAuthenticator, listed, type Added } from '../support/authenticators.js';
import { phone, type Phone } from '../support/phone.js';
import { startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  enrolled,
  proved,
  signedIn,
  visit,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const now = (): Date => server.clock.now();
const idOf = async ({ account }: Enrolled): Promise<string> => (await server.accounts.find(account.email))!.id;
const rowOf = async (person: Enrolled): Promise<SecondFactor> => server.store.secondFactors.read(await idOf(person));
/** The entries of these names, oldest first. */
const entriesOf = async (person: Enrolled, ...names: AuditEventName[]): Promise<AuditEventName[]> =>
  (await server.store.audit.list(await idOf(person), 100))
    .map(({ event }) => event)
    .filter((name) => names.includes(name))
    .reverse();
const proofDue = { methods: ['totp', 'backup_code'] };

async function signInWith(person: Enrolled, code: string): Promise<number> {
  return (await (await challenged(server, person)).op('answerChallenge', { code })).status;
}

interface Several {
  person: Enrolled;
  /** With a recent proof. */
  browser: Visitor;
  added: Added[];
  /** The apps in the order of the list. */
  apps: Phone[];
}

/** A person with so many authenticators, at the start of a step that none of them has spent. */
async function withAuthenticators(count: number): Promise<Several> {
  const person = await enrolled(server);
  const browser = await proved(server, person);
  const added: Added[] = [];
  while (added.length < count - 1) added.push(await addAuthenticator(server, browser));
  server.clock.advance(60 - (Math.floor(now().getTime() / 1000) % 30));
  return { person, browser, added, apps: [person.phone, ...added.map((one) => one.phone)] };
}

describe('several authenticators', () => {
  it('each has its own last spent step: five codes of one step work, each once', async () => {
    const { person, apps } = await withAuthenticators(5);
    for (const app of apps) assert.equal(await signInWith(person, app.code(now())), 200);
    for (const app of apps.slice(0, 4)) assert.equal(await signInWith(person, app.code(now())), 422);
  });

  it('a code of a later step leaves the steps of the others alone', async () => {
    const { person, apps } = await withAuthenticators(2);
    const [first, second] = apps as [Phone, Phone];
    assert.equal(await signInWith(person, second.code(now(), 1)), 200);
    assert.equal(await signInWith(person, second.code(now())), 422);
    assert.equal(await signInWith(person, first.code(now())), 200);
    assert.equal(await signInWith(person, first.code(now(), 1)), 200);
  });

  it('the status tells of each: its name, since when, and its last use alone', async () => {
    const { person, browser, apps } = await withAuthenticators(3);
    const [first, second, third] = listed(await browser.op('status'));
    assert.deepEqual(
      [first, second, third].map((one) => one!.name),
      ['Authenticator 1', 'Authenticator 2', 'Authenticator 3'],
    );
    assert.notEqual(first!.lastUsedAt, null, 'the proof was a use');
    assert.deepEqual([second!.lastUsedAt, third!.lastUsedAt], [null, null], 'a confirmation is no use');
    server.clock.advance(1800);
    assert.equal(await signInWith(person, apps[1]!.code(now())), 200);
    const after = listed(await browser.op('status'));
    assert.deepEqual(after, [first, { ...second, lastUsedAt: now().toISOString() }, third]);
  });

  it('a sixth is refused, and so is one that was begun before the fifth', async () => {
    const { person, browser, added } = await withAuthenticators(5);
    await browser.op('reauthenticate', { code: person.phone.code(now()) });
    assertProblem(await browser.op('beginSetup', { mode: 'add' }), 409, 'too_many_authenticators');
    assert.equal((await browser.op('removeAuthenticator', undefined, added[0]!.id)).status, 200);
    const begun = await browser.op('beginSetup', { mode: 'add' });
    const { secondFactors } = server.store;
    const { id } = (await server.accounts.find(person.account.email))!;
    const { active, pendingSetup } = await secondFactors.read(id);
    const app = phone(begun.body['keyUri'] as string);
    await browser.op('confirmSetup', { code: app.code(now()), id: begun.body['id'] });
    // As if both set-ups had been begun before.
    assert.ok(active && (await secondFactors.stageSetup(await secondFactors.read(id), pendingSetup!, [])));
    assertProblem(await browser.op('confirmSetup', { code: app.code(now()) }), 409, 'too_many_authenticators');
    assert.equal(listed(await browser.op('status')).length, 5);
  });

  it('a wrong code is one failure, however many there are', async () => {
    const { person, apps } = await withAuthenticators(5);
    const half = await challenged(server, person);
    const wrong = wrongFor(apps);
    for (const attemptsRemaining of [4, 3, 2, 1, 0]) {
      assertProblem(await half.op('answerChallenge', { code: wrong }), 422, 'code_invalid', { attemptsRemaining });
    }
    const wait = { retryAfter: 60 };
    assertProblem(await half.op('answerChallenge', { code: apps[4]!.code(now()) }), 429, 'too_many_attempts', wait);
    const { id } = (await server.accounts.find(person.account.email))!;
    const { budget } = await server.store.secondFactors.read(id);
    assert.deepEqual([budget.failures, budget.recent.map(({ count }) => count)], [5, [5]]);
  });

  it('a spent code of any of them is audited as a replay', async () => {
    const { person, apps } = await withAuthenticators(2);
    const code = apps[1]!.code(now());
    assert.equal(await signInWith(person, code), 200);
    assert.equal(await signInWith(person, code), 422);
    const { id } = (await server.accounts.find(person.account.email))!;
    assert.ok((await server.store.audit.list(id)).some(({ event }) => event === 'replay_refused'));
  });
});

/** A code that no app shows within ten minutes and more. */
function wrongFor(apps: readonly Phone[]): string {
  const near = new Set(apps.flatMap((app) => Array.from({ length: 81 }, (_, index) => app.code(now(), index - 40))));
  for (let guess = 0; ; guess += 1) {
    const text = String(guess).padStart(6, '0');
    if (!near.has(text)) return text;
  }
}

describe('the codes of several authenticators', () => {
  it('are paused for a day after as many failures as one authenticator has codes at stake; a backup code ends that', async () => {
    const { person, browser, apps } = await withAuthenticators(5);
    const half = await challenged(server, person);
    const wrong = { code: wrongFor(apps) };
    for (let time = 0; time < 5; time += 1) assert.equal((await half.op('answerChallenge', wrong)).status, 422);
    server.clock.advance(60);
    assertProblem(await half.op('answerChallenge', wrong), 422, 'code_invalid', { attemptsRemaining: 0 });
    assert.equal((await half.op('answerChallenge', wrong)).headers.get('retry-after'), '120');

    server.clock.advance(23 * 3600);
    const later = await challenged(server, person);
    const read = (await later.op('readChallenge')).body;
    assert.deepEqual([read['methods'], read['codesUnblock']], [['backup_code'], undefined]);
    const blocked = { methods: ['backup_code'] };
    const right = { code: apps[2]!.code(now()) };
    assertProblem(await later.op('answerChallenge', right), 403, 'authenticator_blocked', blocked);
    // Not checked, so nothing is spent or counted, and no row of right codes opens a pause.
    for (let time = 0; time < 3; time += 1) {
      server.clock.advance(30);
      const next = { code: apps[2]!.code(now()) };
      assertProblem(await later.op('answerChallenge', next), 403, 'authenticator_blocked', blocked);
    }
    const { budget, active } = await rowOf(person);
    assert.deepEqual([budget.failures, budget.blockedAt, budget.rightCodes], [6, null, null]);
    assert.equal(readAuthenticators(active!)[2]?.usedAt, null);
    assert.deepEqual(await entriesOf(person, 'paused', 'blocked'), ['paused']);
    const backupCode = { backupCode: person.backupCodes[0] };
    assert.equal((await later.op('answerChallenge', backupCode)).status, 200);
    assert.equal(await signInWith(person, apps[2]!.code(now())), 200);
    assert.equal((await browser.call('GET', '/api/session')).status, 401, 'idle for an hour');
  });

  it('are checked again after the day, one guess of it', async () => {
    const { person, apps } = await withAuthenticators(2);
    const wrong = { code: wrongFor(apps) };
    let guesses = 0;
    for (let seconds = 0; seconds < 86_400;) {
      const half = await challenged(server, person);
      const answer = await half.op('answerChallenge', wrong);
      if (answer.status === 422) {
        guesses += 1;
        continue;
      }
      const wait = answer.status === 429 ? Number(answer.headers.get('retry-after')) : 3600;
      server.clock.advance(wait);
      seconds += wait;
    }
    assert.equal(guesses, 16);
    server.clock.advance(7 * 3600);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { code: apps[1]!.code(now()) })).status, 200);
  });
});

describe('several authenticators that are blocked', () => {
  async function blocked(count: number): Promise<Several & { half: Visitor }> {
    const several = await withAuthenticators(count);
    const factor = await rowOf(several.person);
    const budget = { ...factor.budget, failures: limits.blockingFailures, blockedAt: now().getTime() - 3_600_000 };
    assert.ok(await server.store.secondFactors.recordFailure(factor, budget, []));
    return { ...several, half: await challenged(server, several.person) };
  }
  const refused = { methods: ['backup_code'] };

  it('are opened by three right codes of consecutive steps, of any of them', async () => {
    const { person, apps, half } = await blocked(3);
    const { methods, codesUnblock } = (await half.op('readChallenge')).body;
    assert.deepEqual([methods, codesUnblock], [['totp', 'backup_code'], true]);
    const answers: number[] = [];
    for (const app of apps) {
      const answer = await half.op('answerChallenge', { code: app.code(now()) });
      answers.push(answer.status);
      server.clock.advance(30);
    }
    assert.deepEqual(answers, [403, 403, 200]);
    assert.equal((await rowOf(person)).budget.blockedAt, null);
    // Neither a pause nor a block is left.
    assert.equal(await signInWith(person, apps[0]!.code(now())), 200);
    assert.deepEqual(await entriesOf(person, 'blocked_code_ok', 'unblocked'), ['blocked_code_ok', 'blocked_code_ok', 'unblocked']); // prettier-ignore
  });

  it('each keep a last spent step of their own: a code of the row works no more, of whichever it was', async () => {
    const { apps, half } = await blocked(2);
    const [first, second] = apps as [Phone, Phone];
    assertProblem(await half.op('answerChallenge', { code: first.code(now()) }), 403, 'authenticator_blocked', refused);
    server.clock.advance(30);
    assertProblem(
      await half.op('answerChallenge', { code: second.code(now()) }),
      403,
      'authenticator_blocked',
      refused,
    );
    assertProblem(
      await half.op('answerChallenge', { code: second.code(now()) }),
      403,
      'authenticator_blocked',
      refused,
    );
    // The second one has ended the row.
    server.clock.advance(30);
    assertProblem(await half.op('answerChallenge', { code: first.code(now()) }), 403, 'authenticator_blocked', refused);
  });

  it('do not go on with two codes of one step', async () => {
    const { apps, half } = await blocked(3);
    for (const app of apps) {
      assertProblem(await half.op('answerChallenge', { code: app.code(now()) }), 403, 'authenticator_blocked', refused);
    }
  });

  it('stay blocked while one is added, named or removed', async () => {
    const { person, browser } = await blocked(2);
    const { id } = await addAuthenticator(server, browser);
    const path = `/api/2fa/authenticators/${id}`;
    assert.equal((await browser.call('PATCH', path, { body: { name: 'Tablet' } })).status, 200);
    assert.equal((await browser.call('DELETE', path)).status, 200);
    assert.notEqual((await rowOf(person)).budget.blockedAt, null);
  });
});

describe('adding an authenticator', () => {
  it('needs 2FA on and a recent proof of a second factor', async () => {
    const off = await signedIn(server);
    assertProblem(await off.browser.op('beginSetup', { mode: 'add' }), 409, 'not_enabled');
    const { browser } = await enrolled(server);
    server.clock.advance(300);
    assertProblem(await browser.op('beginSetup', { mode: 'add' }), 403, 'reauthentication_required', proofDue);
    assertProblem(await browser.op('beginSetup', { mode: 'more' }), 400, 'request_invalid');
  });

  it('changes nothing until it is confirmed: its codes are wrong codes', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const begun = await browser.op('beginSetup', { mode: 'add' });
    assert.equal(listed(await browser.op('status')).length, 1);
    assert.equal(await signInWith(person, phone(begun.body['keyUri'] as string).code(now())), 422);
    await browser.op('cancelSetup');
    assertProblem(await browser.op('confirmSetup', { code: '123456' }), 410, 'setup_expired');
  });

  it('confirms only what the page has shown, and draws on the budget', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const first = await browser.op('beginSetup', { mode: 'add' });
    const second = await browser.op('beginSetup', { mode: 'add' });
    assert.notEqual(first.body['id'], second.body['id']);
    const app = phone(second.body['keyUri'] as string);
    const stale = { code: app.code(now()), id: first.body['id'] };
    assertProblem(await browser.op('confirmSetup', stale), 410, 'setup_expired');
    const wrong = { code: app.wrongCode(now()), id: second.body['id'] };
    assertProblem(await browser.op('confirmSetup', wrong), 422, 'code_invalid', { attemptsRemaining: 4 });
    assertProblem(await browser.op('confirmSetup', { ...wrong, name: 7 }), 400, 'request_invalid');
    const half = await challenged(server, person);
    const guess = { code: wrongFor([person.phone]) };
    assertProblem(await half.op('answerChallenge', guess), 422, 'code_invalid', { attemptsRemaining: 2 });
    assert.equal((await browser.op('confirmSetup', { ...stale, id: second.body['id'] })).status, 200);
  });

  it('keeps the backup codes, the date and the other sessions, and is a proof of its own', async () => {
    const person = await enrolled(server);
    const since = (await person.browser.op('status')).body['enabledAt'];
    const browser = await proved(server, person);
    const other = await proved(server, person);
    server.clock.advance(250);
    const before = browser.cookie;
    const begun = await browser.op('beginSetup', { mode: 'add' });
    server.clock.advance(60);
    const code = phone(begun.body['keyUri'] as string).code(now());
    const { body } = await browser.op('confirmSetup', { code, id: begun.body['id'], name: '  Work \u202e phone ' });
    assert.deepEqual([body['enabledAt'], body['backupCodes']], [since, { remaining: 10, total: 10 }]);
    assert.equal((body['authenticators'] as { name: string }[])[1]!.name, 'Work phone');
    assert.notEqual(browser.cookie, before);
    assert.equal((await visit(server, before).call('GET', '/api/session')).status, 401);
    assert.equal((await other.call('GET', '/api/session')).status, 200);
    assert.equal((await browser.op('beginBackupCodes')).status, 201);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { backupCode: person.backupCodes[0] })).status, 200);
  });

  it('keeps new backup codes that are pending', async () => {
    const browser = await proved(server, await enrolled(server));
    const { body } = await browser.op('beginBackupCodes');
    await addAuthenticator(server, browser);
    assert.equal((await browser.op('keepBackupCodes', { id: body['id'] })).status, 200);
  });
});

describe('naming an authenticator', () => {
  it('needs no proof, and only an id of the own account', async () => {
    const { person, browser, added } = await withAuthenticators(2);
    const stranger = await enrolled(server);
    server.clock.advance(600);
    const named = await browser.op('nameAuthenticator', { name: ' Tablet ' }, added[0]!.id);
    assert.deepEqual(listed(named).map(({ name }) => name), ['Authenticator 1', 'Tablet']); // prettier-ignore
    const theirs = await stranger.browser.op('nameAuthenticator', { name: 'Mine' }, added[0]!.id);
    assertProblem(theirs, 404, 'not_found');
    assertProblem(await browser.op('nameAuthenticator', { name: 'x' }, '../status'), 404, 'not_found');
    const half = await challenged(server, person);
    assertProblem(await half.op('nameAuthenticator', { name: 'x' }, added[0]!.id), 401, 'not_signed_in');
    assertProblem(await (await signedIn(server)).browser.op('nameAuthenticator', { name: 'x' }), 409, 'not_enabled');
  });

  it('takes only a visible text of at most 64 characters', async () => {
    const { browser } = await enrolled(server);
    const [only] = listed(await browser.op('status'));
    for (const name of ['', ' ', '\u200b', 'a\u0000', '\ud800', 'x'.repeat(65), 7, null, {}, undefined]) {
      assertProblem(await browser.op('nameAuthenticator', { name }, only!.id), 400, 'request_invalid');
    }
    const name = `<b>"${'電'.repeat(30)}`;
    assert.equal(listed(await browser.op('nameAuthenticator', { name }, only!.id))[0]!.name, name);
  });

  it('a name that is free is given to one that is added without a name', async () => {
    const { browser, added } = await withAuthenticators(2);
    await browser.op('nameAuthenticator', { name: 'Authenticator 3' }, added[0]!.id);
    const third = await addAuthenticator(server, browser);
    const names = listed(await browser.op('status'));
    assert.equal(names.find(({ id }) => id === third.id)!.name, 'Authenticator 4');
  });
});

describe('removing an authenticator', () => {
  it('needs a recent proof, an id of the own account, and another one that stays', async () => {
    const { person, browser, added } = await withAuthenticators(2);
    const [first, second] = listed(await browser.op('status'));
    const stranger = await proved(server, await enrolled(server));
    assertProblem(await stranger.op('removeAuthenticator', undefined, second!.id), 404, 'not_found');
    server.clock.advance(300);
    for (const { id } of [first!, second!]) {
      const answer = await browser.op('removeAuthenticator', undefined, id);
      assertProblem(answer, 403, 'reauthentication_required', proofDue);
    }
    const half = await challenged(server, person);
    assertProblem(await half.op('removeAuthenticator', undefined, first!.id), 401, 'not_signed_in');
    await browser.op('reauthenticate', { code: added[0]!.phone.code(now()) });
    const removed = await browser.op('removeAuthenticator', undefined, first!.id);
    assert.deepEqual(listed(removed).map(({ id }) => id), [second!.id]); // prettier-ignore
    assertProblem(await browser.op('removeAuthenticator', undefined, second!.id), 409, 'last_authenticator');
    assertProblem(await browser.op('removeAuthenticator', undefined, first!.id), 404, 'not_found');
  });

  for (const place of [0, 1, 2]) {
    it(`number ${place + 1} of three: its code is refused at once, also in a challenge from before; the others go on`, async () => {
      const { person, browser, apps } = await withAuthenticators(3);
      const half = await challenged(server, person);
      const list = listed(await browser.op('status'));
      assert.equal((await browser.op('removeAuthenticator', undefined, list[place]!.id)).status, 200);
      // The challenge from before has ended with the other sessions; a new one refuses the code too.
      assert.equal((await half.op('answerChallenge', { code: apps[place]!.code(now()) })).status, 401);
      assert.equal(await signInWith(person, apps[place]!.code(now())), 422);
      const fresh = await signedInBrowserlessly(person);
      assert.equal((await fresh.op('answerChallenge', { code: apps[place]!.code(now(), 1) })).status, 422);
      for (const app of apps.filter((_, index) => index !== place)) {
        assert.equal(await signInWith(person, app.code(now())), 200);
        assert.equal(await signInWith(person, app.code(now())), 422);
      }
    });
  }

  it('ends the other sessions, keeps the backup codes, and is no proof', async () => {
    const { person, browser, added } = await withAuthenticators(2);
    const other = await proved(server, person);
    await browser.op('reauthenticate', { code: added[0]!.phone.code(now()) });
    server.clock.advance(200);
    const removed = await browser.op('removeAuthenticator', undefined, added[0]!.id);
    assert.deepEqual(removed.body['backupCodes'], { remaining: 10, total: 10 });
    assert.equal((await other.call('GET', '/api/session')).status, 401);
    assert.equal((await browser.call('GET', '/api/session')).status, 200);
    server.clock.advance(101);
    assertProblem(await browser.op('disable'), 403, 'reauthentication_required', proofDue);
  });

  it('does not come back with a set-up that was begun before', async () => {
    const { browser, added, person } = await withAuthenticators(2);
    const begun = await browser.op('beginSetup', { mode: 'add' });
    await browser.op('removeAuthenticator', undefined, added[0]!.id);
    const code = phone(begun.body['keyUri'] as string).code(now());
    const confirmed = await browser.op('confirmSetup', { code, id: begun.body['id'] });
    assert.equal(listed(confirmed).length, 2);
    assert.equal(await signInWith(person, added[0]!.phone.code(now())), 422);
  });
});

/** A half signed-in session that was made beside a sign-in, as one on another instance. */
async function signedInBrowserlessly(person: Enrolled): Promise<Visitor> {
  const { id } = (await server.accounts.find(person.account.email))!;
  return visit(server, `harmony_session=${await server.sessions.begin({ accountId: id }, now())}`);
}

describe('a replacement', () => {
  it('replaces all of them and the backup codes', async () => {
    const { person, browser, apps } = await withAuthenticators(4);
    const before = listed(await browser.op('status'));
    const { body } = await browser.op('beginSetup', { mode: 'replace' });
    assert.equal((body['backupCodes'] as string[]).length, 10);
    const app = phone(body['keyUri'] as string);
    const confirmed = await browser.op('confirmSetup', { code: app.code(now()), id: body['id'], name: 'New phone' });
    const after = listed(confirmed);
    assert.deepEqual(after.map(({ name, lastUsedAt }) => [name, lastUsedAt]), [['New phone', null]]); // prettier-ignore
    assert.ok(!before.some(({ id }) => id === after[0]!.id));
    server.clock.advance(30);
    for (const old of apps) assert.equal(await signInWith(person, old.code(now())), 422);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { code: app.code(now()) })).status, 200);
  });

  it('turning off and on again leaves the new one alone', async () => {
    const { person, browser, apps } = await withAuthenticators(3);
    await browser.op('disable');
    await browser.signIn(person.account);
    const { body } = await browser.op('beginSetup');
    const app = phone(body['keyUri'] as string);
    await browser.op('confirmSetup', { code: app.code(now()) });
    assert.equal(listed(await browser.op('status')).length, 1);
    server.clock.advance(30);
    for (const old of apps) assert.equal(await signInWith(person, old.code(now())), 422);
  });
});

describe('beside an instance of an earlier version', () => {
  it('what it has replaced or turned off does not bring the others back', async () => {
    const { person, apps } = await withAuthenticators(3);
    const { id } = (await server.accounts.find(person.account.email))!;
    const other = await enrolled(server);
    const { id: otherId } = (await server.accounts.find(other.account.email))!;
    const { db, secondFactors } = server.store;
    const of = (account: string) => db.selectFrom('second_factors').selectAll().where('account_id', '=', account);
    const before = await of(id).executeTakeFirstOrThrow();
    const write = (columns: object) =>
      db.updateTable('second_factors').set(columns).where('account_id', '=', id).execute();

    // It knows nothing of the column `authenticators` and leaves it as it is.
    const { secret } = await of(otherId).executeTakeFirstOrThrow();
    await write({ secret });
    const replaced = await secondFactors.read(id);
    assert.equal((await server.store.secondFactors.read(id)).active?.sealedSecret, replaced.active?.sealedSecret);
    const half = await challenged(server, person);
    for (const app of apps.slice(1)) {
      assert.notEqual((await half.op('answerChallenge', { code: app.code(now()) })).status, 200);
    }

    await write({ secret: null, enabled_at: null, last_step: null, backup_codes: null });
    assert.equal((await secondFactors.read(id)).active, null);
    assert.deepEqual((await visit(server).signIn(person.account)).body, { next: 'done' });
    await write(before);
    assert.equal(await signInWith(person, apps[2]!.code(now())), 200, 'the row as it was');
  });

  it('it cannot confirm an addition, which it would take for a replacement', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    await browser.op('beginSetup', { mode: 'add' });
    const { id } = (await server.accounts.find(person.account.email))!;
    const { pendingSetup } = await server.store.secondFactors.read(id);
    const { parseKeyRing } = await import('../../../server/core/crypto/key-ring.js');
    const ring = parseKeyRing(server.keys);
    for (const purpose of ['pending-backup-codes', 'backup-codes']) {
      assert.throws(() => ring.open(pendingSetup!.sealedBackupCodes, { accountId: id, purpose }));
    }
  });
});
