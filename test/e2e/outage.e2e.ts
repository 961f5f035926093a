import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { Person } from '../support/person.js';
import { ReferenceServer } from '../support/server.js';

const look = { width: 1280, colorScheme: 'light' } as const;

describe('while the server is down', () => {
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

  it('a set-up reports it, keeps its contents, and continues when the server is back', () =>
    Person.runStory(browser, server.origin, look, async (ada) => {
      await ada.signsIn(await server.createAccount('outage'));
      await ada.seesPreferences();

      await ada.presses('Enable 2FA');
      await ada.seesDialog();
      await server.stop();
      await ada.presses('Enable 2FA');
      await ada.sees(/try again/i);
      await server.start();
      await ada.presses('Enable 2FA');
      await ada.seesDialog('Set Up Two-Factor Authentication');

      const keyUri = await camera.reads(ada.page);
      const app = new Authenticator(keyUri);
      const codes = await ada.readsBackupCodes();
      await ada.savedBox.check();
      const typed = app.wrongCode();
      await server.stop();
      await ada.codeField.fill(typed);
      await ada.presses('Verify');
      await ada.sees(/try again/i);
      assert.equal(await camera.reads(ada.page), keyUri);
      assert.deepEqual(await ada.readsBackupCodes(), codes);
      assert.ok(await ada.savedBox.isChecked());
      assert.equal(await ada.codeField.inputValue(), typed, 'the typed code is still there');

      await server.start();
      await ada.codeField.fill(await ada.freshCode(app));
      await ada.presses('Verify');
      await ada.seesNoDialog();
      await ada.sees('10 of 10 backup codes left');
    }));

  it('a sign-in reports it, and continues when the server is back', () =>
    Person.runStory(browser, server.origin, look, async (ada) => {
      const account = await server.createAccount('outage');
      await ada.signsIn(account);
      await ada.seesPreferences();
      await ada.opensSetUp();
      const app = new Authenticator(await camera.reads(ada.page));
      await ada.finishesSetUp(app);
      await ada.signsOut();
      await ada.signsIn(account);
      await ada.seesChallenge();

      const code = await ada.freshCode(app);
      await server.stop();
      await ada.answersChallenge(code);
      await ada.sees(/try again/i);
      await server.start();
      await ada.presses('Verify');
      await ada.seesPreferences();
    }));

  const answers = {
    'an aborted request': null,
    'a page of a proxy': { contentType: 'text/html', body: '<h1>Welcome to the hotel</h1>' },
    'an object with a wrong value': { contentType: 'application/json', body: '{"enabled":"perhaps"}' },
  };
  for (const [name, answer] of Object.entries(answers)) {
    it(`the section treats ${name} as no answer, and offers “Try again”`, () =>
      Person.runStory(browser, server.origin, look, async (ada) => {
        await ada.page.route('**/api/2fa/status', (route) => (answer ? route.fulfill(answer) : route.abort()));
        await ada.signsIn(await server.createAccount('outage'));
        await ada.button('Try again').waitFor();
        await ada.page.unroute('**/api/2fa/status');
        await ada.presses('Try again');
        await ada.button('Enable 2FA').waitFor();
      }));
  }
});
