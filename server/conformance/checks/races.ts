import { racers } from '../http/connections.js';
import { codeOf, isAccepted, type Answer } from '../http/message.js';
import type { Authenticator } from '../kit/authenticator.js';
import { Browser } from '../kit/browser.js';
import { expectThat } from '../kit/expect.js';
import { blocked, isWait, refuseAccepted, type Kit, type Person } from '../kit/kit.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('races');

/** A race shows a fault only now and then. */
const rounds = 3;

type Entry = { browser: Browser; path: string; body: unknown };

function race(entries: readonly Entry[]): Promise<Answer[]> {
  return Browser.race(
    entries.map(({ browser, path, body }) => ({ browser, sent: browser.prepare('POST', path, { body }) })),
  );
}

function expectOneWinner(answers: readonly Answer[], what: string): void {
  const winners = answers.filter(isAccepted);
  const evidence = winners[1] ?? answers[0];
  expectThat(winners.length === 1, `of ${answers.length} ${what} one is accepted: ${winners.length} were`, evidence);
}

async function manyHalves(kit: Kit, person: Person, count: number): Promise<Browser[]> {
  const halves: Browser[] = [];
  for (let index = 0; index < count; index += 1) halves.push(await kit.challenged(person));
  return halves;
}

export const raceChecks: readonly Check[] = [
  check(1, 'P-107', 'one code in many sessions at once signs in one', async (kit) => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await kit.enrolled();
      const halves = await manyHalves(kit, person, racers / 2);
      const code = await kit.freshCode(person.app);
      const answers = await race(halves.map((browser) => ({ browser, path: '/challenge', body: { code } })));
      expectOneWinner(answers, 'sign-ins with one code at once');
    }
  }),
  check(2, 'P-107', 'one code many times at once in one session is accepted once', async (kit) => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await kit.enrolled();
      const half = await kit.challenged(person);
      const code = await kit.freshCode(person.app);
      const entry = { browser: half, path: '/challenge', body: { code } };
      expectOneWinner(await race(Array.from({ length: racers / 2 }, () => entry)), 'answers of one session at once');
    }
  }),
  check(3, 'P-107', 'one code at once as an answer and as a proof is accepted once', async (kit) => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await kit.enrolled();
      const halves = await manyHalves(kit, person, racers / 4);
      const code = await kit.freshCode(person.app);
      const answers = halves.map((browser) => ({ browser, path: '/challenge', body: { code } }));
      const proofs = halves.map(() => ({ browser: person.browser, path: '/reauthenticate', body: { code } }));
      expectOneWinner(await race([...answers, ...proofs]), 'answers and proofs with one code at once');
    }
  }),
  check(4, 'P-108', 'one backup code in many sessions at once signs in one', async (kit) => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await kit.enrolledWithBackupCodes();
      const halves = await manyHalves(kit, person, racers / 2);
      const body = { backupCode: person.backupCodes[0] };
      const answers = await race(halves.map((browser) => ({ browser, path: '/challenge', body })));
      expectOneWinner(answers, 'sign-ins with one backup code at once');
    }
  }),
  check(5, 'P-109', 'a burst of wrong codes gets no more attempts than the budget has', async (kit) => {
    const free = await kit.freeFailures();
    const person = await kit.enrolled();
    const halves = await manyHalves(kit, person, racers);
    const codes = await Promise.all(halves.map((_half, index) => kit.wrongCode(person.app, index)));
    const answers = await race(
      halves.map((browser, index) => ({ browser, path: '/challenge', body: { code: codes[index] } })),
    );
    expectBudget(answers, free, 'wrong codes');
  }),
  check(
    6,
    'P-109',
    'a burst of wrong backup codes gets no more attempts than the budget has',
    async (kit) => {
      const free = await kit.freeFailures();
      const person = await kit.enrolledWithBackupCodes();
      const halves = await manyHalves(kit, person, racers);
      const body = { backupCode: '0000-0000-0000-0000' };
      expectBudget(
        await race(halves.map((browser) => ({ browser, path: '/challenge', body }))),
        free,
        'wrong backup codes',
      );
    },
    'optional',
  ),
  check(7, 'P-110', 'of many confirmations of one set-up at once one wins', async (kit) => {
    for (let round = 0; round < rounds; round += 1) {
      const { browser } = await kit.signedIn();
      const begun = await kit.beginSetup(browser);
      const code = await kit.freshCode(begun.app);
      const entry = { browser, path: '/setup/confirm', body: { code } };
      expectOneWinner(await race(Array.from({ length: 6 }, () => entry)), 'confirmations of one set-up at once');
    }
  }),
  check(
    8,
    'P-110',
    'of many confirmations of new backup codes at once one wins',
    async (kit) => {
      for (let round = 0; round < rounds; round += 1) {
        const { browser } = await kit.enrolledWithBackupCodes();
        const { id } = await kit.beginBackupCodes(browser);
        const entry = { browser, path: '/backup-codes/confirm', body: id === undefined ? {} : { id } };
        expectOneWinner(
          await race(Array.from({ length: 6 }, () => entry)),
          'confirmations of new backup codes at once',
        );
      }
    },
    'optional',
  ),
  check(9, 'P-109', 'a burst of wrong codes as proofs gets no more attempts than the budget has', async (kit) => {
    const free = await kit.freeFailures();
    const { app, browser } = await kit.enrolled();
    expectBudget(await burst(kit, app, browser, '/reauthenticate'), free, 'proofs by wrong codes');
  }),
  check(
    10,
    'P-109',
    'a burst of wrong codes at confirm set-up gets no more attempts than the budget has',
    async (kit) => {
      const free = await kit.freeFailures();
      const { browser } = await kit.signedIn();
      const { app } = await kit.beginSetup(browser);
      const answers = await burst(kit, app, browser, '/setup/confirm');
      answers.forEach(refuseAccepted);
      const ended = answers.find((answer) => codeOf(answer) === 'setup_expired');
      if (ended) throw blocked('a wrong code ended the set-up: see pending/12', ended);
      expectBudget(answers, free, 'confirmations by wrong codes');
    },
  ),
];

/** As many wrong codes as fit into a race, in one session. */
async function burst(kit: Kit, app: Authenticator, browser: Browser, path: string): Promise<Answer[]> {
  const codes = await Promise.all(Array.from({ length: racers }, (_, index) => kit.wrongCode(app, index)));
  return race(codes.map((code) => ({ browser, path, body: { code } })));
}

function expectBudget(answers: readonly Answer[], free: number, what: string): void {
  answers.forEach(refuseAccepted);
  const checked = answers.filter((answer) => !isWait(answer) && answer.status < 500);
  expectThat(
    checked.length <= free,
    `of ${answers.length} ${what} at once ${free} are checked: ${checked.length} were`,
    checked[0],
  );
}
