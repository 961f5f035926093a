import { codeOf, isAccepted, type Answer } from '../http/message.js';
import type { Authenticator } from '../kit/authenticator.js';
import type { Browser } from '../kit/browser.js';
import { expectAccepted, expectCode, expectRefused, expectThat, expectWait } from '../kit/expect.js';
import { blocked, isWait, refuseAccepted, waitOf, type Kit, type Person } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { betweenFailuresChecks } from './between-failures.js';
import { blockChecks } from './block.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('attempts');

/** One wrong attempt of a person. `half` is a browser with a challenge, which was signed in before the first failure. */
type Attempt = (kit: Kit, person: Person, half: Browser, seed: number) => Promise<Answer>;

const atChallenge: Attempt = async (kit, { app }, half, seed) =>
  half.op('answerChallenge', { code: await kit.wrongCode(app, seed) });
const atProof: Attempt = async (kit, { app, browser }, _half, seed) =>
  browser.op('reauthenticate', { code: await kit.wrongCode(app, seed) });
const withBackupCode: Attempt = async (_kit, _person, half) =>
  half.op('answerChallenge', { backupCode: '0000-0000-0000-0000' });
const atConfirmation: Attempt = async (kit, { app, browser }, _half, seed) => {
  const answer = await browser.op('confirmSetup', { code: await kit.wrongCode(app, seed) });
  if (codeOf(answer) === 'setup_expired') throw blocked('a wrong code ended the set-up: see pending/12', answer);
  return answer;
};

/** Fails as often as the budget allows, in turn by each kind of attempt, and expects that the next attempt of each kind has to wait. */
async function sharesBudget(kit: Kit, person: Person, kinds: readonly Attempt[], what: string): Promise<void> {
  const free = await kit.freeFailures();
  const half = await kit.challenged(person);
  for (let count = 0; count < free; count += 1) {
    refuseAccepted(await kinds[count % kinds.length]!(kit, person, half, count));
  }
  for (const attempt of kinds) expectWait(await attempt(kit, person, half, free), what);
}

/** Fails once after a wait, and returns the answer to the attempt after it, which says how long to wait. */
async function nextWait(kit: Kit, person: Person, half: Browser, seed: number): Promise<Answer> {
  const [answer] = await kit.fail(half, person.app, 1);
  if (isWait(answer!)) throw blocked('an attempt after the wait had to wait again', answer!);
  return half.op('answerChallenge', { code: await kit.wrongCode(person.app, seed) });
}

/** As many failures as are free have no wait among them, after a success that some failures came before. */
async function expectAllFree(kit: Kit, app: Authenticator, half: Browser, what: string): Promise<void> {
  const answers = await kit.fail(half, app, await kit.freeFailures());
  const wait = answers.find(isWait);
  expectThat(wait === undefined, `${what} sets the count of failures in a row back`, wait);
}

async function setsBack(kit: Kit, person: Person, succeed: () => Promise<Answer>, what: string): Promise<void> {
  await kit.fail(await kit.challenged(person), person.app, (await kit.freeFailures()) - 1);
  const success = await succeed();
  if (!isAccepted(success)) throw blocked(`${what} was refused`, success);
  await expectAllFree(kit, person.app, await kit.challenged(person), what);
}

