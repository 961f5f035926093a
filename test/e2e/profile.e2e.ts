import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { TestServer } from '../server/support/test-server.js';
import { enrol, signedIn } from '../server/support/visitor.js';
import { launchBrowser } from '../support/launch-browser.js';
import { startPagesServer } from '../support/pages-server.js';
import { looks, Person } from '../support/person.js';

const proof = "Confirm it's you";
const fresh = 'nine violins at dawn';

/** The server runs in this process, so that a test turns its clock instead of waiting for a proof to grow old. */
describe('the profile', () => {
  let server: TestServer;
  let browser: Browser;

  before(async () => {
    [server, browser] = await Promise.all([startPagesServer(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const look of looks) {
    it(`gives the account a new password, with a code, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.url, look, async (ada) => {
        const person = await signedIn(server);
        const { account } = person;
        const { phone } = await enrol(server, person.browser);
        server.clock.advance(30);
        await ada.signsIn(account);
        await ada.seesChallenge();
        await ada.answersChallenge(phone.code(server.clock.now()));
        await ada.seesPreferences();
        await ada.page.getByRole('link', { name: 'Profile' }).click();
        await ada.page.waitForURL('**/preferences/profile');
        await ada.seesHeading('Password');
        await ada.sees('At least 8 characters.');
        await ada.fitsOnPage();
        const [old, next] = [ada.page.getByLabel('Current password'), ada.page.getByLabel('New password')];

        await ada.presses('Change password');
        assert.equal(await ada.seesRefusal(old), 'Enter your current password.');
        await old.fill(account.password);
        for (const [password, refusal] of [
          ['seven77', 'The new password needs at least 8 characters.'],
          ['trustno1', 'This password is known from stolen lists, or is easy to guess. Choose another one.'],
          [account.password, 'This is your current password. Choose another one.'],
        ] as const) {
          await next.fill(password);
          await ada.presses('Change password');
          await ada.sees(refusal);
          await ada.hasFocusOn(next);
        }

        // The code of the sign-in has grown old. A person who cancels is back at the form.
        server.clock.advance(300);
        await next.fill(fresh);
        await ada.presses('Change password');
        await ada.seesDialog(proof);
        await ada.dialog(proof).getByRole('button', { name: 'Cancel' }).click();
        await ada.seesNoDialog();
        await ada.hasFocusOn(ada.button('Change password'));
        assert.equal(await next.inputValue(), fresh);

        await next.press('Enter');
        await ada.seesDialog(proof);
        await ada.codeField.fill(phone.code(server.clock.now()));
        await ada.codeField.press('Enter');
        await ada.sees('Your password was changed. You are signed out everywhere else.');
        await ada.seesNoDialog();
        assert.deepEqual([await old.inputValue(), await next.inputValue()], ['', '']);

        // The code was a proof, and the session goes on under its new id.
        await old.fill(account.password);
        await next.fill('ten cellos at noon');
        await next.press('Enter');
        await ada.sees('This is not your current password.');
        await ada.hasFocusOn(old);
        await ada.page.reload();
        await ada.seesHeading('Password');
        await ada.page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
        await ada.page.waitForURL('**/sign-in');
        await ada.signsIn({ ...account, password: fresh });
        await ada.seesChallenge();
      }));
  }

  it('while 2FA is off asks for nothing but the old password, and can show both', () =>
    Person.runStory(browser, server.url, looks[0]!, async (ada) => {
      const { account } = await signedIn(server);
      await ada.signsIn(account);
      await ada.seesPreferences();
      server.clock.advance(3000);
      await ada.page.goto(`${server.url}/preferences/profile`);
      await ada.sees('At least 8 characters.');
      const [old, next] = [ada.page.getByLabel('Current password'), ada.page.getByLabel('New password')];
      assert.deepEqual(await typesOf(ada), ['password', 'password']);
      await ada.page.getByLabel('Show passwords').check();
      assert.deepEqual(await typesOf(ada), ['text', 'text']);
      // Nothing forbids to paste, and password managers know the fields.
      assert.equal(await old.getAttribute('autocomplete'), 'current-password');
      assert.equal(await next.getAttribute('autocomplete'), 'new-password');
      await old.fill(account.password);
      await next.fill(fresh);
      await ada.presses('Change password');
      await ada.sees('Your password was changed. You are signed out everywhere else.');
      assert.deepEqual(await typesOf(ada), ['password', 'password']);
    }));

  it('is one of the pages that the navigation leads to, each with its own address and title', () =>
    Person.runStory(browser, server.url, looks[2]!, async (ada) => {
      const { account } = await signedIn(server);
      await ada.signsIn(account);
      await ada.seesPreferences();
      for (const [name, heading] of [
        ['Profile', 'Password'],
        ['Workspaces', 'Your workspaces'],
        ['Security', 'Two-Factor Authentication (2FA)'],
      ] as const) {
        await ada.page.getByRole('link', { name, exact: true }).click();
        await ada.page.waitForURL(`**/preferences/${name.toLowerCase()}`);
        await ada.seesHeading(heading);
        assert.equal(await ada.page.title(), `${name} · Harmony`);
        assert.equal(await ada.page.locator('nav [aria-current=page]').textContent(), name);
        await ada.fitsOnPage();
      }
    }));
});

function typesOf({ page }: Person): Promise<string[]> {
  return page
    .locator('#old-password, #new-password')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).type));
}
