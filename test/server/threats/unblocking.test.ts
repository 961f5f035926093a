import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { limits, type AuditEventName, type Budget } from '../../../server/index.js';
import { distantStore } from '../support/distant-store.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { twoFactorOf } from '../support/use-cases.js';
import { assertProblem, challenged, enrolled, type Answer, type Enrolled, type Visitor } from '../support/visitor.js';

let server: TestServer;
// Each write takes a turn of the event loop, so that requests meet in between.
before(async () => (server = await startServer({ wrapStore: distantStore })));
after(() => server.close());

const period = 30;
const now = (): Date => server.clock.now();
const idOf = async ({ account }: Enrolled): Promise<string> => (await server.accounts.find(account.email))!.id;
const budgetOf = async (person: Enrolled): Promise<Budget> =>
  (await server.store.secondFactors.read(await idOf(person))).budget;
const entriesOf = async (person: Enrolled): Promise<AuditEventName[]> =>
  (await server.store.audit.list(await idOf(person))).map(({ event }) => event).reverse();

/** A person whose authenticator is blocked since an hour, with half a session. */
async function blocked(): Promise<{ person: Enrolled; half: Visitor }> {
  const person = await enrolled(server);
  const factor = await server.store.secondFactors.read(await idOf(person));
  const budget = {
    ...factor.budget,
    failures: limits.blockingFailures,
    blockedAt: now().getTime() - 3_600_000,
    recent: [{ day: Math.floor(now().getTime() / 86_400_000), count: limits.blockingFailures }],
  };
  assert.ok(await server.store.secondFactors.recordFailure(factor, budget, []));
  server.clock.advance(2 * period);
  return { person, half: await challenged(server, person) };
}

/** The next code of the phone, once the app shows it. */
async function next({ phone }: Enrolled, half: Visitor, steps = 1): Promise<Answer> {
  server.clock.advance(steps * period);
  return half.op('answerChallenge', { code: phone.code(now()) });
}

const wrong = ({ phone }: Enrolled, half: Visitor): Promise<Answer> =>
  half.op('answerChallenge', { code: phone.wrongCode(now()) });

function assertBlocked(answer: Answer): void {
  assertProblem(answer, 403, 'authenticator_blocked', { methods: ['backup_code'] });
}

