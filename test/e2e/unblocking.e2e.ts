import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { limits } from '../../server/index.js';
import type { TestServer } from '../server/support/test-server.js';
import { enrolled } from '../server/support/visitor.js';
import { axeFindings } from '../support/axe-findings.js';
import { launchBrowser } from '../support/launch-browser.js';
import { startPagesServer } from '../support/pages-server.js';
import { looks, Person } from '../support/person.js';

/** The server runs in this process, so that a test turns its clock instead of waiting for the next code. */
describe('a blocked authenticator', () => {
  const mails: { address: string; subject: string }[] = [];
  let server: TestServer;
  let browser: Browser;

  before(async () => {
    const mailer = {
      send: (address: string, { subject }: { subject: string }) =>
        Promise.resolve(void mails.push({ address, subject })),
    };
    [server, browser] = await Promise.all([startPagesServer({ mailer }), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const look of looks) {
    it(`is opened by three codes in a row, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.url, look, async (ada) => {
        const { account, phone } = await enrolled(server);
        await block(account.email);
        await ada.signsIn(account);
        await ada.seesChallenge();
        // The second code begins the row anew: one time step is left out.
        for (const steps of [2, 2, 1]) {
          server.clock.advance(steps * 30);
          await ada.answersChallenge(phone.code(server.clock.now()));
          await ada.sees(/enter three codes in a row/);
          assert.deepEqual(await axeFindings(ada.page), []);
        }
        server.clock.advance(30);
        await ada.answersChallenge(phone.code(server.clock.now()));
        await ada.seesPreferences();
        await server.noticesSettled();
        const subjects = mails.filter(({ address }) => address === account.email).map(({ subject }) => subject);
        assert.match(subjects.join(), /Your authenticator works again/);
      }));
  }

  async function block(email: string): Promise<void> {
    const { id } = (await server.accounts.find(email))!;
    const factor = await server.store.secondFactors.read(id);
    const blockedAt = server.clock.now().getTime() - 3_600_000;
    const budget = { ...factor.budget, failures: limits.blockingFailures, blockedAt };
    assert.ok(await server.store.secondFactors.recordFailure(factor, budget, []));
  }
});
