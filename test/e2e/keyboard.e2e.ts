import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { Person } from '../support/person.js';
import { ReferenceServer } from '../support/server.js';

const look = { width: 1280, colorScheme: 'light' } as const;

describe('with the keyboard only', () => {
  let server: ReferenceServer;
  let browser: Browser;

  before(async () => {
    [server, browser] = await Promise.all([ReferenceServer.start(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  it('a person turns 2FA on and signs in', () =>
    Person.runStory(browser, server.origin, look, async (ada) => {
      const { email, password } = await server.createAccount('keys');
      const camera = await Camera.open(browser);
      await ada.page.goto(`${server.origin}/sign-in`);
      await signsIn(ada, email, password);
      await ada.seesPreferences();

      await ada.tabsTo(ada.button('Enable 2FA'));
      await ada.keys('Enter');
      await ada.seesDialog();
      await ada.tabsTo(ada.button('Enable 2FA'));
      await ada.keys('Enter');
      await ada.seesDialog('Set Up Two-Factor Authentication');

      const app = new Authenticator(await camera.reads(ada.page));
      await ada.tabsTo(ada.codeField);
      await ada.types(await ada.freshCode(app));
      await ada.tabsTo(ada.savedBox);
      await ada.keys('Space');
      await ada.seesVerify('enabled');
      await ada.tabsTo(ada.button('Verify'));
      await ada.keys('Enter');
      await ada.seesNoDialog();
      await ada.sees('10 of 10 backup codes left');

      await ada.tabsTo(ada.button('Sign out'));
      await ada.keys('Enter');
      await ada.page.waitForURL('**/sign-in');
      await signsIn(ada, email, password);
      await ada.seesChallenge();
      await ada.tabsTo(ada.challengeField);
      await ada.types(await ada.freshCode(app));
      await ada.seesPreferences();
    }));

  it('a dialog keeps the focus, closes on Escape and returns the focus', () =>
    Person.runStory(browser, server.origin, look, async (ada) => {
      const account = await server.createAccount('escape');
      await ada.signsIn(account);
      await ada.seesPreferences();

      await ada.tabsTo(ada.button('Enable 2FA'));
      await ada.keys('Enter');
      await ada.seesDialog();
      for (const outside of [ada.button('Sign out'), ada.page.getByRole('link', { name: 'Profile' })]) {
        await assert.rejects(ada.tabsTo(outside), /does not lead to/);
      }
      await ada.keys('Escape');
      await ada.seesNoDialog();
      await ada.hasFocusOn(ada.button('Enable 2FA'));
    }));

  it('Escape does not discard unsaved backup codes', () =>
    Person.runStory(browser, server.origin, look, async (ada) => {
      const account = await server.createAccount('unsaved');
      await ada.signsIn(account);
      await ada.seesPreferences();
      await ada.opensSetUp();
      const codes = await ada.readsBackupCodes();

      await ada.keys('Escape');
      await ada.page.getByRole('dialog').nth(1).waitFor();
      await ada.keys('Escape');
      await ada.page.getByRole('dialog').nth(1).waitFor({ state: 'hidden' });
      assert.deepEqual(await ada.readsBackupCodes(), codes);
    }));

  async function signsIn(ada: Person, email: string, password: string): Promise<void> {
    // The page shows its form when it knows that nobody is signed in.
    await ada.page.getByLabel('Email', { exact: true }).waitFor();
    await ada.tabsTo(ada.page.getByLabel('Email', { exact: true }));
    await ada.types(email);
    await ada.tabsTo(ada.page.getByLabel('Password', { exact: true }));
    await ada.types(password);
    await ada.keys('Enter');
  }
});
