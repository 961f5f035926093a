import { isAccepted, type Answer } from '../http/message.js';
import type { Browser } from '../kit/browser.js';
import { expectAccepted, expectCode, expectRefused } from '../kit/expect.js';
import { blocked, type Kit, type Person } from '../kit/kit.js';
import { checksOf, type Check } from './check.js';
import { addAuthenticator, authenticatorsOf } from './optional/authenticators.js';

const check = checksOf('replay');

/** Signs in with a code. @throws `NotShown` when that is refused */
async function spendAtChallenge(kit: Kit, person: Person): Promise<{ browser: Browser; code: string }> {
  const browser = await kit.challenged(person);
  const code = await kit.freshCode(person.app);
  return { browser, code: accepted(await browser.op('answerChallenge', { code }), code) };
}

async function spendAtProof(kit: Kit, person: Person): Promise<string> {
  const code = await kit.freshCode(person.app);
  return accepted(await person.browser.op('reauthenticate', { code }), code);
}

function accepted(answer: Answer, code: string): string {
  if (!isAccepted(answer)) throw blocked('a right code was refused', answer);
  return code;
}

/** An account, and the code that confirmed its set-up. */
async function spendAtSetup(kit: Kit): Promise<Person & { code: string }> {
  const person = await kit.signedIn();
  const begun = await kit.beginSetup(person.browser);
  const code = await kit.freshCode(begun.app);
  const confirmed = await person.browser.op('confirmSetup', { code });
  accepted(confirmed, code);
  return { ...person, app: begun.app, backupCodes: begun.backupCodes, setup: begun.answer, confirmed, code };
}

