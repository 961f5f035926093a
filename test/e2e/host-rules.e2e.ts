import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { TestServer } from '../server/support/test-server.js';
import { enrol, signedIn, visit, type Account } from '../server/support/visitor.js';
import { Authenticator } from '../support/authenticator.js';
import { axeFindings } from '../support/axe-findings.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { startPagesServer } from '../support/pages-server.js';
import { looks, Person } from '../support/person.js';

const disable = 'Disable two-factor authentication?';
const question = 'Turn off 2FA as an administrator?';

/** The server runs in this process, so that a test turns its clock instead of waiting for the next code. */
describe('what the page decides', () => {
  let server: TestServer;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    const administrators = looks.map((_, index) => `boss${index}@harmony.example`);
    const issuerByDomain = new Map([['acme.example', 'Acme']]);
    [server, browser] = await Promise.all([startPagesServer({ administrators, issuerByDomain }), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const [index, look] of looks.entries()) {
    const name = `at ${look.width} px, ${look.colorScheme}`;

    it(`stops an administrator who turns 2FA off until the question is answered, ${name}`, () =>
      Person.runStory(browser, server.url, look, async (boss) => {
        const account = await createAccount(`boss${index}@harmony.example`);
        const visitor = visit(server);
        await visitor.signIn(account);
        const { phone } = await enrol(server, visitor);
        server.clock.advance(30);
        await boss.signsIn(account);
        await boss.seesChallenge();
        await boss.answersChallenge(phone.code(server.clock.now()));
        await boss.seesPreferences();
        await boss.page.getByRole('link', { name: 'Administration' }).waitFor();

        const trigger = boss.page.getByRole('button', { name: 'Disable 2FA' });
        for (const keep of ['Keep 2FA', 'Escape']) {
          await trigger.click();
          await boss.dialog(disable).getByRole('button', { name: 'Disable 2FA' }).click();
          await boss.seesDialog(question);
          await boss.fitsOnPage();
          assert.deepEqual(await axeFindings(boss.page), []);
          if (keep === 'Escape') await boss.keys('Escape');
          else await boss.presses(keep);
          await boss.seesNoDialog();
          await boss.hasFocusOn(trigger);
          assert.ok(await isOn(account), keep);
        }

        await boss.keys('Enter');
        await boss.dialog(disable).getByRole('button', { name: 'Disable 2FA' }).click();
        await boss.seesDialog(question);
        await boss.tabsTo(boss.button('Turn off'));
        await boss.keys('Enter');
        await boss.sees('2FA is off. You can remove the entry from your authenticator app.');
        await boss.seesNoDialog();
        assert.ok(!(await isOn(account)));
      }));

    it(`shows the state of 2FA in the profile and offers no change there, ${name}`, () =>
      Person.runStory(browser, server.url, look, async (ada) => {
        const { account, browser: visitor } = await signedIn(server);
        await ada.signsIn(account);
        await ada.seesPreferences();
        await ada.page.goto(`${server.url}/preferences/profile`);
        const factor = ada.page.getByRole('region', { name: '2FA of this account' });
        await factor.getByRole('heading', { name: 'Two-Factor Authentication (2FA)' }).waitFor();
        assert.equal(await factor.getByRole('button').count(), 0);

        const { phone } = await enrol(server, visitor);
        server.clock.advance(30);
        await ada.signsIn(account);
        await ada.seesChallenge();
        await ada.answersChallenge(phone.code(server.clock.now()));
        await ada.seesPreferences();
        await ada.page.goto(`${server.url}/preferences/profile`);
        await factor.getByText('10 of 10 backup codes left').waitFor();
        assert.equal(await factor.getByRole('button').count(), 0);
        await ada.fitsOnPage();
        assert.deepEqual(await axeFindings(ada.page), []);
        await factor.getByRole('link', { name: 'Change it under Security' }).click();
        await ada.seesPreferences();
      }));

    it(`names the tenant in the authenticator app, ${name}`, () =>
      Person.runStory(browser, server.url, look, async (ada) => {
        for (const [domain, issuer] of [
          ['acme.example', 'Acme'],
          ['notacme.example', 'Harmony'],
        ] as const) {
          const account = await createAccount(`ada${index}@${domain}`);
          await ada.signsIn(account);
          await ada.seesPreferences();
          await ada.opensSetUp();
          const app = new Authenticator(await camera.reads(ada.page));
          assert.deepEqual([app.issuer, app.account], [issuer, account.email]);
          await ada.keys('Escape');
          await ada.presses('Leave');
          await ada.seesNoDialog();
          await ada.signsOut();
        }
      }));
  }

  async function createAccount(email: string): Promise<Account> {
    const account = { email, password: 'correct horse battery' };
    assert.ok(await server.accounts.create(email, account.password, server.clock.now()));
    return account;
  }
  const isOn = async ({ email }: Account): Promise<boolean> => {
    const { id } = (await server.accounts.find(email))!;
    return (await server.store.secondFactors.read(id)).active !== null;
  };
});
