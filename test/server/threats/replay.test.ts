import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { phone } from '../support/phone.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { assertProblem, challenged, enrolled, proved, signedIn, type Enrolled } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const now = (): Date => server.clock.now();

async function signInWith(person: Enrolled, code: string): Promise<number> {
  return (await (await challenged(server, person)).op('answerChallenge', { code })).status;
}

/** At the start of a step, with a set-up so long ago that the current step is not spent. */
async function rested(): Promise<Enrolled> {
  const person = await enrolled(server);
  server.clock.advance(60);
  server.clock.advance(30 - (Math.floor(now().getTime() / 1000) % 30));
  return person;
}

describe('a code that was used', () => {
  for (const later of [1, 29, 31, 59]) {
    it(`does not work again ${later} s later`, async () => {
      const person = await rested();
      const code = person.phone.code(now());
      assert.equal(await signInWith(person, code), 200);
      server.clock.advance(later);
      assert.equal(await signInWith(person, code), 422);
      assert.equal(await signInWith(person, `${code.slice(0, 3)} ${code.slice(3)}`), 422);
    });
  }

  it('also spends the steps before it', async () => {
    const person = await rested();
    assert.equal(await signInWith(person, person.phone.code(now(), 1)), 200);
    assert.equal(await signInWith(person, person.phone.code(now(), 0)), 422);
    assert.equal(await signInWith(person, person.phone.code(now(), -1)), 422);
    server.clock.advance(30);
    assert.equal(await signInWith(person, person.phone.code(now(), 1)), 200);
  });

  it('is spent for every operation, whichever accepted it first', async () => {
    const person = await rested();
    const code = (steps: number): { code: string } => ({ code: person.phone.code(now(), steps) });
    const browser = await challenged(server, person);
    const first = code(0);
    assert.equal((await browser.op('answerChallenge', first)).status, 200);
    assertProblem(await browser.op('reauthenticate', first), 422, 'code_invalid', { attemptsRemaining: 4 });
    const second = code(1);
    assert.equal((await browser.op('reauthenticate', second)).status, 200);
    assert.equal(await signInWith(person, second.code), 422);
    assert.equal((await browser.op('reauthenticate', second)).status, 422);
  });

  it('to confirm the set-up does not sign in; the next code does', async () => {
    const { account, browser } = await signedIn(server);
    const setup = await browser.op('beginSetup');
    const app = phone(setup.body['keyUri'] as string);
    const person = { account, browser, phone: app, backupCodes: setup.body['backupCodes'] as string[] };
    const code = app.code(now());
    assert.equal((await browser.op('confirmSetup', { code })).status, 200);
    assert.equal(await signInWith(person, code), 422);
    server.clock.advance(30);
    assert.equal(await signInWith(person, code), 422);
    assert.equal(await signInWith(person, app.code(now())), 200);
  });

  it('answers exactly as a wrong code does', async () => {
    const [one, other] = [await rested(), await rested()];
    const code = one.phone.code(now());
    assert.equal(await signInWith(one, code), 200);
    const replayed = await (await challenged(server, one)).op('answerChallenge', { code });
    const guess = { code: other.phone.wrongCode(now()) };
    const wrong = await (await challenged(server, other)).op('answerChallenge', guess);
    assert.deepEqual([replayed.status, replayed.text], [wrong.status, wrong.text]);
  });

  it('stays spent after a restart and when the clock is set back', async () => {
    const person = await rested();
    const code = person.phone.code(now());
    assert.equal(await signInWith(person, code), 200);
    await server.restart();
    assert.equal(await signInWith(person, code), 422);
    server.clock.advance(-30);
    assert.equal(await signInWith(person, code), 422);
    assert.equal(await signInWith(person, person.phone.code(now())), 422);
  });
});

describe('codes of other times, secrets and accounts', () => {
  it('two steps early or late are refused, one step is accepted', async () => {
    for (const [steps, status] of [
      [-2, 422],
      [2, 422],
      [-1, 200],
      [1, 200],
    ] as const) {
      const person = await rested();
      assert.equal(await signInWith(person, person.phone.code(now(), steps)), status);
    }
  });

  it("another account's code and backup code are refused and stay unspent", async () => {
    const [mine, theirs] = [await rested(), await rested()];
    assert.equal(await signInWith(mine, theirs.phone.code(now())), 422);
    const browser = await challenged(server, mine);
    assert.equal((await browser.op('answerChallenge', { backupCode: theirs.backupCodes[0] })).status, 422);
    const other = await challenged(server, theirs);
    assert.equal((await other.op('answerChallenge', { backupCode: theirs.backupCodes[0] })).status, 200);
  });

  it('a challenge belongs to its session: fields that name another account are ignored', async () => {
    const [mine, theirs] = [await rested(), await rested()];
    const browser = await challenged(server, mine);
    const body = { code: theirs.phone.code(now()), userId: theirs.account.email, accountId: theirs.account.email };
    assert.equal((await browser.op('answerChallenge', body)).status, 422);
  });

  it('after a replacement the codes of the old phone are refused', async () => {
    const person = await rested();
    const browser = await proved(server, person);
    const app = phone((await browser.op('beginSetup')).body['keyUri'] as string);
    server.clock.advance(30);
    assert.equal((await browser.op('confirmSetup', { code: app.code(now()) })).status, 200);
    server.clock.advance(30);
    assert.equal(await signInWith(person, person.phone.code(now())), 422);
    assert.equal(await signInWith({ ...person, phone: app }, app.code(now())), 200);
  });
});
