import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/launch-browser.js';
import { Person } from '../support/person.js';
import { ReferenceServer } from '../support/server.js';

const look = { width: 1280, colorScheme: 'light' } as const;

describe('the demo phone', () => {
  let server: ReferenceServer;
  let browser: Browser;

  before(async () => {
    [server, browser] = await Promise.all([ReferenceServer.start(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  it('is all that somebody without a phone needs', () =>
    Person.lives(browser, server.origin, look, async (ada) => {
      const account = await server.createAccount('phone');
      await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
      await ada.signsIn(account);
      await ada.seesPreferences();
      await ada.opensSetUp();

      await ada.presses('Scan the screen');
      await ada.presses('Copy code');
      await ada.sees('Code copied.');
      await ada.codeField.focus();
      await ada.keys('Control+V');
      await ada.savedBox.check();
      await ada.presses('Verify');
      await ada.seesNoDialog();
      await ada.sees('10 of 10 backup codes left');

      await ada.signsOut();
      await ada.signsIn(account);
      await ada.seesChallenge();
      // The phone says so itself while its code is spent.
      await ada.page.getByText('Just used').waitFor({ state: 'hidden', timeout: 35_000 });
      await ada.presses('Copy code');
      await ada.sees('Code copied.');
      await ada.challengeField.focus();
      await ada.keys('Control+V');
      await ada.seesPreferences();
    }));
});