export const attemptChecks: readonly Check[] = [
  check(1, 'P-41', 'five failures are free and counted down, and the sixth attempt has to wait', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    for (const left of [4, 3, 2, 1, 0]) {
      const [answer] = await kit.fail(half, person.app, 1);
      expectCode(answer!, 'code_invalid', `failure ${5 - left}`);
      expectThat(
        answer!.body['attemptsRemaining'] === left,
        `after failure ${5 - left} attemptsRemaining is ${left}`,
        answer,
      );
    }
    const [answer] = await kit.fail(half, person.app, 1);
    expectCode(answer!, 'too_many_attempts', 'the sixth attempt');
  }),
  check(2, 'P-42', 'the first wait is 60 s', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    const before = await kit.clock.now();
    await kit.lock(person, half);
    const [answer] = await kit.fail(half, person.app, 1);
    const gone = Math.ceil(((await kit.clock.now()) - before) / 1000);
    const wait = waitOf(answer!);
    expectThat(wait <= 60 && wait >= 60 - gone - 1, `the first wait is 60 s: ${wait} s came`, answer);
  }),
  check(3, 'P-42', 'after a wait there is one attempt, and the waits double: 120 s, 240 s', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.lock(person, half);
    let [waiting] = await kit.fail(half, person.app, 1);
    const first = waitOf(waiting!);
    await kit.clock.pass(first);
    for (const [index, times] of [2, 4].entries()) {
      const before = await kit.clock.now();
      waiting = await nextWait(kit, person, half, index);
      expectWait(waiting, 'the second attempt after a wait');
      const wait = waitOf(waiting);
      const gone = Math.ceil(((await kit.clock.now()) - before) / 1000);
      // Compared with the first wait, which may be one that attempts/2 finds wrong.
      const expected = first * times;
      const isDouble = wait <= expected + 2 * times && wait >= expected - gone - 2 * times;
      expectThat(isDouble, `wait ${index + 2} is about ${expected} s: ${wait} s came`, waiting);
      if (index === 0) await kit.clock.pass(wait);
    }
  }),
  check(4, 'P-42', 'no wait is longer than one hour', async (kit) => {
    if (!kit.clock.movable) throw new NotShown('unable', 'this takes hours, and the driver has no moveClock');
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.lock(person, half);
    let [waiting] = await kit.fail(half, person.app, 1);
    for (let count = 0; count < 9; count += 1) {
      await kit.clock.pass(waitOf(waiting!));
      waiting = await nextWait(kit, person, await kit.challenged(person), count);
      if (!isWait(waiting)) throw blocked('a failure after a wait had no further wait: see attempts/3', waiting);
      expectThat(waitOf(waiting) <= 3600, `a wait is an hour at most: ${waitOf(waiting)} s came`, waiting);
    }
    expectThat(waitOf(waiting!) > 1800, 'after many failures the wait is near an hour', waiting);
  }),
  check(5, 'P-43', 'every session draws on one budget', async (kit) => {
    const person = await kit.enrolled();
    const free = await kit.freeFailures();
    const halves: Browser[] = [];
    for (let count = 0; count <= free; count += 1) halves.push(await kit.challenged(person));
    const last = halves.pop()!;
    for (const half of halves) await kit.fail(half, person.app, 1);
    const [answer] = await kit.fail(last, person.app, 1);
    expectWait(answer!, 'an attempt of another session of an account that has used up its budget');
  }),
  check(6, 'P-44', 'answer challenge and prove again draw on one budget', async (kit) => {
    const person = await kit.enrolled();
    await sharesBudget(kit, person, [atProof, atChallenge], 'an operation after another one has used up the budget');
  }),
  check(7, 'P-44', 'confirm set-up draws on the same budget', async (kit) => {
    const person = await kit.enrolled();
    await kit.beginSetup(person.browser);
    await sharesBudget(
      kit,
      person,
      [atConfirmation, atChallenge],
      'an operation after confirm set-up has used up the budget',
    );
  }),
  check(8, 'P-45', 'codes and backup codes draw on one budget', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    await sharesBudget(
      kit,
      person,
      [withBackupCode, atChallenge],
      'a factor after the other one has used up the budget',
    );
  }),
  check(9, 'P-46', 'a header that names another address brings no further attempts', async (kit) => {
    const person = await kit.enrolled();
    const free = await kit.freeFailures();
    const half = await kit.challenged(person);
    for (let count = 0; count <= free; count += 1) {
      const address = `198.51.100.${count + 1}`;
      const headers = {
        'x-forwarded-for': address,
        'x-real-ip': address,
        forwarded: `for=${address}`,
        'true-client-ip': address,
        'cf-connecting-ip': address,
        'x-client-ip': address,
        'x-cluster-client-ip': address,
        'fastly-client-ip': address,
        'user-agent': `browser ${count}`,
      };
      const answer = await half.op('answerChallenge', { code: await kit.wrongCode(person.app, count) }, headers);
      if (count === free) expectWait(answer, 'an attempt from another address after the budget was used up');
    }
  }),
  check(
    10,
    'P-46',
    'a second instance draws on the same budget',
    async (kit) => {
      const person = await kit.enrolled();
      const half = await kit.challenged(person);
      const second = await kit.atSecondInstance(half);
      await kit.lock(person, half);
      const [answer] = await kit.fail(second, person.app, 1);
      expectWait(answer!, 'an attempt at the second instance after the budget was used up');
    },
    'optional',
  ),
  check(11, 'P-47', 'while a wait lasts, right and wrong codes get the same answer', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    // Before the wait begins, which is over after a step or two.
    const right = await kit.freshCode(person.app);
    await kit.lock(person, half);
    const bodies: unknown[] = [
      { code: await kit.wrongCode(person.app) },
      { code: right },
      ...(person.backupCodes.length > 0 ? [{ backupCode: person.backupCodes[0] }, { backupCode: 'x' }] : []),
    ];
    let first: string | undefined;
    for (const body of bodies) {
      const answer = await half.op('answerChallenge', body);
      expectThat(!isAccepted(answer), 'a right answer is refused while a wait lasts', answer);
      expectWait(answer, 'every answer while a wait lasts');
      const members = Object.keys(answer.body).sort().join();
      first ??= members;
      const isSame = answer.status === 429 && members === first;
      expectThat(isSame, 'every answer while a wait lasts is a 429 with the same members', answer);
    }
  }),
  check(12, 'P-48', 'while a wait lasts, the first factor works and a challenge is due', async (kit) => {
    const person = await kit.enrolled();
    await kit.lock(person, await kit.challenged(person));
    const half = await kit.challenged(person);
    expectAccepted(await half.op('readChallenge'), 'GET /challenge of a new sign-in while a wait lasts');
    expectRefused(await half.op('status'), 'GET /status of a new sign-in while a wait lasts');
  }),
  check(13, 'P-49', 'a challenge outlives a wait', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.lock(person, half);
    const [waiting] = await kit.fail(half, person.app, 1);
    await kit.clock.pass(waitOf(waiting!));
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectAccepted(answer, 'a right code for the same challenge after the wait');
  }),
  check(14, 'P-50', 'a right answer to a challenge sets the count back', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    const succeed = async (): Promise<Answer> => half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    await setsBack(kit, person, succeed, 'a right answer to a challenge');
  }),
  check(15, 'P-50', 'a right proof sets the count back', async (kit) => {
    const person = await kit.enrolled();
    const succeed = async (): Promise<Answer> =>
      person.browser.op('reauthenticate', { code: await kit.freshCode(person.app) });
    await setsBack(kit, person, succeed, 'a right proof');
  }),
  check(16, 'P-50', 'a confirmed set-up sets the count back', async (kit) => {
    const person = await kit.signedIn();
    const begun = await kit.beginSetup(person.browser);
    const free = await kit.freeFailures();
    await kit.fail(person.browser, begun.app, free - 1, 'confirmSetup');
    await kit.confirmSetup(person.browser, begun);
    await expectAllFree(kit, begun.app, await kit.signIn(person.account), 'a confirmed set-up');
  }),
  check(17, 'P-51', 'the first factor never sets the count back', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.fail(half, person.app, (await kit.freeFailures()) - 1);
    await kit.challenged(person);
    await kit.fail(half, person.app, 1);
    const [answer] = await kit.fail(half, person.app, 1);
    expectWait(answer!, 'an attempt after as many failures as are free, with a sign-in between them,');
  }),
  ...blockChecks,
  check(
    20,
    'P-54',
    'a hundred failures within 30 days slow the account, also with right answers between them',
    async (kit) => {
      const person = await kit.enrolled();
      const free = await kit.freeFailures();
      const run = Math.max(1, free - 1);
      for (let failures = 0; failures < 101 + run; failures += run) {
        const answers = await kit.fail(person.browser, person.app, run, 'reauthenticate');
        if (answers.some(isWait)) return;
        const right = await person.browser.op('reauthenticate', { code: await kit.freshCode(person.app) });
        if (isWait(right)) return;
        if (!isAccepted(right)) throw blocked('a right code between failures was refused', right);
      }
      const [answer] = await kit.fail(person.browser, person.app, 1, 'reauthenticate');
      expectWait(answer!, 'an attempt after more than a hundred failures within 30 days');
    },
  ),
  check(21, 'P-55', 'the failures of one account never slow another one', async (kit) => {
    await kit.freeFailures();
    const [other, victim] = [await kit.enrolled(), await kit.enrolled()];
    const half = await kit.challenged(other);
    // Before the wait begins: time may pass until a code is fresh, and the wait must not end meanwhile.
    const code = await kit.freshCode(other.app);
    await kit.lock(victim, await kit.challenged(victim));
    expectAccepted(await half.op('answerChallenge', { code }), 'a right code of another account');
  }),
  check(22, 'P-56', 'counts outlive a restart', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.lock(person, half);
    await kit.restart();
    let [answer] = await kit.fail(half, person.app, 1);
    // Sessions need not outlive a restart.
    if (answer!.status === 401) [answer] = await kit.fail(await kit.challenged(person), person.app, 1);
    expectWait(answer!, 'an attempt after a restart, when the budget was used up before,');
  }),
  check(23, 'P-56', 'a spent code stays spent after a restart', async (kit) => {
    const person = await kit.enrolled();
    const code = await kit.freshCode(person.app);
    const passed = await (await kit.challenged(person)).op('answerChallenge', { code });
    if (!isAccepted(passed)) throw blocked('a right code was refused', passed);
    await kit.restart();
    expectRefused(await (await kit.challenged(person)).op('answerChallenge', { code }), 'a spent code after a restart');
  }),
  check(24, 'P-56', 'a code that one instance accepted is refused by the other one', async (kit) => {
    const person = await kit.enrolled();
    const [half, other] = [await kit.challenged(person), await kit.challenged(person)];
    const second = await kit.atSecondInstance(other);
    const code = await kit.freshCode(person.app);
    const passed = await half.op('answerChallenge', { code });
    if (!isAccepted(passed)) throw blocked('a right code was refused', passed);
    expectRefused(
      await second.op('answerChallenge', { code }),
      'a code at the second instance that the first one accepted',
    );
  }),
  ...betweenFailuresChecks,
];
