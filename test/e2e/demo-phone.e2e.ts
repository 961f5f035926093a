import assert from 'node:assert/strict';
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

  it('replaces a phone in set-up and sign-in', () =>
    Person.runStory(browser, server.origin, look, async (ada) => {
      const account = await server.createAccount('phone');
      await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
      await ada.signsIn(account);
      await ada.seesPreferences();
      await ada.opensSetUp();

      await ada.page.getByRole('img', { name: /QR code/ }).waitFor();
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
      // The demo phone shows this text while its code is spent.
      await ada.page.getByText('Just used').waitFor({ state: 'hidden', timeout: 35_000 });
      await ada.presses('Copy code');
      await ada.sees('Code copied.');
      await ada.challengeField.focus();
      await ada.keys('Control+V');
      await ada.seesPreferences();
    }));

  for (const [width, height] of [
    [360, 740],
    [320, 640],
    [599, 700],
    [844, 390],
    [1024, 600],
  ] as const) {
    it(`covers neither the QR code nor the boxes of an open set-up at ${width} by ${height}`, () =>
      Person.runStory(browser, server.origin, look, async (ada) => {
        const account = await server.createAccount('small');
        await ada.signsIn(account);
        await ada.seesPreferences();
        await ada.page.setViewportSize({ width, height });
        await ada.opensSetUp();
        const phone = ada.page.locator('harmony-demo-phone');
        const bar = phone.getByRole('button', { name: 'Demo phone' });
        const boxes = [ada.page.locator('harmony-2fa-qr-code'), ada.codeField, ada.savedBox];

        for (const open of ['false', 'true']) {
          if ((await bar.getAttribute('aria-expanded')) !== open) await bar.click();
          for (const box of boxes) {
            await box.scrollIntoViewIfNeeded();
            const [seen, panel] = await Promise.all([box.boundingBox(), phone.boundingBox()]);
            assert.ok(seen && panel, 'both have a box');
            const apart = seen.y + seen.height <= panel.y || panel.y + panel.height <= seen.y;
            assert.ok(apart, `${JSON.stringify(seen)} is under the panel at ${JSON.stringify(panel)}`);
          }
        }
      }));
  }
});
