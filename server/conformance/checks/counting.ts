import { codeOf, isAccepted, type Answer } from '../http/message.js';
import type { Browser, CallOptions } from '../kit/browser.js';
import { expectAccepted, expectCode, expectThat, expectWait } from '../kit/expect.js';
import { blocked, isWait, waitOf, type Kit, type Person } from '../kit/kit.js';
import { checksOf, type Check } from './check.js';
import { refusesEverywhere, type Spell } from './wrong-codes.js';

const check = checksOf('counting');

/** Sends something as often as failures are free, and expects that the next attempt has to wait. */
async function counts(
  kit: Kit,
  person: Person,
  send: (half: Browser, count: number) => Promise<Answer>,
  what: string,
  attempt: (half: Browser, code: string) => Promise<Answer> = (half, code) => half.op('answerChallenge', { code }),
): Promise<void> {
  const free = await kit.freeFailures();
  const half = await kit.challenged(person);
  for (let count = 0; count < free; count += 1) {
    const answer = await send(half, count);
    if (isAccepted(answer)) throw blocked(`${what} was accepted`, answer);
    if (codeOf(answer) === 'setup_expired') throw blocked(`${what} ended the set-up: see pending/12`, answer);
  }
  expectWait(await attempt(half, await kit.wrongCode(person.app)), `an attempt after ${free} times ${what}`);
}

/** Sends something more often than failures are free, and expects that a right code is still accepted. */
async function isFree(kit: Kit, person: Person, send: (half: Browser) => Promise<Answer>, what: string): Promise<void> {
  const free = await kit.freeFailures();
  const half = await kit.challenged(person);
  // Before a wait could begin, which is over after a step or two.
  const code = await kit.freshCode(person.app);
  for (let count = 0; count <= free; count += 1) {
    const answer = await send(half);
    if (isAccepted(answer)) throw blocked(`${what} was accepted`, answer);
  }
  const answer = await half.op('answerChallenge', { code });
  expectThat(!isWait(answer), `${what} does not count as an attempt`, answer);
}

/** Texts that have no digit, one too few, and one too many. */
const malformed: readonly Spell[] = [
  () => '',
  () => ' - ',
  (kit, app, step) => kit.peekCode(app, step).slice(0, 5),
  (kit, app, step) => `${kit.peekCode(app, step)}7`,
];

const shapes: readonly unknown[] = [{}, { code: 123_456 }, { code: ['123456'] }, { code: true }];

