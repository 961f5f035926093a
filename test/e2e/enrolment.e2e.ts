import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { looks, Person } from '../support/person.js';
import { ReferenceServer } from '../support/server.js';

const title = 'Set Up Two-Factor Authentication';
const workspace = '/api/workspaces/research';

describe('where 2FA is required', { concurrency: 2 }, () => {
  let server: ReferenceServer;
  let graceful: ReferenceServer;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    [server, graceful, browser] = await Promise.all([
      ReferenceServer.start({ REQUIRE_2FA: 'on' }),
      ReferenceServer.start({ REQUIRE_2FA: '2096-12-01' }),
      launchBrowser(),
    ]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser.close();
    await Promise.all([server.close(), graceful.close()]);
  });

  for (const look of looks) {
    it(`a right password leads to the set-up and then to the preferences, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.origin, look, async (ada) => {
        const account = await server.createAccount('ada');
        await ada.signsIn(account);
        await ada.seesHeading(title);
        await ada.sees('Your organisation requires it.');

        // Nothing else of the product is open, and the preferences lead back here.
        const answer = await ada.page.request.get(`${server.origin}${workspace}`);
        assert.equal(answer.status(), 401);
        await ada.page.goto(`${server.origin}/preferences/security`);
        await ada.page.waitForURL('**/sign-in');
        await ada.seesHeading(title);

        const app = new Authenticator(await camera.reads(ada.page));
        await ada.savedBox.check();
        await ada.codeField.fill(await ada.freshCode(app));
        await ada.presses('Verify');
        await ada.seesPreferences();
        await ada.sees('Required by your organisation.');
        assert.equal(await ada.page.getByRole('button', { name: 'Disable 2FA' }).count(), 0);

        await ada.signsOut();
        await ada.signsIn(account);
        await ada.seesChallenge();
        await ada.answersChallenge(await ada.freshCode(app));
        await ada.seesPreferences();
      }));

    it(`a person uses a different account, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.origin, look, async (ada) => {
        await ada.signsIn(await server.createAccount('ada'));
        await ada.seesHeading(title);
        await ada.presses('Use a different account');
        await ada.page.getByLabel('Email', { exact: true }).waitFor();
        await ada.page.reload();
        await ada.page.getByLabel('Email', { exact: true }).waitFor();
      }));

    it(`before the date the preferences warn, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, graceful.origin, look, async (ada) => {
        await ada.signsIn(await graceful.createAccount('ada'));
        await ada.seesPreferences();
        await ada.sees(/^Required from (1 December|30 November|December 1,) 2096\.$/);
        await ada.opensSetUp();
        const app = new Authenticator(await camera.reads(ada.page));
        await ada.finishesSetUp(app);
        await ada.sees('Required by your organisation.');
      }));
  }
});
