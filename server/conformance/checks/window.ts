import type { Answer } from '../http/message.js';
import type { Browser } from '../kit/browser.js';
import { expectAccepted, expectCode, expectOneOf, expectThat } from '../kit/expect.js';
import type { Begun, Kit, Person } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { checksOf, type Check } from './check.js';
import { refusesEverywhere } from './wrong-codes.js';

const check = checksOf('window');

/** Until the step whose code confirmed the set-up is out of the way of every step that a check tries. */
const restSteps = 4;

/** Six digits that somebody may have left in a back end. */
const constants = ['000000', '123456', '111111', '999999'];

interface Ready {
  person: Person;
  browser: Browser;
}

/** A person whose last code lies some steps back, with a challenge. */
async function readyForChallenge(kit: Kit): Promise<Ready> {
  const person = await kit.enrolled();
  await kit.rest(person.app, restSteps);
  return { person, browser: await kit.challenged(person) };
}

/** The same, with a full session. */
async function readyForProof(kit: Kit): Promise<Ready> {
  const person = await kit.enrolled();
  await kit.rest(person.app, restSteps);
  return { person, browser: person.browser };
}

/** The code of the step so many after the server's one. */
async function codeAt(kit: Kit, { app }: Pick<Begun, 'app'>, distance: number): Promise<string> {
  return kit.code(app, (await kit.stepNow(app)) + distance);
}

const accepts = (kit: Kit, distance: number): Promise<void> =>
  kit.withinStep(
    () => readyForChallenge(kit),
    async ({ person, browser }) => {
      const answer = await browser.op('answerChallenge', { code: await codeAt(kit, person, distance) });
      expectAccepted(answer, `the code of the step T${distance < 0 ? '−1' : '+1'}`);
    },
  );

const refuses = (kit: Kit, distances: readonly number[]): Promise<void> =>
  kit.withinStep(
    () => readyForChallenge(kit),
    async ({ person, browser }) => {
      for (const distance of distances) {
        const answer = await browser.op('answerChallenge', { code: await codeAt(kit, person, distance) });
        const name = `the code of the step T${distance < 0 ? '−' : '+'}${Math.abs(distance)}`;
        expectOneOf(answer, ['code_invalid', 'clock_out_of_sync', 'too_many_attempts'], name);
      }
    },
  );

/** Begins a set-up and confirms it by the code of the step so many after the server's one. */
const confirmsAt = (kit: Kit, distance: number, judge: (answer: Answer) => void): Promise<void> =>
  kit.withinStep(
    async () => (await kit.signedIn()).browser,
    async (browser) => {
      let begun = await kit.beginSetup(browser);
      let code = await codeAt(kit, begun, distance);
      // What a back end makes of a zero at the beginning is what window/1 is about.
      for (let tries = 0; code.startsWith('0') && tries < 20; tries += 1) {
        begun = await kit.beginSetup(browser);
        code = await codeAt(kit, begun, distance);
      }
      judge(await browser.op('confirmSetup', { code }));
    },
  );

