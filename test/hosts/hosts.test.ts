import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { Person } from '../support/person.js';
import { HostApps, hosts, hydrated, type Host } from './host-apps.js';

const { exports } = JSON.parse(await readFile(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
};
const entries = Object.keys(exports).filter((entry) => entry.startsWith('./harmony-2fa-'));
/** Every tag that a page gets: those of the package's entries, and the button that copies. */
const tags = [...entries.map((entry) => entry.slice('./'.length)), 'harmony-2fa-copy-button'].sort();

const look = { width: 1280, colorScheme: 'light' } as const;

describe('the hosts, built from the packed package', { concurrency: 2 }, () => {
  let apps: HostApps;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    [apps, browser] = await Promise.all([HostApps.open(), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser?.close();
    await apps?.close();
  });

  for (const host of hosts) {
    describe(host, { concurrency: 1 }, () => {
      it('sets client and texts as properties, and receives typed events', () =>
        visits(host, async (ada) => {
          await shows(ada, 'preferences');
          await ada.seesHeading('Two steps to sign in');
          await ada.opensSetUp();
          const app = new Authenticator(await camera.reads(ada.page));
          assert.equal(app.issuer, 'Acme', 'the set-up comes from the client of the page');
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
          // The first round creates what the framework keeps permanently.
          const before = await countOpenResources(ada);
          await comesAndGoes(ada);
          await comesAndGoes(ada, 'at once');
          assert.deepEqual(await countOpenResources(ada), before);
        }));

      it('works beside a second copy of the package', () =>
        visits(host, async (ada) => {
          await ada.page.addScriptTag({ type: 'module', url: '/second-copy.js' });
          const warned = ada.faults
            .splice(0)
            .map((warning) => /^<([\w-]+)> was already defined on this page/.exec(warning)?.[1] ?? warning);
          assert.deepEqual(warned.sort(), tags);

          await shows(ada, 'preferences');
          await ada.seesHeading('Two steps to sign in');
          await ada.opensSetUp();
        }));
    });
  }

  it('server-rendered: the layout does not move when the script loads', () =>
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
    it(`${framework} renders on a server, and the page hydrates it`, async () => {
      const html = await (await fetch(apps.address(`${framework} on a server`))).text();
      assert.match(html, /<main>/);
      assert.doesNotMatch(html, /\[object|ABCD-EFGH/, 'no attribute has an object or a code');
      await visits(`${framework} on a server`, async (ada) => {
        await ada.seesHeading('Two steps to sign in');
        await ada.button('Enable 2FA').waitFor();
        await ada.sees('ABCD-EFGH');
      });
    });
  }

  /** A console message is a fault. A request to an API is a fault, too, because each host has its back end in the page. */
  async function visits(host: Host, story: (ada: Person) => Promise<void>): Promise<void> {
    const address = apps.address(host);
    await Person.runStory(browser, new URL(address).origin, look, async (ada) => {
      ada.page.on('console', (message) => {
        // Lit's development build, which the frameworks' builds load, prints this once.
        const expected = message.text().startsWith('Lit is in dev mode.');
        if (message.type() === 'warning' && !expected) ada.faults.push(message.text());
      });
      await ada.page.addInitScript({ path: join(import.meta.dirname, 'open-resources.js') });
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

/** @param how 'settled' waits for the account's state; 'at once' removes the elements while their requests are pending */
async function comesAndGoes(ada: Person, how: 'settled' | 'at once' = 'settled'): Promise<void> {
  await shows(ada, 'preferences');
  if (how === 'settled') await ada.button('Enable 2FA').waitFor();
  await hides(ada, 'preferences');
  await shows(ada, 'sign-in');
  if (how === 'settled') await ada.seesHeading('One more step');
  await hides(ada, 'sign-in');
}

/** Waits until the last timer has run; a timer that takes longer is a leak. */
async function countOpenResources({ page }: Person): Promise<unknown> {
  await page.waitForFunction(() => readOpenResources().timeouts === 0, null, { timeout: 5000 });
  return page.evaluate(() => readOpenResources());
}

/** Defined by `open-resources.js`. */
declare function readOpenResources(): { listeners: Record<string, number>; timeouts: number };
