import { expectAccepted, expectCode, expectRefused, expectThat } from '../kit/expect.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('story');

export const storyChecks: readonly Check[] = [
  check(1, 'P-15', 'a new account has 2FA off', async (kit) => {
    const { browser } = await kit.signedIn();
    const status = await browser.op('status');
    expectAccepted(status, 'GET /status of a new account');
    expectThat(status.body['enabled'] === false, 'enabled is false for a new account', status);
  }),
  check(2, 'P-16', 'a set-up that is only begun leaves 2FA off', async (kit) => {
    const { account, browser } = await kit.signedIn();
    await kit.beginSetup(browser);
    const status = await browser.op('status');
    expectThat(status.body['enabled'] !== true, 'enabled is not true before a code confirms the set-up', status);
    const next = await (await kit.signIn(account)).op('status');
    expectAccepted(next, 'GET /status after the next sign-in');
  }),
  check(3, 'P-16', 'a wrong code does not turn 2FA on', async (kit) => {
    const { browser } = await kit.signedIn();
    const { app } = await kit.beginSetup(browser);
    expectRefused(await browser.op('confirmSetup', { code: await kit.wrongCode(app) }), 'a wrong code');
    const status = await browser.op('status');
    expectThat(status.body['enabled'] !== true, 'enabled is not true after a wrong code', status);
  }),
  check(4, 'P-17', 'after a confirmed set-up the status says that 2FA is on', async (kit) => {
    const { browser } = await kit.signedIn();
    const confirmed = await kit.confirmSetup(browser, await kit.beginSetup(browser));
    expectThat(confirmed.body['enabled'] === true, 'the answer to the confirmation says that 2FA is on', confirmed);
    const status = await browser.op('status');
    expectThat(status.body['enabled'] === true, 'GET /status says that 2FA is on', status);
  }),
  check(5, 'P-17', 'with 2FA on a sign-in by the first factor is due a challenge', async (kit) => {
    const half = await kit.challenged(await kit.enrolled());
    const challenge = await half.op('readChallenge');
    expectAccepted(challenge, 'GET /challenge after the first factor');
    const { methods } = challenge.body;
    expectThat(Array.isArray(methods) && methods.includes('totp'), 'the challenge offers totp', challenge);
  }),
  check(6, 'P-18', 'a right code signs the session in, and the answer names the method', async (kit) => {
    const person = await kit.enrolled();
    const browser = await kit.challenged(person);
    const answer = await browser.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectAccepted(answer, 'a right code');
    expectThat(answer.body['method'] === 'totp', 'the method is totp', answer);
    expectAccepted(await browser.op('status'), 'GET /status after the challenge');
  }),
  check(7, 'P-18', 'a right code is a proof', async (kit) => {
    const person = await kit.enrolled();
    const answer = await person.browser.op('reauthenticate', { code: await kit.freshCode(person.app) });
    expectAccepted(answer, 'a proof by a right code');
  }),
  check(8, 'P-19', 'until a replacement is confirmed the active authenticator works', async (kit) => {
    const person = await kit.enrolled();
    await kit.beginSetup(person.browser);
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectAccepted(answer, 'a code of the active authenticator while a replacement is pending');
  }),
  check(9, 'P-19', 'after a replacement the new authenticator works, and the former one does not', async (kit) => {
    const person = await kit.enrolled();
    const replacement = await kit.beginSetup(person.browser);
    await kit.confirmSetup(person.browser, replacement);
    const half = await kit.challenged(person);
    const former = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectRefused(former, 'a code of the former authenticator');
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(replacement.app) });
    expectAccepted(answer, 'a code of the new authenticator');
  }),
  check(10, 'P-20', 'disable turns 2FA off, and the next sign-in needs no second factor', async (kit) => {
    const { account, browser } = await kit.enrolled();
    const disabled = await kit.tryDisable(browser);
    expectAccepted(disabled, 'POST /disable with a recent proof');
    expectThat(disabled.body['enabled'] === false, 'the answer says that 2FA is off', disabled);
    const status = await (await kit.signIn(account)).op('status');
    expectAccepted(status, 'GET /status after the next sign-in');
    expectThat(status.body['enabled'] === false, 'enabled is false after the next sign-in', status);
  }),
  check(11, 'P-20', 'a code of an authenticator that was disabled works no more after a new set-up', async (kit) => {
    const person = await kit.enrolled();
    await kit.disable(person.browser);
    const browser = await kit.signIn(person.account);
    await kit.confirmSetup(browser, await kit.beginSetup(browser));
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectRefused(answer, 'a code of the authenticator that was disabled');
  }),
  check(12, 'P-21', 'new backup codes work once they are kept', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const { codes: fresh } = await kit.beginBackupCodes(person.browser);
    const kept = await person.browser.op('keepBackupCodes');
    expectAccepted(kept, 'POST /backup-codes/confirm');
    const half = await kit.challenged(person);
    expectAccepted(await half.op('answerChallenge', { backupCode: fresh[0] }), 'a backup code of the new set');
  }),
  check(13, 'P-21', 'until new backup codes are kept the old ones work', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    await kit.beginBackupCodes(person.browser);
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    expectAccepted(answer, 'an old backup code while new ones are pending');
  }),
  check(14, 'P-21', 'dropped backup codes never work, and the old ones go on', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const { codes: fresh } = await kit.beginBackupCodes(person.browser);
    expectAccepted(await person.browser.op('dropBackupCodes'), 'DELETE /backup-codes');
    const half = await kit.challenged(person);
    expectRefused(await half.op('answerChallenge', { backupCode: fresh[0] }), 'a dropped backup code');
    const answer = await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    expectAccepted(answer, 'an old backup code after the new ones were dropped');
  }),
  check(15, 'P-22', 'disable with 2FA off is 409 not_enabled', async (kit) => {
    const { browser } = await kit.signedIn();
    expectCode(await browser.op('disable'), 'not_enabled', 'POST /disable with 2FA off');
  }),
  check(
    16,
    'P-22',
    'begin new backup codes with 2FA off is 409 not_enabled',
    async (kit) => {
      await kit.enrolledWithBackupCodes();
      const { browser } = await kit.signedIn();
      expectCode(await browser.op('beginBackupCodes'), 'not_enabled', 'POST /backup-codes with 2FA off');
    },
    'optional',
  ),
];