export const windowChecks: readonly Check[] = [
  check(1, 'P-23', 'a code that begins with a zero is accepted with its zero', async (kit) => {
    const { browser } = await kit.signedIn();
    for (let tries = 0; tries < 150; tries += 1) {
      const begun = await kit.beginSetup(browser);
      if (!begun.app.codeOf(await kit.stepNow(begun.app)).startsWith('0')) continue;
      const code = kit.code(begun.app, await kit.stepNow(begun.app));
      expectAccepted(await browser.op('confirmSetup', { code }), 'a code that begins with a zero');
      return;
    }
    throw new NotShown('unable', 'no secret of 150 had a code that begins with a zero');
  }),
  check(2, 'P-24', 'the code of the step before is accepted', (kit) => accepts(kit, -1)),
  check(3, 'P-24', 'the code of the step after is accepted', (kit) => accepts(kit, 1)),
  check(4, 'P-24', 'codes of earlier steps than T−1 are refused', (kit) => refuses(kit, [-2, -3])),
  check(5, 'P-24', 'codes of later steps than T+1 are refused', (kit) => refuses(kit, [2, 3])),
  check(6, 'P-24', 'a proof accepts the codes of T−1 and T+1, and none further away', (kit) =>
    kit.withinStep(
      () => readyForProof(kit),
      async ({ person, browser }) => {
        for (const distance of [-2, 2]) {
          const far = await browser.op('reauthenticate', { code: await codeAt(kit, person, distance) });
          expectOneOf(far, ['code_invalid', 'clock_out_of_sync'], 'a proof by a code two steps away');
        }
        for (const distance of [-1, 1]) {
          const near = await browser.op('reauthenticate', { code: await codeAt(kit, person, distance) });
          expectAccepted(near, 'a proof by a code one step away');
        }
      },
    ),
  ),
  check(7, 'P-24', 'a set-up is confirmed by the code of T−1 or T+1, and by none further away', async (kit) => {
    for (const distance of [-1, 1]) {
      await confirmsAt(kit, distance, (answer) => expectAccepted(answer, 'a confirmation by a code one step away'));
    }
    for (const distance of [-2, 2]) {
      await confirmsAt(kit, distance, (answer) =>
        expectOneOf(answer, ['code_invalid', 'clock_out_of_sync'], 'a confirmation by a code two steps away'),
      );
    }
  }),
  check(8, 'P-25', 'a phone that is 5 minutes ahead is clock_out_of_sync with +300', (kit) =>
    confirmsAt(kit, 10, (answer) => {
      expectCode(answer, 'clock_out_of_sync', 'a confirmation by the code of 5 minutes later');
      const { skewSeconds } = answer.body;
      expectThat(isNear(skewSeconds, 300), 'skewSeconds is about 300', answer);
    }),
  ),
  check(9, 'P-25', 'a phone that is 5 minutes behind is clock_out_of_sync with −300', (kit) =>
    confirmsAt(kit, -10, (answer) => {
      expectCode(answer, 'clock_out_of_sync', 'a confirmation by the code of 5 minutes earlier');
      const { skewSeconds } = answer.body;
      expectThat(isNear(skewSeconds, -300), 'skewSeconds is about −300', answer);
    }),
  ),
  check(10, 'P-26', 'at a challenge a code of 5 minutes later is code_invalid', (kit) =>
    kit.withinStep(
      () => readyForChallenge(kit),
      async ({ person, browser }) => {
        const answer = await browser.op('answerChallenge', { code: await codeAt(kit, person, 10) });
        expectCode(answer, 'code_invalid', 'the code of 5 minutes later at a challenge');
      },
    ),
  ),
  check(11, 'P-26', 'at a proof a code of 5 minutes later is code_invalid', (kit) =>
    kit.withinStep(
      () => readyForProof(kit),
      async ({ person, browser }) => {
        const answer = await browser.op('reauthenticate', { code: await codeAt(kit, person, 10) });
        expectCode(answer, 'code_invalid', 'the code of 5 minutes later at a proof');
      },
    ),
  ),
  check(12, 'P-27', 'at confirm set-up a code of 20 minutes later is code_invalid', (kit) =>
    confirmsAt(kit, 40, (answer) =>
      expectCode(answer, 'code_invalid', 'a confirmation by the code of 20 minutes later'),
    ),
  ),
  check(13, 'P-23', 'a code that differs from a live one in one digit is refused, wherever codes are checked', (kit) =>
    refusesEverywhere(
      kit,
      [0, 1, 2, 3, 4, 5].map((index) => (_kit, app, step) => kit.nearCode(app, step, index)),
    ),
  ),
  check(14, 'P-24', 'no code is always right: six zeros, the digits from 1 to 6 and the like are refused', (kit) =>
    refusesEverywhere(
      kit,
      constants.map((constant) => (_kit, app, step) => (app.isNear(step, constant) ? app.wrongCode(step) : constant)),
    ),
  ),
];

/** A back end may tell seconds or whole steps. */
function isNear(value: unknown, expected: number): boolean {
  return typeof value === 'number' && Math.abs(value - expected) <= 45;
}
