import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import express, { type Express } from 'express';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { Person } from '../support/person.js';
import { Workshop } from './workshop.js';

const look = { width: 1280, colorScheme: 'light' } as const;
const bundled = ['react', 'vue', 'svelte', 'solid', 'angular'];

describe('the hosts, built from the packed package', () => {
  let workshop: Workshop;
  let browser: Browser;
  let camera: Camera;
  const servers: Server[] = [];
  const addresses = new Map<string, string>();

  before(async () => {
    [workshop, browser] = await Promise.all([Workshop.open(), launchBrowser()]);
    camera = await Camera.open(browser);
    await serve();
  });
  after(async () => {
    for (const server of servers) server.close();
    await browser.close();
    await workshop.close();
  });

  for (const host of ['plain', ...bundled, 'server-rendered']) {
    describe(host, () => {
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
          assert.deepEqual(
            ada.traffic.filter((line) => line.includes('/api/')),
            [],
            'nothing went over HTTP',
          );
        }));

      it('leaves nothing behind when it unmounts', () =>
        visits(host, async (ada) => {
          await comesAndGoes(ada);
          // What the framework itself keeps for good is there by now.
          const before = await openAccounts(ada);
          await comesAndGoes(ada);
          await comesAndGoes(ada, 'at once');
          assert.deepEqual(await openAccounts(ada), before);
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
      await ada.page.route('**/page.js', async (route) => {
        await ada.page.locator('footer').waitFor();
        footer.push(await top());
        await route.continue();
      });
      const footer: number[] = [];
      const top = () => ada.page.locator('footer').evaluate((element) => element.getBoundingClientRect().top);
      await ada.page.reload({ waitUntil: 'commit' });
      await ada.button('Enable 2FA').waitFor();
      footer.push(await top());
      assert.equal(footer[1], footer[0]);
    }));

  async function visits(host: string, story: (ada: Person) => Promise<void>): Promise<void> {
    const address = addresses.get(host)!;
    await Person.lives(browser, new URL(address).origin, look, async (ada) => {
      ada.page.on('console', (message) => {
        const expected = message.text().startsWith('Lit is in dev mode.');
        if (message.type() === 'warning' && !expected) ada.faults.push(message.text());
      });
      await ada.page.addInitScript({ path: join(import.meta.dirname, 'ledger.js') });
      await ada.page.goto(address);
      await ada.page.getByRole('heading', { level: 1 }).waitFor();
      await story(ada);
    });
  }

  async function serve(): Promise<void> {
    // The frameworks' own development builds: only they warn of what is wrong.
    process.env['NODE_ENV'] = 'development';
    const copy = workshop.path('node_modules/harmony-2fa/dist/harmony-2fa.js');
    const app = express();
    app.get(['/harmony-2fa.js', '/second-copy.js'], (_request, response) => response.sendFile(copy));
    app.use('/plain', express.static(workshop.path('demo/hosts/plain')));
    await bundle({
      entryPoints: [workshop.path('demo/hosts/back-end.ts')],
      outfile: workshop.path('built/back-end.js'),
      bundle: true,
      format: 'esm',
    });
    for (const host of [...bundled, 'server-rendered']) {
      await build({
        root: workshop.path('demo/hosts', host),
        base: './',
        logLevel: 'warn',
        build: { outDir: workshop.path('built', host), emptyOutDir: true, chunkSizeWarningLimit: 4000 },
      });
    }
    app.use(express.static(workshop.path('built')));
    const origin = await listen(app);
    for (const host of ['plain', ...bundled]) addresses.set(host, `${origin}/${host}/`);

    const file = pathToFileURL(workshop.path('demo/hosts/server-rendered/server.ts')).href;
    const { createApp } = (await import(file)) as { createApp: (assets: string) => Express };
    const rendered = createApp(workshop.path('built/server-rendered'));
    rendered.get('/second-copy.js', (_request, response) => response.sendFile(copy));
    addresses.set('server-rendered', await listen(rendered));
  }

  async function listen(app: Express): Promise<string> {
    const server = app.listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
  assert.equal(await ada.page.locator('harmony-2fa-setup:visible, harmony-2fa-challenge:visible').count(), 0);
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
async function openAccounts({ page }: Person): Promise<unknown> {
  await page.waitForFunction(() => readLedger().timeouts === 0, null, { timeout: 5000 });
  return page.evaluate(() => readLedger());
}

/** By `ledger.js`. */
declare function readLedger(): { listeners: Record<string, number>; timeouts: number };