export const countingChecks: readonly Check[] = [
  check(1, 'P-57', 'an object of a wrong shape is 400 request_invalid at a challenge', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    for (const body of shapes.slice(0, Math.max(1, (await kit.freeFailures()) - 1))) {
      expectCode(await half.op('answerChallenge', body), 'request_invalid', `the shape ${shapeOf(body)}`);
    }
  }),
  check(2, 'P-57', 'an object of a wrong shape counts at a challenge', async (kit) => {
    const person = await kit.enrolled();
    const send = (half: Browser, count: number): Promise<Answer> =>
      half.op('answerChallenge', shapes[count % shapes.length]);
    await counts(kit, person, send, 'an object of a wrong shape');
  }),
  check(3, 'P-57', 'an object of a wrong shape counts at a proof', async (kit) => {
    const person = await kit.enrolled();
    const send = (_half: Browser, count: number): Promise<Answer> =>
      person.browser.op('reauthenticate', shapes[count % shapes.length]);
    const attempt = (_half: Browser, code: string): Promise<Answer> => person.browser.op('reauthenticate', { code });
    await counts(kit, person, send, 'a proof of a wrong shape', attempt);
  }),
  check(4, 'P-57', 'an object of a wrong shape counts at confirm set-up', async (kit) => {
    const person = await kit.enrolled();
    await kit.beginSetup(person.browser);
    const send = (_half: Browser, count: number): Promise<Answer> =>
      person.browser.op('confirmSetup', shapes[count % shapes.length]);
    await counts(kit, person, send, 'a confirmation of a wrong shape', confirmIn(person.browser));
  }),
  check(
    5,
    'P-58',
    'a right code and a right backup code together are 400, and neither is accepted',
    async (kit) => {
      const person = await kit.enrolledWithBackupCodes();
      const half = await kit.challenged(person);
      const body = { code: await kit.freshCode(person.app), backupCode: person.backupCodes[0] };
      expectCode(await half.op('answerChallenge', body), 'request_invalid', 'a code and a backup code together');
      const other = await kit.challenged(person);
      const answer = await other.op('answerChallenge', { backupCode: person.backupCodes[0] });
      expectAccepted(answer, 'the backup code by itself afterwards');
    },
    'optional',
  ),
  check(6, 'P-58', 'a code and a backup code together count as one attempt', async (kit) => {
    const person = await kit.enrolled();
    const send = async (half: Browser): Promise<Answer> =>
      half.op('answerChallenge', { code: await kit.wrongCode(person.app), backupCode: '0000-0000-0000-0000' });
    await counts(kit, person, send, 'a code and a backup code together');
    // Two attempts each would have locked the account before.
    const other = await kit.enrolled();
    const browser = await kit.challenged(other);
    const free = await kit.freeFailures();
    const code = await kit.freshCode(other.app);
    for (let count = 0; count < free - 1; count += 1) await send(browser);
    const answer = await browser.op('answerChallenge', { code });
    expectThat(!isWait(answer), 'a body with two credentials is one attempt', answer);
  }),
  check(7, 'P-59', 'a malformed code counts', async (kit) => {
    const person = await kit.enrolled();
    const texts = ['12345', 'abcdef', '1234567', ''];
    const send = (half: Browser, count: number): Promise<Answer> =>
      half.op('answerChallenge', { code: texts[count % texts.length] });
    await counts(kit, person, send, 'a malformed code');
  }),
  check(8, 'P-59', 'a spent code counts', async (kit) => {
    const person = await kit.enrolled();
    const code = await kit.freshCode(person.app);
    const passed = await (await kit.challenged(person)).op('answerChallenge', { code });
    if (!isAccepted(passed)) throw blocked('a right code was refused', passed);
    await counts(kit, person, (half) => half.op('answerChallenge', { code }), 'a spent code');
  }),
  check(9, 'P-60', 'clock_out_of_sync counts', async (kit) => {
    const person = await kit.enrolled();
    const pending = await kit.beginSetup(person.browser);
    const send = async (): Promise<Answer> => {
      const code = kit.peekCode(pending.app, (await kit.stepNow(pending.app)) + 10);
      const answer = await person.browser.op('confirmSetup', { code });
      if (!isWait(answer) && codeOf(answer) !== 'clock_out_of_sync')
        throw blocked('clock_out_of_sync did not come: see window/8', answer);
      return answer;
    };
    await counts(kit, person, send, 'a confirmation by a phone with a wrong clock', confirmIn(person.browser));
  }),
  check(10, 'P-61', 'a call from another origin never counts', async (kit) => {
    const person = await kit.enrolled();
    const send = async (half: Browser): Promise<Answer> =>
      half.op('answerChallenge', { code: await kit.wrongCode(person.app) }, { origin: 'https://evil.example' });
    await isFree(kit, person, send, 'a call from another origin');
  }),
  check(11, 'P-62', 'a body of another media type never counts', async (kit) => {
    const person = await kit.enrolled();
    const bodies: CallOptions[] = [
      { raw: '{"code":"000000"}', headers: { 'content-type': 'text/plain' } },
      { raw: 'code=000000', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ];
    for (const options of bodies) {
      const send = (half: Browser): Promise<Answer> => half.call('POST', '/challenge', options);
      await isFree(kit, person, send, `a body of the type ${options.headers!['content-type']!}`);
    }
  }),
  check(12, 'P-63', 'attempts without a session never count for any account', async (kit) => {
    const person = await kit.enrolled();
    const stranger = kit.stranger(person.browser.origin);
    const names = { ...person.account, password: undefined };
    const send = async (): Promise<Answer> =>
      stranger.op('answerChallenge', { ...names, code: await kit.wrongCode(person.app) });
    await isFree(kit, person, send, 'an attempt without a session');
  }),
  check(13, 'P-64', 'attempts while a wait lasts do not make it longer', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.lock(person, half);
    const [waiting] = await kit.fail(half, person.app, 1);
    await kit.fail(half, person.app, 6);
    await kit.clock.pass(waitOf(waiting!));
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectAccepted(answer, 'a right code after the wait that was said first');
  }),
  check(14, 'P-59', 'an empty code, and one of more or fewer than six digits, is refused', (kit) =>
    refusesEverywhere(kit, malformed),
  ),
];

/** A wrong code at confirm set-up. */
function confirmIn(browser: Browser): (half: Browser, code: string) => Promise<Answer> {
  return (_half, code) => browser.op('confirmSetup', { code });
}

function shapeOf(body: unknown): string {
  return JSON.stringify(body, (_name, value: unknown) => (typeof value === 'string' ? '…' : value));
}
