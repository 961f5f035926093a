import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TwoFactorStore } from '../../../server/core/two-factor/store.js';
import { distantStore } from '../support/distant-store.js';
import { phone } from '../support/phone.js';
import { startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  enrolled,
  proved,
  signedIn,
  visit,
  type Answer,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
let failuresRecorded = 0;
before(async () => {
  const wrapStore = (store: TwoFactorStore): TwoFactorStore => ({
    ...store,
    async recordFailure(factor, budget, events) {
      const won = await store.recordFailure(factor, budget, events);
      if (won) failuresRecorded += 1;
      return won;
    },
  });
  server = await startServer({ wrapStore: (store) => distantStore(wrapStore(store)) });
});
after(() => server.close());

const now = (): Date => server.clock.now();
const wrong = (person: Enrolled) => ({ code: person.phone.wrongCode(now()) });
const right = (person: Enrolled) => ({ code: person.phone.code(now()) });
const attemptsLeft = (answer: Answer): unknown => answer.body['attemptsRemaining'];

async function failTimes(times: number, person: Enrolled, browser: Visitor): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    assert.equal((await browser.op('answerChallenge', wrong(person))).status, 422);
  }
}

/** Waits until a lock ends, and begins a new challenge, since the former one has expired by then. */
async function afterWait(person: Enrolled, retryAfter: number): Promise<Visitor> {
  server.clock.advance(retryAfter);
  return challenged(server, person);
}

describe('guessing one account', () => {
  it('gets five failures, then waits that double from a minute to an hour', async () => {
    const person = await enrolled(server);
    let browser = await challenged(server, person);
    const left = [];
    for (let count = 0; count < 5; count += 1)
      left.push(attemptsLeft(await browser.op('answerChallenge', wrong(person))));
    assert.deepEqual(left, [4, 3, 2, 1, 0]);
    for (const wait of [60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      const locked = await browser.op('answerChallenge', wrong(person));
      assertProblem(locked, 429, 'too_many_attempts', { retryAfter: wait });
      assert.equal(locked.headers.get('retry-after'), String(wait));
      server.clock.advance(wait - 1);
      browser = await challenged(server, person);
      assertProblem(await browser.op('answerChallenge', wrong(person)), 429, 'too_many_attempts', { retryAfter: 1 });
      browser = await afterWait(person, 1);
      assertProblem(await browser.op('answerChallenge', wrong(person)), 422, 'code_invalid', { attemptsRemaining: 0 });
    }
  });

  it('gets the same answer for right and wrong codes and backup codes during a lock', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    await failTimes(5, person, browser);
    server.clock.advance(31);
    const tries = [
      right(person),
      wrong(person),
      { backupCode: person.backupCodes[0] },
      { backupCode: 'x' },
      { code: 5 },
      {},
    ];
    const answers = await Promise.all(tries.map((body) => browser.op('answerChallenge', body)));
    for (const { status, text, headers } of answers) {
      assert.equal(status, 429);
      assert.equal(text, answers[0]?.text);
      assert.equal(headers.get('retry-after'), '29');
    }
    server.clock.advance(29);
    assert.equal((await browser.op('answerChallenge', right(person))).status, 200);
  });

  it('a challenge outlives a lock, but not its ten minutes', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    await failTimes(5, person, browser);
    assert.equal((await browser.op('readChallenge')).status, 200);
    server.clock.advance(60);
    await failTimes(1, person, browser);
    server.clock.advance(539);
    assert.equal((await browser.op('readChallenge')).status, 200);
    server.clock.advance(1);
    assertProblem(await browser.op('readChallenge'), 401, 'challenge_expired');
    assertProblem(await browser.op('answerChallenge', right(person)), 401, 'challenge_expired');
  });

  it('uses one budget for twenty sessions, three operations and both factors', async () => {
    const person = await enrolled(server);
    const full = await proved(server, person);
    await full.op('beginSetup');
    const checks = [
      async () => (await challenged(server, person)).op('answerChallenge', wrong(person)),
      () => full.op('reauthenticate', wrong(person)),
      () => full.op('reauthenticate', { backupCode: '0000-0000-0000-0000' }),
      () => full.op('confirmSetup', { code: '000000' }),
      async () => (await challenged(server, person)).op('answerChallenge', { backupCode: 'nonsense' }),
    ];
    for (const [index, check] of checks.entries()) assert.equal(attemptsLeft(await check()), 4 - index);
    for (const check of checks) assertProblem(await check(), 429, 'too_many_attempts', { retryAfter: 60 });
    const sessions = await Promise.all(Array.from({ length: 20 }, () => challenged(server, person)));
    for (const session of sessions) assert.equal((await session.op('answerChallenge', wrong(person))).status, 429);
  });

  it('never affects another account', async () => {
    const [victim, other] = [await enrolled(server), await enrolled(server)];
    await failTimes(5, victim, await challenged(server, victim));
    server.clock.advance(30);
    const browser = await challenged(server, other);
    assert.equal((await browser.op('answerChallenge', right(other))).status, 200);
  });

  it('keeps its count after a restart', async () => {
    const person = await enrolled(server);
    await failTimes(3, person, await challenged(server, person));
    await server.restart();
    const browser = await challenged(server, person);
    await failTimes(2, person, browser);
    assert.equal((await browser.op('answerChallenge', wrong(person))).status, 429);
  });
});

