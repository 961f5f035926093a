import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Phone } from '../server/support/phone.js';
import type { TestServer } from '../server/support/test-server.js';
import { enrol, signedIn, type Account } from '../server/support/visitor.js';
import { launchBrowser } from '../support/launch-browser.js';
import { startPagesServer } from '../support/pages-server.js';
import { looks, Person } from '../support/person.js';

const proof = "Confirm it's you";

/** The server runs in this process, so that a test turns its clock instead of waiting for a proof to grow old. */
describe('deleting a workspace in the preferences', () => {
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
    it(`asks again for a code when the last one is a minute old, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.url, look, async (ada) => {
        const { account, phone } = await withTwoFactor(server);
        await signsInWithCode(ada, account, phone.code(server.clock.now()));

        // The challenge was a proof: nothing is asked.
        await asksToDelete(ada, 'Sandbox');
        await ada.presses('Delete workspace');
        await ada.sees('Sandbox was deleted.');
        await ada.seesNoDialog();
        assert.equal(await ada.page.getByRole('button', { name: 'Delete workspace Sandbox' }).count(), 0);

        // Two are left, and nobody is asked for a code in vain.
        await ada.sees('An account keeps at least two workspaces, so neither of these can be deleted.');
        assert.equal(await ada.page.getByRole('button', { name: /^Delete workspace/ }).count(), 0);
        await server.workspaces.restoreAll();
        await ada.page.reload();

        server.clock.advance(60);
        await asksToDelete(ada, 'Research');
        await ada.presses('Delete workspace');
        await ada.seesDialog(proof);
        await ada.hasFocusOn(ada.codeField);
        assert.equal(await ada.page.getByLabel('Password').count(), 0, 'a password is no proof while 2FA is on');

        // The demo phone goes along into the dialog, and can be used there.
        const bar = ada.page.getByRole('button', { name: 'Demo phone' });
        const open = await bar.getAttribute('aria-expanded');
        await bar.click();
        assert.notEqual(await bar.getAttribute('aria-expanded'), open);

        await ada.codeField.fill(phone.wrongCode(server.clock.now()));
        await ada.presses('Continue');
        await ada.seesRefusal(ada.codeField);

        // A person who cancels is back at the question, and nothing is deleted.
        await ada.dialog(proof).getByRole('button', { name: 'Cancel' }).click();
        await ada.dialog(proof).waitFor({ state: 'hidden' });
        await ada.seesDialog('Delete Research?');
        await ada.hasFocusOn(ada.button('Delete workspace'));
        assert.equal(await deletedWorkspaces(server, account), 0);

        await ada.presses('Delete workspace');
        await ada.seesDialog(proof);
        await ada.codeField.fill(phone.code(server.clock.now()));
        await ada.codeField.press('Enter');
        await ada.sees('Research was deleted.');
        await ada.seesNoDialog();
        await ada.hasFocusOn(ada.page.locator('#workspaces'));

        await ada.page.reload();
        await ada.sees('Harmony HQ');
        const left = ada.page.locator('#workspace-rows strong');
        assert.deepEqual(await left.allTextContents(), ['Harmony HQ', 'Sandbox']);
      }));
  }

  /** Ada, without 2FA, deletes a workspace a minute after her sign-in. */
  async function isAskedForProof(ada: Person): Promise<Account> {
    const { account } = await signedIn(server);
    await ada.signsIn(account);
    await ada.seesPreferences();
    server.clock.advance(60);
    await asksToDelete(ada, 'Research');
    await ada.presses('Delete workspace');
    await ada.seesDialog(proof);
    return account;
  }

  it('says that two are kept where another tab has deleted one meanwhile', () =>
    Person.runStory(browser, server.url, looks[0]!, async (ada) => {
      const { account } = await signedIn(server);
      await ada.signsIn(account);
      await ada.seesPreferences();
      await asksToDelete(ada, 'Research');
      const { id } = (await server.accounts.find(account.email))!;
      await server.workspaces.delete(id, 'sandbox');
      await ada.presses('Delete workspace');
      await ada.sees('It was not deleted: an account keeps at least two workspaces.');
      assert.equal(await deletedWorkspaces(server, account), 1);
    }));

  it('asks for the password while 2FA is off', () =>
    Person.runStory(browser, server.url, looks[0]!, async (ada) => {
      const account = await isAskedForProof(ada);
      await ada.page.getByLabel('Password').fill(account.password);
      await ada.presses('Continue');
      await ada.sees('Research was deleted.');
    }));

  it('leads to the sign-in when the session is over', () =>
    Person.runStory(browser, server.url, looks[0]!, async (ada) => {
      const account = await isAskedForProof(ada);
      await ada.page.context().clearCookies();
      await ada.page.getByLabel('Password').fill(account.password);
      await ada.presses('Continue');
      await ada.page.waitForURL('**/sign-in');
    }));
});

async function withTwoFactor(server: TestServer): Promise<{ account: Account; phone: Phone }> {
  const { account, browser } = await signedIn(server);
  const { phone } = await enrol(server, browser);
  // The code of the set-up is spent.
  server.clock.advance(30);
  return { account, phone };
}

async function signsInWithCode(ada: Person, account: Account, code: string): Promise<void> {
  await ada.signsIn(account);
  await ada.seesChallenge();
  await ada.answersChallenge(code);
  await ada.seesPreferences();
}

async function asksToDelete(ada: Person, name: string): Promise<void> {
  if (!ada.page.url().endsWith('/workspaces')) await ada.page.getByRole('link', { name: 'Workspaces' }).click();
  await ada.presses(`Delete workspace ${name}`);
  await ada.seesDialog(`Delete ${name}?`);
}

async function deletedWorkspaces(server: TestServer, { email }: Account): Promise<number> {
  const { id } = (await server.accounts.find(email))!;
  return 3 - (await server.workspaces.list(id)).length;
}
