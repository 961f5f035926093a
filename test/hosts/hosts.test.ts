import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { Person } from '../support/person.js';
import { hosts, hydrated, Showroom, type Host } from './showroom.js';

const look = { width: 1280, colorScheme: 'light' } as const;

describe('the hosts, built from the packed package', { concurrency: 2 }, () => {
  let showroom: Showroom;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    [showroom, browser] = await Promise.all([Showroom.open(), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser?.close();
    await showroom?.close();
  });

  for (const host of hosts) {
    describe(host, { concurrency: 1 }, () => {
      it('passes client and texts as properties, and hears typed events', () =>
        visits(host, async (ada) => {
          await shows(ada, 'preferences');
          await ada.seesHeading('Two steps to sign in');
          await ada.opensSetUp();
          const app = new Authenticator(await camera.reads(ada.page));
          assert.equal(app.issuer, 'Acme', 'the set-up came from the page’s own client');
          await ada.finishesSetUp(app);
          await ada.sees('2FA is on: true');

          await shows(ada, 'sign-in');
          await ada.seesHeading('One more step');
          await ada.answersChallenge(await ada.freshCode(app));
          await ada.sees('Signed in by totp');
          await ada.page.locator('harmony-2fa-challenge').waitFor({ state: 'detached' });
        }));

      it('leaves nothing behind when it unmounts', () =>
        visits(host, async (ada) => {
          await comesAndGoes(ada);
          // What the framework itself keeps for good is there by now.
          const before = await readAccounts(ada);
          await comesAndGoes(ada);
          await comesAndGoes(ada, 'at once');
          assert.deepEqual(await readAccounts(ada), before);
        }));

      it('takes no harm from a second copy of the package', () =>
        visits(host, async (ada) => {
          await ada.page.addScriptTag({ type: 'module', url: '/second-copy.js' });
          const remarks = ada.faults.splice(0);
          assert.equal(remarks.length, 6, remarks.join('\n'));
          for (const remark of remarks) assert.match(remark, /^<harmony-2fa-[\w-]+> was already defined on this page/);

          await shows(ada, 'preferences');
          await ada.seesHeading('Two steps to sign in');
          await ada.opensSetUp();
        }));
    });
  }

  it('server-rendered: nothing moves when the script arrives', () =>
    visits('server-rendered', async (ada) => {
      const footer: number[] = [];
      const measure = async () => {
        footer.push(await ada.page.locator('footer').evaluate((element) => element.getBoundingClientRect().top));
      };
      await ada.page.route('**/page.js', async (route) => {
        await measure();
        await route.continue();
      });
      await ada.page.reload({ waitUntil: 'commit' });
      await ada.button('Enable 2FA').waitFor();
      await measure();
      assert.equal(footer.length, 2);
      assert.equal(footer[1], footer[0]);
    }));

  for (const framework of hydrated) {
    it(`${framework} renders on a server, and the page takes over`, async () => {
      const html = await (await fetch(showroom.address(`${framework} on a server`))).text();
      assert.match(html, /<main>/);
      assert.doesNotMatch(html, /\[object|ABCD-EFGH/, 'objects and codes are no attributes');
      await visits(`${framework} on a server`, async (ada) => {
        await ada.seesHeading('Two steps to sign in');
        await ada.button('Enable 2FA').waitFor();
        await ada.sees('ABCD-EFGH');
      });
    });
  }

  /** Any word in the console is a fault, and so is a request: each host has its back end in the page. */
  async function visits(host: Host, story: (ada: Person) => Promise<void>): Promise<void> {
    const address = showroom.address(host);
    await Person.lives(browser, new URL(address).origin, look, async (ada) => {
      ada.page.on('console', (message) => {
        // Said once by Lit's development build, which comes along with those of the frameworks.
        const expected = message.text().startsWith('Lit is in dev mode.');
        if (message.type() === 'warning' && !expected) ada.faults.push(message.text());
      });
      await ada.page.addInitScript({ path: join(import.meta.dirname, 'ledger.js') });
      await ada.page.goto(address);
      await ada.page.getByRole('heading', { level: 1 }).waitFor();
      await story(ada);
      ada.faults.push(...ada.traffic.filter((line) => line.includes('/api/')));
    });
  }
});

type View = 'preferences' | 'sign-in';

async function shows(ada: Person, view: View): Promise<void> {
  if (await ada.button(`Hide ${view}`).isVisible()) return;
  await ada.presses(`Show ${view}`);
  await ada.button(`Hide ${view}`).waitFor();
}

async function hides(ada: Person, view: View): Promise<void> {
  await ada.presses(`Hide ${view}`);
  await ada.button(`Show ${view}`).waitFor();
  const tag = view === 'preferences' ? 'harmony-2fa-setup' : 'harmony-2fa-challenge';
  assert.equal(await ada.page.locator(tag).count(), 0);
}

/** @param how long it stays: until it shows the account's state, or not at all, so that its requests are still on the way */
async function comesAndGoes(ada: Person, how: 'settled' | 'at once' = 'settled'): Promise<void> {
  await shows(ada, 'preferences');
  if (how === 'settled') await ada.button('Enable 2FA').waitFor();
  await hides(ada, 'preferences');
  await shows(ada, 'sign-in');
  if (how === 'settled') await ada.seesHeading('One more step');
  await hides(ada, 'sign-in');
}

/** Once the last timers have run out; what waits any longer was left behind. */
async function readAccounts({ page }: Person): Promise<unknown> {
  await page.waitForFunction(() => readLedger().timeouts === 0, null, { timeout: 5000 });
  return page.evaluate(() => readLedger());
}

/** By `ledger.js`. */
declare function readLedger(): { listeners: Record<string, number>; timeouts: number };