describe('the count is reset by', () => {
  it('a right answer to a challenge or a proof, never the password', async () => {
    const person = await enrolled(server);
    await failTimes(4, person, await challenged(server, person));
    const browser = await challenged(server, person);
    server.clock.advance(30);
    assert.equal((await browser.op('answerChallenge', right(person))).status, 200);
    assert.equal(attemptsLeft(await browser.op('reauthenticate', wrong(person))), 4);
    assert.equal((await browser.op('reauthenticate', { backupCode: person.backupCodes[0] })).status, 200);
    assert.equal(attemptsLeft(await browser.op('reauthenticate', wrong(person))), 4);
    assert.equal(attemptsLeft(await (await challenged(server, person)).op('answerChallenge', wrong(person))), 3);
  });

  it('a confirmed set-up', async () => {
    const { browser } = await signedIn(server);
    const app = phone((await browser.op('beginSetup')).body['keyUri'] as string);
    for (const left of [4, 3]) {
      assert.equal(attemptsLeft(await browser.op('confirmSetup', { code: app.wrongCode(now()) })), left);
    }
    assert.equal((await browser.op('confirmSetup', { code: app.code(now()) })).status, 200);
    assert.equal(attemptsLeft(await browser.op('reauthenticate', { code: app.wrongCode(now()) })), 4);
  });

  it('a right password while 2FA is off; wrong ones count', async () => {
    const { account, browser } = await signedIn(server);
    for (const left of [4, 3]) {
      const answer = await browser.op('reauthenticate', { password: 'wrong password' });
      assertProblem(answer, 422, 'code_invalid', { attemptsRemaining: left });
    }
    assert.equal((await browser.op('reauthenticate', { password: account.password })).status, 200);
    for (let count = 0; count < 5; count += 1) await browser.op('reauthenticate', { password: 'wrong password' });
    const locked = await browser.op('reauthenticate', { password: account.password });
    assertProblem(locked, 429, 'too_many_attempts', { retryAfter: 60 });
  });
});

