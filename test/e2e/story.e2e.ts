import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { looks, Person } from '../support/person.js';
import { ReferenceServer, type Account } from '../support/server.js';
import { assertAbsent, assertNothingNamesSecrets, assertNoTraces } from '../support/traces.js';

describe('the story of the help page', { concurrency: 2 }, () => {
  let server: ReferenceServer;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    [server, browser] = await Promise.all([ReferenceServer.start(), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const look of looks) {
    it(`works at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.origin, look, async (ada) => {
        const account = await server.createAccount('ada');

        const { app, codes } = await enables(ada, account, camera);
        await assertNoTraces(ada, [app.secret, ...codes]);

        await signsInWithTheNextCode(ada, account, app);
        await signsInWithABackupCode(ada, account, codes);
        const newCodes = await renewsBackupCodes(ada, app);
        const tablet = await addsAndRemovesAnAuthenticator(ada, account, app, camera);
        const newApp = await changesAuthenticator(ada, app, newCodes[0]!, camera);
        await disables(ada);

        const secrets = [app.secret, newApp.secret, tablet.secret, ...codes, ...newCodes];
        await assertNoTraces(ada, secrets);
        assertAbsent(server.output, secrets, "server's output");
      }));
  }
});

async function enables(
  ada: Person,
  account: Account,
  camera: Camera,
): Promise<{ app: Authenticator; codes: string[] }> {
  await ada.signsIn(account);
  await ada.seesPreferences();
  await ada.sees('Applies to every workspace you belong to.');
  await ada.opensSetUp();

  const keyUri = await camera.reads(ada.page);
  const app = new Authenticator(keyUri);
  assert.equal(app.issuer, 'Harmony');
  assert.equal(app.account, account.email);
  const codes = await ada.readsBackupCodes();
  assert.equal(new Set(codes).size, 10);
  await assertNothingNamesSecrets(ada, [app.secret, ...codes]);

  await ada.seesVerify('disabled');
  await ada.codeField.fill(app.wrongCode());
  await ada.seesVerify('disabled');
  await ada.savedBox.check();
  await ada.seesVerify('enabled');
  await ada.codeField.fill('12345');
  await ada.seesVerify('disabled');

  await ada.codeField.fill(app.wrongCode());
  await ada.presses('Verify');
  await ada.seesRefusal(ada.codeField);
  assert.equal(await camera.reads(ada.page), keyUri, 'a wrong code keeps the QR code');
  assert.deepEqual(await ada.readsBackupCodes(), codes, 'a wrong code keeps the backup codes');
  assert.ok(await ada.savedBox.isChecked(), 'a wrong code keeps the check mark');

  // The text of the field is selected, so that typing replaces the wrong code.
  await ada.page.keyboard.type(await ada.freshCode(app));
  await ada.presses('Verify');
  await ada.seesNoDialog();
  await ada.sees('10 of 10 backup codes left');
  await ada.seesHeading('Two-Factor Authentication (2FA)');
  return { app, codes };
}

async function signsInWithTheNextCode(ada: Person, account: Account, app: Authenticator): Promise<void> {
  await ada.signsOut();
  await ada.signsIn(account);
  await ada.seesChallenge();

  await ada.answersChallenge(ada.spentCode(app));
  await ada.seesRefusal(ada.challengeField);
  await ada.answersChallenge(await ada.freshCode(app));
  await ada.seesPreferences();
}

async function signsInWithABackupCode(ada: Person, account: Account, codes: string[]): Promise<void> {
  const [first, second] = codes as [string, string];
  await ada.signsOut();
  await ada.signsIn(account);
  await ada.seesChallenge();
  await ada.answersWithBackupCode(first.toLowerCase().replaceAll('-', ' '));
  await ada.seesPreferences();
  await ada.sees('9 of 10 backup codes left');

  await ada.signsOut();
  await ada.signsIn(account);
  await ada.seesChallenge();
  await ada.answersWithBackupCode(first);
  await ada.seesRefusal(ada.field('Backup code'));
  await ada.field('Backup code').fill(second);
  await ada.presses('Verify');
  await ada.seesPreferences();
  await ada.sees('8 of 10 backup codes left');
}

async function renewsBackupCodes(ada: Person, app: Authenticator): Promise<string[]> {
  await ada.proofHasExpired('/backup-codes', ['totp', 'backup_code']);
  await ada.presses('Get new backup codes');
  await ada.sees("Confirm it's you");
  await ada.codeField.fill(await ada.freshCode(app));
  await ada.codeField.press('Enter');

  const codes = await ada.readsBackupCodes();
  await ada.page.getByRole('button', { name: 'Keep these codes', disabled: true }).waitFor();
  await ada.savedBox.check();
  await ada.presses('Keep these codes');
  await ada.seesNoDialog();
  await ada.sees('10 of 10 backup codes left');
  return codes;
}

async function addsAndRemovesAnAuthenticator(
  ada: Person,
  account: Account,
  app: Authenticator,
  camera: Camera,
): Promise<Authenticator> {
  await ada.sees('Authenticator 1');
  await ada.presses('Add another authenticator');
  await ada.seesDialog('Add an Authenticator');
  const tablet = new Authenticator(await camera.reads(ada.page));
  assert.notEqual(tablet.secret, app.secret);
  assert.equal(await ada.field('Name').inputValue(), 'Authenticator 2');
  await ada.field('Name').fill('Tablet');
  await ada.codeField.fill(await ada.freshCode(tablet));
  await ada.presses('Add');
  await ada.seesNoDialog();
  await ada.sees('Your new authenticator works beside the others.');
  await ada.sees('10 of 10 backup codes left');

  // The codes of both sign in.
  for (const one of [tablet, app]) {
    await ada.signsOut();
    await ada.signsIn(account);
    await ada.seesChallenge();
    await ada.answersChallenge(await ada.freshCode(one));
    await ada.seesPreferences();
  }

  await ada.sees('Tablet');
  // The last button of this name is that of the last authenticator.
  await ada.presses('Rename');
  await ada.seesDialog('Rename Authenticator');
  await ada.field('Name').fill('Old tablet');
  await ada.field('Name').press('Enter');
  await ada.sees('The new name is saved.');
  await ada.sees('Old tablet');

  await ada.presses('Remove');
  await ada.seesDialog('Remove this authenticator?');
  await ada.dialog().getByRole('button', { name: 'Remove', exact: true }).click();
  await ada.seesNoDialog();
  await ada.sees('The authenticator is removed.');
  await ada.signsOut();
  await ada.signsIn(account);
  await ada.seesChallenge();
  await ada.answersChallenge(await ada.freshCode(tablet));
  await ada.seesRefusal(ada.challengeField);
  await ada.answersChallenge(await ada.freshCode(app));
  await ada.seesPreferences();
  return tablet;
}

async function changesAuthenticator(ada: Person, old: Authenticator, backupCode: string, camera: Camera) {
  await ada.proofHasExpired('/setup', ['totp', 'backup_code']);
  await ada.presses('Use a different authenticator');
  await ada.sees("Confirm it's you");
  await ada.answersWithBackupCode(backupCode);
  await ada.seesDialog('Set Up Two-Factor Authentication');

  const app = new Authenticator(await camera.reads(ada.page));
  assert.notEqual(app.secret, old.secret);
  await ada.readsBackupCodes();
  await ada.finishesSetUp(app);
  await ada.sees('10 of 10 backup codes left');
  return app;
}

async function disables(ada: Person): Promise<void> {
  await ada.presses('Disable 2FA');
  await ada.seesDialog();
  await ada.presses('Disable 2FA');
  await ada.seesNoDialog();
  await ada.button('Enable 2FA').waitFor();
}