describe('a blocked authenticator', () => {
  it('is opened by three right codes of consecutive steps, and the third signs in', async () => {
    const { person, half } = await blocked();
    assertBlocked(await next(person, half));
    assertBlocked(await next(person, half));
    const answer = await next(person, half);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body['method'], 'totp');
    const { blockedAt, failures, rightCodes, recent } = await budgetOf(person);
    assert.deepEqual([blockedAt, failures, rightCodes], [null, 0, null]);
    assert.equal(recent[0]?.count, limits.blockingFailures, 'the 30 days stay');
    const entries = (await entriesOf(person)).slice(-4);
    assert.deepEqual(entries, ['blocked_code_ok', 'blocked_code_ok', 'second_factor_ok', 'unblocked']);
    const again = await challenged(server, person);
    assert.equal((await next(person, again)).status, 200);
  });

  it('is opened by a proof, too, and the row goes on at every operation', async () => {
    const { person, half } = await blocked();
    const code = (): object => {
      server.clock.advance(period);
      return { code: person.phone.code(now()) };
    };
    assertBlocked(await half.op('answerChallenge', code()));
    assertBlocked(await person.browser.op('reauthenticate', code()));
    assert.equal((await person.browser.op('reauthenticate', code())).status, 200);
  });

  it('is opened by a phone whose clock is a step behind or ahead', async () => {
    for (const drift of [-1, 1]) {
      const { person, half } = await blocked();
      const statuses = [];
      for (let code = 0; code < 3; code += 1) {
        server.clock.advance(period);
        statuses.push((await half.op('answerChallenge', { code: person.phone.code(now(), drift) })).status);
      }
      assert.deepEqual(statuses, [403, 403, 200], `${drift}`);
    }
  });

  it('stays blocked after a wrong code: the row begins anew', async () => {
    for (const right of [1, 2]) {
      const { person, half } = await blocked();
      for (let code = 0; code < right; code += 1) assertBlocked(await next(person, half));
      assertBlocked(await wrong(person, half));
      assert.equal((await budgetOf(person)).rightCodes, null);
      assertBlocked(await next(person, half));
      assertBlocked(await next(person, half));
      assert.equal((await next(person, half)).status, 200);
    }
  });

  const breaks: Record<string, (person: Enrolled, half: Visitor) => Promise<unknown>> = {
    'a wrong backup code': (_person, half) => half.op('answerChallenge', { backupCode: 'ZZZZ-ZZZZ-ZZZZ-ZZZZ' }),
    'a malformed answer': (_person, half) => half.op('answerChallenge', {}),
    'a malformed code': (_person, half) => half.op('answerChallenge', { code: '12345' }),
    'the same code once more': ({ phone }, half) => half.op('answerChallenge', { code: phone.code(now()) }),
    'a right backup code': ({ backupCodes }, half) => half.op('answerChallenge', { backupCode: backupCodes[0] }),
  };
  for (const [what, act] of Object.entries(breaks)) {
    it(`stays blocked after ${what}: the row begins anew`, async () => {
      const { person, half } = await blocked();
      await next(person, half);
      await next(person, half);
      await act(person, half);
      const { rightCodes, lockedUntil } = await budgetOf(person);
      assert.equal(rightCodes, null);
      // A failure that is no code brings its usual wait.
      server.clock.advance(Math.max(0, ((lockedUntil ?? 0) - now().getTime()) / 1000));
      assertBlocked(await next(person, await challenged(server, person)));
    });
  }

  it('does not count a code whose step is not the next one: it is the first of a new row', async () => {
    const { person, half } = await blocked();
    assertBlocked(await next(person, half));
    assertBlocked(await next(person, half));
    assertBlocked(await next(person, half, 2));
    assert.deepEqual((await budgetOf(person)).rightCodes?.count, 1);
    assertBlocked(await next(person, half));
    assert.equal((await next(person, half)).status, 200);
  });

  it('takes the codes of T-1 and T one after the other, and no step twice', async () => {
    const { person, half } = await blocked();
    server.clock.advance(2 * period);
    const statuses = [];
    for (const steps of [-1, 0, 1]) {
      statuses.push((await half.op('answerChallenge', { code: person.phone.code(now(), steps) })).status);
    }
    assert.deepEqual(statuses, [403, 403, 200]);
  });

  it('answers the same to right and wrong codes, with the same effect on what comes next', async () => {
    const { person, half } = await blocked();
    const answers = [];
    for (const send of [next, wrong, next, wrong, wrong, next]) {
      const { status, text, headers } = await send(person, half);
      answers.push([status, text, headers.get('retry-after')]);
    }
    assert.equal(new Set(answers.map(String)).size, 1, answers.join('\n'));
    assert.equal((await half.op('answerChallenge', { backupCode: person.backupCodes[0] })).status, 200);
  });

  it('says nothing of the block before a code was sent', async () => {
    const { half } = await blocked();
    const { methods, codesUnblock } = (await half.op('readChallenge')).body;
    assert.deepEqual([methods, codesUnblock], [['totp', 'backup_code'], true]);
  });

  it('counts each wrong code, and writes it into the trail', async () => {
    const { person, half } = await blocked();
    const before = await budgetOf(person);
    for (let time = 0; time < 7; time += 1) await wrong(person, half);
    const after = await budgetOf(person);
    assert.equal(after.failures - before.failures, 7);
    assert.equal(after.recent[0]!.count - before.recent[0]!.count, 7);
    assert.equal(after.lockedUntil, before.lockedUntil, 'a wait would tell wrong codes from right ones');
    assert.equal((await entriesOf(person)).filter((event) => event === 'second_factor_failed').length, 7);
  });

  it('checks nothing while a wait lasts', async () => {
    const { person, half } = await blocked();
    const factor = await server.store.secondFactors.read(await idOf(person));
    const lockedUntil = now().getTime() + 3_600_000;
    await server.store.secondFactors.recordFailure(factor, { ...factor.budget, lockedUntil }, []);
    for (let code = 0; code < 3; code += 1) assert.equal((await next(person, half)).status, 429);
    assert.equal((await budgetOf(person)).rightCodes, null);
  });

  it('counts a right code once in twenty requests at the same time: the others are wrong, and end the row', async () => {
    const { person, half } = await blocked();
    server.clock.advance(period);
    const code = person.phone.code(now());
    const answers = await Promise.all(Array.from({ length: 20 }, () => half.op('answerChallenge', { code })));
    for (const answer of answers) assertBlocked(answer);
    const entries = await entriesOf(person);
    assert.equal(entries.filter((event) => event === 'blocked_code_ok').length, 1);
    assert.equal(entries.filter((event) => event === 'replay_refused').length, 19);
    assert.equal((await budgetOf(person)).rightCodes, null);
  });

  it('opens once when two instances get the third code', async () => {
    const { person, half } = await blocked();
    await next(person, half);
    await next(person, half);
    server.clock.advance(period);
    const due = { accountId: await idOf(person), expiresAt: new Date(now().getTime() + 600_000) };
    const code = person.phone.code(now());
    const answers = await Promise.allSettled(
      [twoFactorOf(server), twoFactorOf(server)].map((instance) => instance.answerChallenge(due, { code })),
    );
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await entriesOf(person)).filter((event) => event === 'unblocked').length, 1);
  });

  it('keeps a recovery until it is open', async () => {
    const { person, half } = await blocked();
    const accountId = await idOf(person);
    await twoFactorOf(server).beginRecovery({ accountId }, 'grace: no codes left');
    const runs = async (): Promise<boolean> => (await twoFactorOf(server).runningRecovery(accountId)) !== null;
    await next(person, half);
    await next(person, half);
    assert.equal(await runs(), true);
    await next(person, half);
    assert.equal(await runs(), false);
  });

  it('begins a row anew after a new block: what an earlier version has left of a row counts no more', async () => {
    const person = await enrolled(server);
    const id = await idOf(person);
    await server.store.db
      .updateTable('second_factors')
      .set({ right_codes: 2, right_codes_step: 1 })
      .where('account_id', '=', id)
      .execute();
    assert.equal((await budgetOf(person)).rightCodes, null);
  });
});
