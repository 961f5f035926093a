import { isAccepted } from '../http/message.js';
import { expectAccepted, expectCode, expectRefused } from '../kit/expect.js';
import { blocked } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('pending');

export const pendingChecks: readonly Check[] = [
  check(1, 'P-71', 'confirm set-up with 2FA off and nothing pending is 410 setup_expired', async (kit) => {
    const { browser } = await kit.signedIn();
    expectCode(
      await browser.op('confirmSetup', { code: '123456' }),
      'setup_expired',
      'confirm set-up with nothing pending',
    );
  }),
  check(2, 'P-71', 'confirm set-up with 2FA on and nothing pending is 410 setup_expired', async (kit) => {
    const { browser } = await kit.enrolled();
    // Where a confirmed set-up stays pending, pending/11 says so.
    await browser.op('cancelSetup');
    expectCode(
      await browser.op('confirmSetup', { code: '123456' }),
      'setup_expired',
      'confirm set-up with nothing pending',
    );
  }),
  check(
    3,
    'P-71',
    'keep new backup codes with nothing pending is 410 setup_expired, with 2FA on or off',
    async (kit) => {
      const on = await kit.enrolledWithBackupCodes();
      expectCode(await on.browser.op('keepBackupCodes'), 'setup_expired', 'keeping with nothing pending and 2FA on');
      const off = await kit.signedIn();
      expectCode(await off.browser.op('keepBackupCodes'), 'setup_expired', 'keeping with nothing pending and 2FA off');
    },
    'optional',
  ),
  check(4, 'P-72', 'cancel and drop are accepted when nothing is pending', async (kit) => {
    const [off, on] = [await kit.signedIn(), await kit.enrolled()];
    for (const { browser } of [off, on]) {
      expectAccepted(await browser.op('cancelSetup'), 'DELETE /setup with nothing pending');
      expectAccepted(await browser.op('dropBackupCodes'), 'DELETE /backup-codes with nothing pending');
    }
  }),
  check(5, 'P-73', 'a second begin replaces the first: its secret confirms nothing any more', async (kit) => {
    const { browser } = await kit.signedIn();
    const first = await kit.beginSetup(browser);
    await kit.beginSetup(browser);
    const answer = await browser.op('confirmSetup', { code: await kit.freshCode(first.app) });
    expectRefused(answer, 'a code of the first secret after a second begin');
  }),
  check(
    6,
    'P-74',
    'confirm set-up with the id of a former set-up is 410, and the latest stays pending',
    async (kit) => {
      const { browser } = await kit.signedIn();
      const [first, latest] = [await kit.beginSetup(browser), await kit.beginSetup(browser)];
      if (first.id === undefined || latest.id === undefined) throw new NotShown('absent', 'a set-up has no id here');
      const stale = { code: await kit.freshCode(latest.app), id: first.id };
      expectCode(
        await browser.op('confirmSetup', stale),
        'setup_expired',
        'a confirmation with the id of a former set-up',
      );
      const right = { code: await kit.freshCode(latest.app), id: latest.id };
      expectAccepted(await browser.op('confirmSetup', right), 'a confirmation with the id of the latest set-up');
    },
  ),
  check(
    7,
    'P-74',
    'keep with the id of a former set of backup codes is 410, and the latest stays pending',
    async (kit) => {
      const { browser } = await kit.enrolledWithBackupCodes();
      const [first, latest] = [await kit.beginBackupCodes(browser), await kit.beginBackupCodes(browser)];
      if (first.id === undefined || latest.id === undefined)
        throw new NotShown('absent', 'new backup codes have no id here');
      const stale = await browser.op('keepBackupCodes', { id: first.id });
      expectCode(stale, 'setup_expired', 'keeping with the id of a former set');
      expectAccepted(await browser.op('keepBackupCodes', { id: latest.id }), 'keeping with the id of the latest set');
    },
  ),
  check(8, 'P-75', 'without an id a confirmation means the latest', async (kit) => {
    const { browser } = await kit.signedIn();
    await kit.beginSetup(browser);
    const latest = await kit.beginSetup(browser);
    const answer = await browser.op('confirmSetup', { code: await kit.freshCode(latest.app) });
    expectAccepted(answer, 'a code of the latest secret without an id');
  }),
  check(9, 'P-76', 'a cancelled set-up can be confirmed no more', async (kit) => {
    const { browser } = await kit.signedIn();
    const begun = await kit.beginSetup(browser);
    const cancelled = await browser.op('cancelSetup');
    if (!isAccepted(cancelled)) throw blocked('a set-up could not be cancelled', cancelled);
    const answer = await browser.op('confirmSetup', { code: await kit.freshCode(begun.app) });
    expectRefused(answer, 'confirming a cancelled set-up');
  }),
  check(
    10,
    'P-76',
    'dropped backup codes can be kept no more',
    async (kit) => {
      const { browser } = await kit.enrolledWithBackupCodes();
      await kit.beginBackupCodes(browser);
      const dropped = await browser.op('dropBackupCodes');
      if (!isAccepted(dropped)) throw blocked('backup codes could not be dropped', dropped);
      expectRefused(await browser.op('keepBackupCodes'), 'keeping dropped backup codes');
    },
    'optional',
  ),
  check(11, 'P-76', 'a confirmed set-up can be confirmed once', async (kit) => {
    const { browser } = await kit.signedIn();
    const begun = await kit.beginSetup(browser);
    await kit.confirmSetup(browser, begun);
    const answer = await browser.op('confirmSetup', { code: await kit.freshCode(begun.app) });
    expectRefused(answer, 'confirming a set-up that was confirmed');
  }),
  check(12, 'P-77', 'a wrong code keeps the set-up pending', async (kit) => {
    const { browser } = await kit.signedIn();
    const begun = await kit.beginSetup(browser);
    await kit.fail(browser, begun.app, 1, 'confirmSetup');
    const answer = await browser.op('confirmSetup', { code: await kit.freshCode(begun.app) });
    expectAccepted(answer, 'a right code after a wrong one');
  }),
  check(13, 'P-78', 'a code of a pending secret answers no challenge', async (kit) => {
    const person = await kit.enrolled();
    const pending = await kit.beginSetup(person.browser);
    // Past the step that confirmed the set-up, which is spent.
    await kit.rest(person.app, 1);
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(pending.app) });
    expectRefused(answer, 'a challenge with a code of a pending secret');
  }),
  check(14, 'P-78', 'a code of a pending secret is no proof', async (kit) => {
    const person = await kit.enrolled();
    const pending = await kit.beginSetup(person.browser);
    // Past the step that confirmed the set-up, which is spent.
    await kit.rest(person.app, 1);
    const answer = await person.browser.op('reauthenticate', { code: await kit.freshCode(pending.app) });
    expectRefused(answer, 'a proof by a code of a pending secret');
  }),
  check(15, 'P-79', 'a pending backup code answers no challenge and is no proof', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const { codes } = await kit.beginBackupCodes(person.browser);
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { backupCode: codes[0] });
    expectRefused(answer, 'a challenge with a pending backup code');
    expectRefused(
      await person.browser.op('reauthenticate', { backupCode: codes[1] ?? codes[0] }),
      'a proof by a pending backup code',
    );
    const replacement = await kit.beginSetup(person.browser);
    if (replacement.backupCodes.length === 0) return;
    const other = await half.op('answerChallenge', { backupCode: replacement.backupCodes[0] });
    expectRefused(other, 'a challenge with a backup code of a pending set-up');
  }),
];