describe('long guessing', () => {
  it('a hundred failures in a row block the authenticator; a backup code and a replacement still work', async () => {
    const person = await enrolled(server);
    let browser = await challenged(server, person);
    let wait = 0;
    for (let count = 0; count < 100; count += 1) {
      if (wait > 0) browser = await afterWait(person, wait);
      assert.equal((await browser.op('answerChallenge', wrong(person))).status, 422);
      const locked = await browser.op('answerChallenge', wrong(person));
      wait = locked.status === 429 ? Number(locked.headers.get('retry-after')) : 0;
      if (locked.status === 422) count += 1;
    }
    browser = await afterWait(person, wait);
    const blocked = { methods: ['backup_code'] };
    // Only the answer to a code tells of the block.
    assert.deepEqual((await browser.op('readChallenge')).body['methods'], ['totp', 'backup_code']);
    assertProblem(await browser.op('answerChallenge', right(person)), 403, 'authenticator_blocked', blocked);
    assert.equal((await browser.op('answerChallenge', { backupCode: person.backupCodes[0] })).status, 200);

    // The count in a row is reset; the block stays.
    const again = await challenged(server, person);
    assertProblem(await again.op('answerChallenge', right(person)), 403, 'authenticator_blocked', blocked);
    assertProblem(await browser.op('reauthenticate', right(person)), 403, 'authenticator_blocked', blocked);

    const app = phone((await browser.op('beginSetup')).body['keyUri'] as string);
    assert.equal((await browser.op('confirmSetup', { code: app.code(now()) })).status, 200);
    server.clock.advance(30);
    const freed = await challenged(server, person);
    assert.equal((await freed.op('answerChallenge', { code: app.code(now()) })).status, 200);
  });

  it('the owner’s sign-ins do not reset the second count: from a hundred in thirty days each failure costs a day', async () => {
    const person = await enrolled(server);
    for (let done = 0; done < 100; done += 4) {
      const browser = await challenged(server, person);
      await failTimes(done === 96 ? 3 : 4, person, browser);
      server.clock.advance(30);
      assert.equal((await browser.op('answerChallenge', right(person))).status, 200);
    }
    const browser = await challenged(server, person);
    assertProblem(await browser.op('answerChallenge', wrong(person)), 422, 'code_invalid', { attemptsRemaining: 0 });
    const locked = await browser.op('answerChallenge', right(person));
    assertProblem(locked, 429, 'too_many_attempts', { retryAfter: 86_400 });
  });
});

describe('a burst', () => {
  for (const kind of ['code', 'backupCode'] as const) {
    it(`of two hundred wrong ones (${kind}) counts five failures, and no more are checked`, async () => {
      const person = await enrolled(server);
      const cookies = await Promise.all([1, 2, 3, 4].map(async () => (await challenged(server, person)).cookie));
      const send = (index: number, body: unknown): Promise<Answer> =>
        visit(server, cookies[index % 4]).op('answerChallenge', body);
      failuresRecorded = 0;
      const guess = kind === 'code' ? wrong(person) : { backupCode: '0000-0000-0000-0000' };
      const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => send(index, guess)));
      const evaluated = answers.filter((answer) => answer.status === 422);
      assert.deepEqual(evaluated.map(attemptsLeft).sort(), [0, 1, 2, 3, 4]);
      assert.equal(answers.filter((answer) => answer.status === 429).length, 195);
      assert.equal(failuresRecorded, 5);

      server.clock.advance(30);
      const late = await Promise.all(
        Array.from({ length: 50 }, (_, index) => send(index, index === 25 ? right(person) : guess)),
      );
      assert.ok(late.every((answer) => answer.status === 429));
    });
  }

  it('of every live code from many sessions signs in at most one session per code', async () => {
    const person = await enrolled(server);
    server.clock.advance(60);
    const sessions = await Promise.all(Array.from({ length: 6 }, () => challenged(server, person)));
    const codes = [-1, 0, 1].map((steps) => person.phone.code(now(), steps));
    const answers = await Promise.all(
      sessions.flatMap((session) => codes.map((code) => session.op('answerChallenge', { code }))),
    );
    const accepted = answers.filter(({ status }) => status === 200);
    assert.ok(accepted.length >= 1 && accepted.length <= 3, String(accepted.length));
    assert.ok(answers.every(({ status }) => [200, 401, 422, 429].includes(status)));
  });
});
