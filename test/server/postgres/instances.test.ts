import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readAuthenticators } from '../../../server/core/two-factor/authenticators.js';
import { createTwoFactor, parseKeyRing } from '../../../server/index.js';
import { addAuthenticator, listed } from '../support/authenticators.js';
import { createInstances, type Instance, type Instances } from '../support/instances.js';
import { rounds } from '../support/rounds.js';
import { createDatabase, databaseKind, type TestDatabase } from '../support/test-database.js';
import { assertProblem, challenged, enrolled, visit, type Enrolled } from '../support/visitor.js';

const width = 50;

let database: TestDatabase;
let instances: Instances;
let a: Instance;
let b: Instance;
before(async () => {
  database = await createDatabase();
  instances = await createInstances(database.url);
  // At the same time, on an empty database: both run the migrations.
  [a, b] = await Promise.all([instances.start(), instances.start()]);
});
after(async () => {
  await instances.close();
  await database.remove();
});

const alternate = (index: number): Instance => (index % 2 === 0 ? a : b);
/** The code of the next step: the set-up has spent the current one, and the tolerance accepts the next one already. */
const nextCode = ({ phone }: Enrolled): string => phone.code(new Date(), 1);

describe(`two instances on one ${databaseKind}`, () => {
  it(`accept one right code once, from ${width} sessions at both, ${rounds} rounds`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await enrolled(alternate(round));
      const browsers = await instances.halfSessions(person, width, alternate);
      const code = nextCode(person);
      const answers = await Promise.all(browsers.map((browser) => browser.op('answerChallenge', { code })));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.ok(answers.every(({ status }) => [200, 422, 429].includes(status)));
      assert.equal(await instances.countFullSessions(person), 2);
    }
  });

  it(`accept one backup code once, from ${width} sessions at both, ${rounds} rounds`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await enrolled(alternate(round));
      const browsers = await instances.halfSessions(person, width, alternate);
      const backupCode = person.backupCodes[round % 10];
      const answers = await Promise.all(browsers.map((browser) => browser.op('answerChallenge', { backupCode })));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.equal(await instances.countFullSessions(person), 2);
    }
  });

  it(`accept one recovery code once, from ${width} sessions at both, ${rounds} rounds`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await enrolled(alternate(round));
      const browsers = await instances.halfSessions(person, width, alternate);
      const twoFactor = createTwoFactor({
        store: instances.store.secondFactors,
        keys: parseKeyRing(instances.keys),
        issuer: 'Harmony',
        recoveryDelayHours: 0,
      });
      const accountId = await instances.accountId(person);
      const recovery = await twoFactor.beginRecovery({ accountId }, 'grace: lost phone');
      const backupCode = recovery!.code;
      const answers = await Promise.all(browsers.map((browser) => browser.op('answerChallenge', { backupCode })));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.equal(await instances.countFullSessions(person), 2);
    }
  });

  it('count a right code once for the row that opens a blocked authenticator', async () => {
    const person = await enrolled(a);
    const accountId = await instances.accountId(person);
    const { secondFactors } = instances.store;
    const factor = await secondFactors.read(accountId);
    await secondFactors.recordFailure(factor, { ...factor.budget, failures: 100, blockedAt: Date.now() }, []);
    const browsers = await instances.halfSessions(person, width, alternate);
    const code = nextCode(person);
    const answers = await Promise.all(browsers.map((browser) => browser.op('answerChallenge', { code })));
    assert.ok(answers.every(({ status }) => status === 403));
    const entries = (await instances.store.audit.list(accountId, 200)).map(({ event }) => event);
    assert.equal(entries.filter((event) => event === 'blocked_code_ok').length, 1);
    assert.equal(
      (await secondFactors.read(accountId)).budget.rightCodes,
      null,
      'the others are wrong, and end the row',
    );
  });

  it('a code that was spent at one is refused at the other', async () => {
    const person = await enrolled(a);
    const code = nextCode(person);
    assert.equal((await (await challenged(a, person)).op('answerChallenge', { code })).status, 200);
    const other = await challenged(b, person);
    assertProblem(await other.op('answerChallenge', { code }), 422, 'code_invalid', { attemptsRemaining: 4 });
  });

  it('check only five of two hundred wrong codes; then a right code has to wait too', async () => {
    for (const answer of [{ code: '' }, { backupCode: 'AAAA-AAAA-AAAA-AAAA' }]) {
      const person = await enrolled(a);
      const wrong = 'code' in answer ? { code: person.phone.wrongCode(new Date()) } : answer;
      const browsers = await instances.halfSessions(person, 200, alternate);
      const answers = await Promise.all(browsers.map((browser) => browser.op('answerChallenge', wrong)));
      assert.equal(answers.filter(({ status }) => status === 422).length, 5);
      assert.equal(answers.filter(({ status }) => status === 429).length, 195);
      const right = await browsers[0]!.op('answerChallenge', { code: nextCode(person) });
      assert.equal(right.status, 429);
    }
  });

  it('add three failures at one that is killed and two at the other to five', async () => {
    const doomed = await instances.start();
    const person = await enrolled(doomed);
    const wrong = { code: person.phone.wrongCode(new Date()) };
    const [first, second] = await instances.halfSessions(person, 2, (index) => (index === 0 ? doomed : b));
    for (let time = 0; time < 3; time += 1) assert.equal((await first!.op('answerChallenge', wrong)).status, 422);
    await doomed.kill();
    for (let time = 0; time < 2; time += 1) assert.equal((await second!.op('answerChallenge', wrong)).status, 422);
    const locked = await second!.op('answerChallenge', wrong);
    const retryAfter = Number(locked.body['retryAfter']);
    assertProblem(locked, 429, 'too_many_attempts', { retryAfter });
    assert.ok(retryAfter > 30 && retryAfter <= 60, 'of the 60 seconds since the fifth failure');

    const { budget, active, version } = await instances.store.secondFactors.read(await instances.accountId(person));
    assert.equal(budget.failures, 5);
    for (const number of [budget.failures, budget.lockedUntil, active?.lastStep, active?.enabledAt, version]) {
      assert.equal(typeof number, 'number');
    }
  });

  it('each spends the step of its own authenticator, and a removed one is refused at both at once', async () => {
    const person = await enrolled(a);
    const added = await addAuthenticator(a, person.browser);
    const [one, other] = [await challenged(a, person), await challenged(b, person)];
    const codes = [nextCode(person), added.phone.code(new Date(), 1)];
    const answers = await Promise.all([one, other].map((half, at) => half.op('answerChallenge', { code: codes[at] })));
    assert.deepEqual(answers.map(({ status }) => status), [200, 200]); // prettier-ignore
    const later = await challenged(b, person);
    assert.equal((await later.op('answerChallenge', { code: codes[0] })).status, 422);
    const id = await instances.accountId(person);
    const removed = await one.op('removeAuthenticator', undefined, added.id);
    assert.equal(removed.status, 200, removed.text);
    const [half] = await instances.halfSessions(person, 1, () => b);
    // The steps of the codes are spent, so that the row says which ones are compared.
    assert.equal((await half!.op('answerChallenge', { code: added.phone.code(new Date(), 1) })).status, 422);
    const { active } = await instances.store.secondFactors.read(id);
    assert.equal(readAuthenticators(active!).length, 1);
    const entries = await instances.store.audit.list(id);
    assert.equal(entries.filter(({ event }) => event === 'replay_refused').length, 1, 'only of the one that stays');
  });

  it('two removals at both at once leave one authenticator', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await enrolled(a);
      const added = await addAuthenticator(a, person.browser);
      const [first] = listed(await person.browser.op('status'));
      const there = visit(b, person.browser.cookie);
      const answers = await Promise.all([
        person.browser.op('removeAuthenticator', undefined, added.id),
        there.op('removeAuthenticator', undefined, first!.id),
      ]);
      const won = answers.filter(({ status }) => status === 200).length;
      assert.equal(won, 1, answers.map(({ text }) => text).join());
    }
  });

  it(`answers at one beside a removal at the other: nobody is signed in by what is removed, ${rounds} rounds`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await enrolled(a);
      const added = await addAuthenticator(a, person.browser);
      const halves = await instances.halfSessions(person, 8, () => b);
      const code = added.phone.code(new Date(), 1);
      const [removed] = await Promise.all([
        person.browser.op('removeAuthenticator', undefined, added.id),
        ...halves.map((half) => half.op('answerChallenge', { code })),
      ]);
      assert.equal(removed.status, 200);
      // Whichever came first: an answer before the removal loses its session by it, and one after it is refused.
      assert.equal(await instances.countFullSessions(person), 1);
      const [late] = await instances.halfSessions(person, 1, () => b);
      assert.notEqual((await late!.op('answerChallenge', { code })).status, 200);
    }
  });

  it('a session that one instance has ended is ended at the other', async () => {
    const person = await enrolled(a);
    const { browser } = person;
    const elsewhere = { ...browser, cookie: browser.cookie };
    assert.equal((await browser.call('DELETE', '/api/session', { body: {} })).status, 204);
    const [there] = await instances.halfSessions(person, 1, () => b);
    there!.cookie = elsewhere.cookie;
    assertProblem(await there!.op('status'), 401, 'not_signed_in');
  });
});