export const replayChecks: readonly Check[] = [
  check(1, 'P-28', 'a code that signed in signs in no other session', async (kit) => {
    const person = await kit.enrolled();
    const { code } = await spendAtChallenge(kit, person);
    const other = await kit.challenged(person);
    expectRefused(await other.op('answerChallenge', { code }), 'a code that signed in before, in another session,');
  }),
  check(2, 'P-28', 'a code that signed in is refused when the next step has begun', async (kit) => {
    const person = await kit.enrolled();
    const { code } = await spendAtChallenge(kit, person);
    await kit.rest(person.app, 1);
    const other = await kit.challenged(person);
    expectRefused(await other.op('answerChallenge', { code }), 'a code that signed in before, one step later,');
  }),
  check(3, 'P-28', 'a code that was a proof is no second proof', async (kit) => {
    const person = await kit.enrolled();
    const code = await spendAtProof(kit, person);
    expectRefused(await person.browser.op('reauthenticate', { code }), 'a code that was a proof before');
  }),
  check(4, 'P-29', 'a code that answered a challenge is no proof', async (kit) => {
    const person = await kit.enrolled();
    const { browser, code } = await spendAtChallenge(kit, person);
    expectRefused(await browser.op('reauthenticate', { code }), 'a proof by a code that answered the challenge');
  }),
  check(5, 'P-29', 'a code that was a proof answers no challenge', async (kit) => {
    const person = await kit.enrolled();
    const code = await spendAtProof(kit, person);
    const half = await kit.challenged(person);
    expectRefused(await half.op('answerChallenge', { code }), 'a challenge with a code that was a proof');
  }),
  check(6, 'P-29', 'the code that confirmed the set-up answers no challenge', async (kit) => {
    const person = await spendAtSetup(kit);
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { code: person.code });
    expectRefused(answer, 'a challenge with the code that confirmed the set-up');
  }),
  check(7, 'P-29', 'the code that confirmed the set-up is no proof', async (kit) => {
    const { browser, code } = await spendAtSetup(kit);
    expectRefused(await browser.op('reauthenticate', { code }), 'a proof by the code that confirmed the set-up');
  }),
  check(8, 'P-30', 'an accepted code of T+1 also spends the code of T', (kit) =>
    kit.withinStep(
      async () => {
        const person = await kit.enrolled();
        await kit.rest(person.app, 3);
        return { person, browser: await kit.challenged(person), other: await kit.challenged(person) };
      },
      async ({ person: { app }, browser, other }) => {
        const step = await kit.stepNow(app);
        const later = await browser.op('answerChallenge', { code: kit.code(app, step + 1) });
        if (!isAccepted(later)) throw blocked('the code of T+1 was refused: see window/3', later);
        for (const earlier of [step, step - 1]) {
          const answer = await other.op('answerChallenge', { code: kit.code(app, earlier) });
          expectRefused(answer, 'a code of a step before the spent one');
        }
      },
    ),
  ),
  check(9, 'P-31', 'another spelling of a spent code is refused', async (kit) => {
    const person = await kit.enrolled();
    const { code } = await spendAtChallenge(kit, person);
    const other = await kit.challenged(person);
    for (const text of [`${code.slice(0, 3)} ${code.slice(3)}`, ` ${code}`, code.split('').join('-')]) {
      expectRefused(await other.op('answerChallenge', { code: text }), 'a spent code with spaces or hyphens');
    }
  }),
  check(10, 'P-32', 'a spent code is 422 code_invalid, as a wrong one', async (kit) => {
    const person = await kit.enrolled();
    const { code } = await spendAtChallenge(kit, person);
    const other = await kit.challenged(person);
    const spent = await other.op('answerChallenge', { code });
    // Where it is accepted, replay/1 says so.
    if (isAccepted(spent)) throw blocked('the spent code was accepted: see replay/1', spent);
    expectCode(spent, 'code_invalid', 'a spent code');
  }),
  check(11, 'P-33', 'the code of the next step works after a spent one', async (kit) => {
    const person = await kit.enrolled();
    await spendAtChallenge(kit, person);
    await kit.rest(person.app, 1);
    const other = await kit.challenged(person);
    const code = kit.code(person.app, await kit.stepNow(person.app));
    expectAccepted(await other.op('answerChallenge', { code }), 'the code of the step after the spent one');
  }),
  check(
    12,
    'P-29',
    'the code that confirmed an added authenticator answers no challenge and is no proof',
    async (kit) => {
      const person = await kit.enrolled();
      const { app } = await addAuthenticator(kit, person);
      const code = kit.peekCode(app, app.lastUsed);
      const half = await kit.challenged(person);
      const answer = await half.op('answerChallenge', { code });
      expectRefused(answer, 'a challenge with the code that confirmed an added authenticator');
      const proof = await person.browser.op('reauthenticate', { code });
      expectRefused(proof, 'a proof by the code that confirmed an added authenticator');
    },
    'optional',
  ),
  check(
    13,
    'P-28',
    'an added authenticator leaves the spent codes of the others spent',
    (kit) =>
      kit.withinStep(
        async () => {
          const person = await kit.enrolled();
          await authenticatorsOf(person.browser);
          await kit.beginSetup(person.browser, { mode: 'add' });
          await kit.rest(person.app, 1);
          return { person, browser: await kit.challenged(person) };
        },
        async ({ person, browser }) => {
          const step = await kit.stepNow(person.app);
          const code = kit.code(person.app, step);
          accepted(await browser.op('answerChallenge', { code }), code);
          let begun = await kit.beginSetup(person.browser, { mode: 'add' });
          // What a back end makes of a zero at the beginning is what window/1 is about.
          for (let tries = 0; begun.app.codeOf(step).startsWith('0') && tries < 20; tries += 1) {
            begun = await kit.beginSetup(person.browser, { mode: 'add' });
          }
          await kit.confirmSetup(person.browser, begun);
          const half = await kit.challenged(person);
          const answer = await half.op('answerChallenge', { code });
          expectRefused(answer, 'a spent code after an authenticator was added');
        },
      ),
    'optional',
  ),
  check(
    14,
    'P-28',
    'kept new backup codes leave the spent codes spent',
    async (kit) => {
      const person = await kit.enrolledWithBackupCodes();
      await kit.beginBackupCodes(person.browser);
      const { code } = await spendAtChallenge(kit, person);
      const kept = await person.browser.op('keepBackupCodes');
      if (!isAccepted(kept)) throw blocked('new backup codes could not be kept', kept);
      const half = await kit.challenged(person);
      expectRefused(await half.op('answerChallenge', { code }), 'a spent code after new backup codes were kept');
    },
    'optional',
  ),
];
