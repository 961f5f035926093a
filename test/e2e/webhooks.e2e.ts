import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { endpointFor, newSecret, startReceiver, verified, type Receiver } from '../server/support/receiver.js';
import type { TestServer } from '../server/support/test-server.js';
import { phone } from '../server/support/phone.js';
import { createAccount } from '../server/support/visitor.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { startPagesServer } from '../support/pages-server.js';
import { looks, Person } from '../support/person.js';

describe('a system of the operator', () => {
  const secret = newSecret();
  let server: TestServer;
  let receiver: Receiver;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    receiver = await startReceiver();
    const webhooks = [endpointFor(receiver, { secrets: [secret], events: ['enabled', 'disabled'] })];
    [server, browser] = await Promise.all([startPagesServer({ webhooks }), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser.close();
    await server.close();
    await receiver.close();
  });

  for (const look of looks) {
    it(`is told what a person does with 2FA, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.url, look, async (ada) => {
        const account = await createAccount(server);
        const { id } = (await server.accounts.find(account.email))!;
        receiver.received.splice(0);
        await ada.signsIn(account);
        await ada.seesPreferences();
        await ada.opensSetUp();
        const app = phone(await camera.reads(ada.page));
        await ada.savedBox.check();
        await ada.codeField.fill(app.code(server.clock.now()));
        await ada.presses('Verify');
        await ada.seesNoDialog();
        await ada.presses('Disable 2FA');
        await ada.dialog().getByRole('button', { name: 'Disable 2FA' }).click();
        await ada.sees('2FA is off.');
        await server.webhooksSettled();

        const told = verified(receiver, secret, server.clock.now());
        assert.deepEqual(
          told.map(({ type, data }) => [type, data.accountId]),
          [
            ['harmony_2fa.enabled', id],
            ['harmony_2fa.disabled', id],
          ],
        );
        // What leaves the house lets nobody in.
        const sent = receiver.received.map(({ body }) => body.toString()).join();
        assert.ok(!sent.includes(app.base32));
      }));
  }
});
