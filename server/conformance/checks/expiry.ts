import { isAccepted, type Answer } from '../http/message.js';
import { expectAccepted, expectCode, expectRefused, expectThat } from '../kit/expect.js';
import { blocked, type Kit } from '../kit/kit.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('expiry');

const tenMinutes = 10 * 60;
const fiveMinutes = 5 * 60;
/** Clocks of several instances may differ a little, and a real clock runs on between two calls. */
const early = 20;
const late = 5;

/** The seconds until a time of an answer. @throws `NotShown` without a valid time */
async function secondsUntil(kit: Kit, answer: Answer, member: string): Promise<number> {
  const time = Date.parse(String(answer.body[member]));
  if (!isAccepted(answer) || Number.isNaN(time)) throw blocked(`there is no ${member}: see messages`, answer);
  return (time - (await kit.clock.now())) / 1000;
}

/** Lets time pass until so many seconds after (negative: before) a time of an answer. Not longer than a little over the longest. */
async function passUntil(kit: Kit, answer: Answer, member: string, longest: number, after: number): Promise<void> {
  const seconds = Math.min(await secondsUntil(kit, answer, member), longest) + after;
  if (seconds > 0) await kit.clock.pass(Math.ceil(seconds));
}

async function expectWithin(kit: Kit, answer: Answer, member: string, longest: number): Promise<void> {
  const seconds = await secondsUntil(kit, answer, member);
  expectThat(seconds > 0, `${member} lies in the future`, answer);
  expectThat(seconds <= longest + late, `${member} is at most ${longest / 60} minutes away`, answer);
}

export const expiryChecks: readonly Check[] = [
  check(1, 'P-65', 'a challenge ends at its expiresAt: challenge_expired, also for a right code', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    const challenge = await half.op('readChallenge');
    await expectWithin(kit, challenge, 'expiresAt', tenMinutes);
    await passUntil(kit, challenge, 'expiresAt', tenMinutes, late);
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectCode(answer, 'challenge_expired', 'a right code after the challenge has ended');
    expectCode(await half.op('readChallenge'), 'challenge_expired', 'GET /challenge after its end');
  }),
  check(2, 'P-65', 'a challenge can be answered until shortly before its expiresAt', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await passUntil(kit, await half.op('readChallenge'), 'expiresAt', tenMinutes, -early);
    // No step of the last minutes was used, and waiting for another one would take too long.
    const code = kit.code(person.app, await kit.stepNow(person.app));
    const answer = await half.op('answerChallenge', { code });
    expectAccepted(answer, 'a right code shortly before the challenge ends');
  }),
  check(3, 'P-65', 'a wait does not prolong a challenge', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    const challenge = await half.op('readChallenge');
    await kit.lock(person, half);
    await passUntil(kit, challenge, 'expiresAt', tenMinutes, late);
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectRefused(answer, 'a right code after the challenge has ended, with a wait between,');
  }),
  check(4, 'P-66', 'a pending set-up ends at its expiresAt: setup_expired', async (kit) => {
    const { browser } = await kit.signedIn();
    const begun = await kit.beginSetup(browser);
    await expectWithin(kit, begun.answer, 'expiresAt', tenMinutes);
    await passUntil(kit, begun.answer, 'expiresAt', tenMinutes, late);
    const answer = await browser.op('confirmSetup', { code: await kit.freshCode(begun.app) });
    expectCode(answer, 'setup_expired', 'a right code after the set-up has ended');
  }),
  check(5, 'P-66', 'a pending set-up can be confirmed until shortly before its expiresAt', async (kit) => {
    const { browser } = await kit.signedIn();
    let begun = await kit.beginSetup(browser);
    const isZeroFirst = async (): Promise<boolean> => {
      const then = (await kit.clock.now()) + (tenMinutes - early) * 1000;
      return begun.app.codeOf(begun.app.stepAt(then)).startsWith('0');
    };
    // What a back end makes of a zero at the beginning is what window/1 is about.
    for (let tries = 0; tries < 20 && (await isZeroFirst()); tries += 1) begun = await kit.beginSetup(browser);
    await passUntil(kit, begun.answer, 'expiresAt', tenMinutes, -early);
    const code = kit.code(begun.app, await kit.stepNow(begun.app));
    const answer = await browser.op('confirmSetup', { code });
    expectAccepted(answer, 'a right code shortly before the set-up ends');
  }),
  check(6, 'P-67', 'pending backup codes end at their expiresAt: setup_expired', async (kit) => {
    const { browser } = await kit.enrolledWithBackupCodes();
    const { answer: begun } = await kit.beginBackupCodes(browser);
    await expectWithin(kit, begun, 'expiresAt', tenMinutes);
    await passUntil(kit, begun, 'expiresAt', tenMinutes, late);
    expectCode(await browser.op('keepBackupCodes'), 'setup_expired', 'keeping backup codes that have ended');
  }),
  check(7, 'P-68', 'a proof lasts 5 minutes, as validUntil says', async (kit) => {
    const person = await kit.enrolled();
    await kit.clock.pass(fiveMinutes + late);
    const proof = await person.browser.op('reauthenticate', { code: await kit.freshCode(person.app) });
    const seconds = await secondsUntil(kit, proof, 'validUntil');
    expectThat(
      Math.abs(seconds - fiveMinutes) <= early,
      `validUntil is 5 minutes away: ${Math.round(seconds)} s came`,
      proof,
    );
    await kit.clock.pass(fiveMinutes - early);
    const within = await person.browser.op('beginSetup');
    expectAccepted(within, 'begin set-up shortly before the proof ends');
    kit.readSetup(within);
    await kit.clock.pass(early + late);
    expectCode(await person.browser.op('disable'), 'reauthentication_required', 'disable after the proof has ended');
  }),
  check(8, 'P-69', 'with 2FA off the first factor is a proof for 5 minutes', async (kit) => {
    const { browser } = await kit.signedIn();
    await kit.clock.pass(fiveMinutes - early);
    const within = await browser.op('beginSetup');
    expectAccepted(within, 'begin set-up within 5 minutes after the sign-in');
    kit.readSetup(within);
    await kit.clock.pass(early + late);
    expectCode(await browser.op('beginSetup'), 'reauthentication_required', 'begin set-up 5 minutes after the sign-in');
  }),
  check(9, 'P-69', 'with 2FA on the second factor is a proof for 5 minutes', async (kit) => {
    const person = await kit.enrolled();
    const browser = await kit.passed(person);
    await kit.clock.pass(fiveMinutes + late);
    expectCode(await browser.op('disable'), 'reauthentication_required', 'disable 5 minutes after the challenge');
  }),
  check(10, 'P-70', 'reading a challenge or a wrong answer does not prolong it', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    const challenge = await half.op('readChallenge');
    await kit.clock.pass(fiveMinutes);
    await half.op('readChallenge');
    await kit.fail(half, person.app, 1);
    await passUntil(kit, challenge, 'expiresAt', fiveMinutes, late);
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectRefused(answer, 'a right code 10 minutes after the first factor, with a read and a wrong answer between,');
  }),
];
