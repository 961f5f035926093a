import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { openMailbox, type Mailbox } from '../support/mailbox.js';
import { looks, Person } from '../support/person.js';
import { ReferenceServer, type Account } from '../support/server.js';

describe('a person who is locked out', { concurrency: 2 }, () => {
  let mailbox: Mailbox;
  let server: ReferenceServer;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    mailbox = await openMailbox();
    const mail = { SMTP_URL: mailbox.url, MAIL_FROM: 'Harmony <no-reply@harmony.example>', RECOVERY_DELAY_HOURS: '0' };
    [server, browser] = await Promise.all([ReferenceServer.start(mail), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser.close();
    await server.close();
    await mailbox.close();
  });

  for (const look of looks) {
    it(`signs in once by the code of an administrator, and sets up another phone: ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.origin, look, async (ada) => {
        const { account } = await enrolled(ada, 'recovers');
        const code = await recover(account);
        await ada.signsIn(account);
        await ada.seesChallenge();
        await ada.answersWithBackupCode(code.toLowerCase().replaceAll('-', ' '));
        await ada.seesPreferences();
        await ada.sees('10 of 10 backup codes left');

        // The code was a proof of this session, so no other one is asked for.
        await ada.presses('Use a different authenticator');
        await ada.seesDialog('Set Up Two-Factor Authentication');
        const app = new Authenticator(await camera.reads(ada.page));
        await ada.finishesSetUp(app);
        await ada.signsOut();
        await ada.signsIn(account);
        await ada.seesChallenge();
        await ada.answersWithBackupCode(code);
        await ada.sees('That backup code is not right, or it was used before.');
        await mailbox.read(account.email, 'The recovery code was used');
      }));

    it(`stops a recovery by the link of the mail: ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.origin, look, async (ada) => {
        const { account } = await enrolled(ada, 'stops');
        const code = await recover(account);
        const mail = await mailbox.read(account.email, 'An account recovery has begun');
        const link = /^http:\S+$/m.exec(mail)?.[0] ?? '';
        assert.ok(link.startsWith(`${server.origin}/stop-recovery#`), link);
        await ada.page.goto(link);
        await ada.seesHeading('Stop the account recovery?');
        assert.equal(new URL(ada.page.url()).hash, '', 'the address bar keeps no token');
        await ada.presses('Stop the recovery');
        await ada.seesHeading('No recovery of this link is running');
        await ada.hasFocusOn(ada.page.getByRole('heading', { name: 'No recovery of this link is running' }));

        await ada.signsIn(account);
        await ada.seesChallenge();
        await ada.answersWithBackupCode(code);
        await ada.sees('That backup code is not right, or it was used before.');
      }));
  }

  it('is told that a link without its token is not complete', () =>
    Person.runStory(browser, server.origin, looks[0]!, async (ada) => {
      await ada.page.goto(`${server.origin}/stop-recovery`);
      await ada.seesHeading('This link is not complete');
      assert.equal(await ada.page.getByRole('button').count(), 0);
    }));

  async function enrolled(ada: Person, name: string): Promise<{ account: Account; app: Authenticator }> {
    const account = await server.createAccount(name);
    await ada.signsIn(account);
    await ada.seesPreferences();
    await ada.opensSetUp();
    const app = new Authenticator(await camera.reads(ada.page));
    await ada.finishesSetUp(app);
    await ada.signsOut();
    return { account, app };
  }

  /** What an administrator reads out to the person. */
  async function recover({ email }: Account): Promise<string> {
    const output = await server.administer('recover', email, '--yes', email, '--reason', 'lost phone and codes');
    const [, code = ''] = /^recovery code: (\S+)$/m.exec(output) ?? [];
    assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    return code;
  }
});
