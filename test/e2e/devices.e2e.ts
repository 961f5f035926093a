import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { looks, Person } from '../support/person.js';
import { ReferenceServer, type Account } from '../support/server.js';

const trust = 'Trust this device for 30 days';

describe('sessions and trusted devices', { concurrency: 2 }, () => {
  let server: ReferenceServer;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    [server, browser] = await Promise.all([ReferenceServer.start({ TRUSTED_DEVICE_DAYS: '30' }), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const look of looks) {
    it(`are seen and ended from another browser, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.origin, look, async (ada) => {
        const account = await server.createAccount('ada');
        await ada.signsIn(account);
        await ada.seesPreferences();
        await ada.sees('You are not signed in anywhere else.');
        await ada.opensSetUp();
        const app = new Authenticator(await camera.reads(ada.page));
        await ada.finishesSetUp(app);
        await Person.runStory(browser, server.origin, look, (laptop) => story(ada, laptop, account, app));
      }));
  }
});

/** Ada's browser is at her desk; the laptop is the one that she trusts. */
async function story(ada: Person, laptop: Person, account: Account, app: Authenticator): Promise<void> {
  await laptop.signsIn(account);
  await laptop.seesChallenge();
  const box = laptop.page.getByRole('checkbox', { name: trust });
  assert.equal(await box.isChecked(), false);
  await box.check();
  await laptop.answersChallenge(await ada.freshCode(app));
  await laptop.seesPreferences();

  // The trusted laptop needs no code any more.
  await laptop.signsOut();
  await laptop.signsIn(account);
  await laptop.seesPreferences();
  await laptop.seesHeading('Trusted devices');

  // The other browser sees both, and forgets the device.
  await ada.page.reload();
  await ada.seesHeading('Trusted devices');
  await rowWith(ada, 'Forget').getByText('Chrome on Linux').waitFor();
  await ada.presses('Forget');
  await ada.sees('That device is forgotten. Its next sign-in asks for a code.');
  await ada.page.getByRole('heading', { name: 'Trusted devices' }).waitFor({ state: 'detached' });
  await laptop.signsOut();
  await laptop.signsIn(account);
  await laptop.seesChallenge();
  await laptop.answersChallenge(await ada.freshCode(app));
  await laptop.seesPreferences();

  // It signs the laptop out.
  await ada.page.reload();
  await rowWith(ada, 'Sign out').waitFor();
  await rowWith(ada, 'Sign out').getByRole('button', { name: 'Sign out' }).click();
  await ada.sees('That session has ended.');
  await laptop.page.reload();
  await laptop.page.waitForURL('**/sign-in');

  // And everywhere else, trust included.
  await laptop.signsIn(account);
  await laptop.seesChallenge();
  await laptop.page.getByRole('checkbox', { name: trust }).check();
  await laptop.answersChallenge(await ada.freshCode(app));
  await laptop.seesPreferences();
  await ada.page.reload();
  await ada.presses('Sign out everywhere else');
  await ada.seesDialog('Sign out everywhere else');
  await ada.presses('Sign out everywhere else');
  await ada.seesNoDialog();
  await ada.sees('You are not signed in anywhere else.');
  await laptop.page.reload();
  await laptop.page.waitForURL('**/sign-in');
  await laptop.signsIn(account);
  await laptop.seesChallenge();
}

/** A row of the lists that has this button. */
function rowWith(person: Person, button: string): Locator {
  const row = person.page.getByRole('listitem');
  return row.filter({ has: person.page.getByRole('button', { name: button, exact: true }) });
}
