import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { Person } from '../support/person.js';
import { ReferenceServer } from '../support/server.js';

const root = join(import.meta.dirname, '..', '..');

/** The strictest policy of a page with a script. Do not relax it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";

/** The files of the package as a page loads them, by path. */
const packages: Record<string, () => Promise<Map<string, Uint8Array>>> = {
  'the single file': async () => new Map([['elements.js', await readFile(join(root, 'dist', 'harmony-2fa.js'))]]),
  'the chunks of a bundler': async () => {
    const { outputFiles } = await build({
      stdin: { contents: `import 'harmony-2fa/define';`, resolveDir: root, sourcefile: 'elements.js' },
      outdir: '/',
      entryNames: 'elements',
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    return new Map(outputFiles.map(({ path, contents }) => [path.slice(1), contents]));
  },
};

const pages: Record<string, string> = {
  'security.html': '<harmony-2fa-setup endpoint="/api/2fa" product="Acme" account="ada"></harmony-2fa-setup>',
  'challenge.html': '<harmony-2fa-challenge endpoint="/api/2fa"></harmony-2fa-challenge>',
};

/** The whole script of the host. */
const hostScript = `document.addEventListener('harmony-2fa-verified', () => location.assign('security.html'));`;

describe('a page with the strictest content policy', () => {
  let server: ReferenceServer;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    [server, browser] = await Promise.all([ReferenceServer.start(), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const [name, readPackage] of Object.entries(packages)) {
    it(`is not violated by ${name} in set-up, challenge, renewal and disabling`, () =>
      Person.runStory(browser, server.origin, { width: 1280, colorScheme: 'light' }, async (ada) => {
        const files = await readPackage();
        const loaded = await serve(ada, files);
        const account = await server.createAccount('strict');
        await ada.signsIn(account);
        await ada.seesPreferences();

        await ada.page.goto(`${server.origin}/strict/security.html`);
        await assertPolicy(ada);
        await ada.opensSetUp();
        const app = new Authenticator(await camera.reads(ada.page));
        await ada.presses("Can't scan it?");
        await ada.presses('Copy key');
        const codes = await savesCodes(ada);
        await ada.codeField.fill(app.wrongCode());
        await ada.presses('Verify');
        await ada.seesRefusal(ada.codeField);
        await ada.codeField.fill(await ada.freshCode(app));
        await ada.presses('Verify');
        await ada.seesNoDialog();

        await ada.proofHasExpired('/backup-codes', ['totp', 'backup_code']);
        await ada.presses('Get new backup codes');
        await ada.sees("Confirm it's you");
        await ada.answersWithBackupCode(codes[0]!);
        const newCodes = await savesCodes(ada);
        assert.notDeepEqual(newCodes, codes);
        await ada.presses('Keep these codes');
        await ada.seesNoDialog();

        await ada.page.goto(`${server.origin}/preferences/security`);
        await ada.signsOut();
        await ada.signsIn(account);
        await ada.seesChallenge();
        await ada.page.goto(`${server.origin}/strict/challenge.html`);
        await ada.answersChallenge(ada.spentCode(app));
        await ada.seesRefusal(ada.challengeField);
        await ada.answersWithBackupCode(newCodes[0]!);
        await ada.page.waitForURL('**/strict/security.html');
        await ada.sees('9 of 10 backup codes left');

        await ada.presses('Disable 2FA');
        await ada.seesDialog();
        await ada.presses('Disable 2FA');
        await ada.seesNoDialog();
        await ada.button('Enable 2FA').waitFor();

        assert.deepEqual(ada.faults, [], 'no violation, and no console error');
        assert.ok(loaded.has('elements.js'));
      }));
  }

  it('reports a violation to this test', async () => {
    const watched = Person.runStory(browser, server.origin, { width: 1280, colorScheme: 'light' }, async (ada) => {
      await serve(ada, await packages['the single file']!());
      await ada.page.goto(`${server.origin}/strict/security.html`);
      await ada.page.evaluate(() => document.body.insertAdjacentElement('beforeend', document.createElement('p')));
      // The browser reports it in a later task.
      await ada.page.evaluate(async () => {
        const reported = new Promise((resolve) => addEventListener('securitypolicyviolation', resolve, { once: true }));
        document.querySelector('p')!.setAttribute('style', 'color: red');
        await reported;
      });
    });
    await assert.rejects(watched, /content policy: style-src-attr refused inline/);
  });

  /** Serves these pages and files on the server's origin, each under the policy. @returns the requested files */
  async function serve(ada: Person, files: Map<string, Uint8Array>): Promise<Set<string>> {
    const loaded = new Set<string>();
    files.set('host.js', new TextEncoder().encode(hostScript));
    await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    await ada.page.route('**/strict/*', (route) => {
      const name = new URL(route.request().url()).pathname.replace('/strict/', '');
      const headers = { 'content-security-policy': policy };
      loaded.add(name);
      const tag = pages[name];
      if (tag) {
        const body = `<!doctype html><html lang="en"><title>Acme</title><script type="module" src="elements.js"></script><script type="module" src="host.js"></script>${tag}</html>`;
        return route.fulfill({ contentType: 'text/html; charset=utf-8', headers, body });
      }
      const file = files.get(name);
      return file
        ? route.fulfill({ contentType: 'text/javascript; charset=utf-8', headers, body: Buffer.from(file) })
        : route.fulfill({ status: 404, headers });
    });
    return loaded;
  }
});

/** Fails when a mistake of this test serves the page without the policy. */
async function assertPolicy(ada: Person): Promise<void> {
  const sent = await ada.page.evaluate(async () => {
    const answer = await fetch(location.href);
    return answer.headers.get('content-security-policy');
  });
  assert.equal(sent, policy);
}

/** Copies, downloads and prints the codes. @returns the codes */
async function savesCodes(ada: Person): Promise<string[]> {
  const codes = await ada.readsBackupCodes();
  await ada.presses('Copy');
  await ada.page.getByRole('status').filter({ hasText: 'Copied' }).first().waitFor({ state: 'attached' });
  const copied = await ada.page.evaluate(() => navigator.clipboard.readText());
  const [file] = await Promise.all([ada.page.waitForEvent('download'), ada.presses('Download')]);
  const saved = await readFile(await file.path(), 'utf8');
  for (const code of codes) {
    assert.ok(copied.includes(code), 'the copy has each code');
    assert.ok(saved.includes(code), 'the file has each code');
  }
  await ada.presses('Print');
  await ada.savedBox.check();
  return codes;
}
