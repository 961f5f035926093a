import { isAccepted } from '../http/message.js';
import type { Browser } from '../kit/browser.js';
import { expectWait } from '../kit/expect.js';
import { blocked, isWait, type Kit, type Person } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('attempts');

/** Fails as often as is free, with something after each failure, and expects that the next attempt has to wait. */
async function setsNothingBack(
  kit: Kit,
  person: Person,
  between: (half: Browser) => Promise<void>,
  what: string,
): Promise<void> {
  const free = await kit.freeFailures();
  const half = await kit.challenged(person);
  for (let count = 0; count < free; count += 1) {
    await kit.fail(half, person.app, 1);
    await between(half);
  }
  const [answer] = await kit.fail(half, person.app, 1);
  expectWait(answer!, `an attempt after as many failures as are free, with ${what} between them,`);
}

/** What happens between failures and sets their count back by no right. */
export const betweenFailuresChecks: readonly Check[] = [
  check(25, 'P-41', 'failures stay in a row when the challenge and the status are read between them', async (kit) => {
    const person = await kit.enrolled();
    const read = async (half: Browser): Promise<void> => {
      await half.op('readChallenge');
      await person.browser.op('status');
    };
    await setsNothingBack(kit, person, read, 'reads');
  }),
  check(26, 'P-41', 'failures stay in a row when a set-up is begun and cancelled between them', async (kit) => {
    const person = await kit.enrolled();
    // A proof that this may need would set the count back: it comes before the first failure.
    await kit.beginSetup(person.browser);
    const beginAndCancel = async (): Promise<void> => {
      kit.readSetup(await person.browser.op('beginSetup'));
      await person.browser.op('cancelSetup');
    };
    await setsNothingBack(kit, person, beginAndCancel, 'set-ups that were begun and cancelled');
  }),
  check(
    28,
    'P-47',
    'kept new backup codes do not end a wait',
    async (kit) => {
      const person = await kit.enrolledWithBackupCodes();
      const half = await kit.challenged(person);
      await kit.beginBackupCodes(person.browser);
      await kit.lock(person, half);
      const kept = await person.browser.op('keepBackupCodes');
      if (!isAccepted(kept)) throw blocked('new backup codes could not be kept', kept);
      const [answer] = await kit.fail(half, person.app, 1);
      expectWait(answer!, 'a code after new backup codes were kept while a wait lasts');
    },
    'optional',
  ),
  check(
    29,
    'P-44',
    'with 2FA off wrong passwords draw on the budget of confirm set-up',
    async (kit) => {
      const { account, browser } = await kit.signedIn();
      if (account.password === undefined) throw new NotShown('unable', 'the driver gives no password of the account');
      const { app } = await kit.beginSetup(browser);
      const password = `${account.password} is not it`;
      kit.secrets.add(password);
      const free = await kit.freeFailures();
      for (let count = 0; count < free; count += 1) {
        const answer = await browser.op('reauthenticate', { password });
        if (isAccepted(answer)) throw blocked('a wrong password was accepted: see access/11', answer);
        if (isWait(answer)) break;
      }
      expectWait(await browser.op('reauthenticate', { password }), 'a password after as many wrong ones as are free');
      const [answer] = await kit.fail(browser, app, 1, 'confirmSetup');
      expectWait(answer!, 'confirm set-up after as many wrong passwords as are free');
    },
    'optional',
  ),
];
