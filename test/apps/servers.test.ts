import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { Person, type Look } from '../support/person.js';
import { ServerApps, servers } from './server-apps.js';

const looks: Look[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 360, colorScheme: 'dark' },
];

describe('the apps of demo/hosts/servers, over the packed package', { concurrency: 2 }, () => {
  let apps: ServerApps;
  let browser: Browser;
  let camera: Camera;

  before(async () => {
    [apps, browser] = await Promise.all([ServerApps.open(), launchBrowser()]);
    camera = await Camera.open(browser);
  });
  after(async () => {
    await browser?.close();
    await apps?.close();
  });

  for (const [index, name] of Object.keys(servers).entries()) {
    it(`${name}: sign in, enable, rename, a code, a backup code, disable`, async () => {
      // An app with a build opens its store at the first request.
      const showDatabase = servers[name]!.build ? await apps.hideDatabase(name) : undefined;
      const origin = await apps.start(name);
      if (showDatabase) {
        assert.equal((await fetch(`${origin}/account`)).status, 500);
        await showDatabase();
      }
      await refusesStrangers(origin);
      await Person.runStory(browser, origin, looks[index % 2]!, async (ada) => {
        await ada.page.goto(origin);
        await signsIn(ada);
        await seesPreferences(ada, 'Enable 2FA');
        await ada.opensSetUp();
        const app = new Authenticator(await camera.reads(ada.page));
        assert.deepEqual([app.issuer, app.account], ['Acme', 'ada@acme.example']);
        const [backupCode] = await ada.readsBackupCodes();
        await ada.finishesSetUp(app);
        await seesPreferences(ada, 'Disable 2FA');
        await renames(ada, 'Work phone');

        await signsOut(ada);
        await signsIn(ada);
        await ada.seesChallenge();
        await getsAccount(ada, 401, 'while the second factor is due');
        await ada.answersChallenge(await ada.freshCode(app));
        await seesPreferences(ada, 'Disable 2FA');
        await getsAccount(ada, 200, 'after the second factor');

        await signsOut(ada);
        await signsIn(ada);
        await ada.answersWithBackupCode(backupCode!);
        await ada.sees('9 of 10 backup codes left');

        await ada.presses('Disable 2FA');
        await ada.seesDialog();
        await ada.presses('Disable 2FA');
        await ada.seesNoDialog();
        await signsOut(ada);
        await signsIn(ada);
        await seesPreferences(ada, 'Enable 2FA');
      });
    });
  }

  for (const name of Object.keys(servers).filter((name) => !servers[name]!.build)) {
    it(`${name}: the cookie is Secure where the app runs over https`, async () => {
      const origin = await apps.start(name, { ORIGIN: 'https://acme.example' });
      const headers = { 'content-type': 'application/json', 'x-forwarded-proto': 'https' };
      const body = JSON.stringify({ email: 'ada@acme.example', password });
      const answer = await fetch(`${origin}/sign-in`, { method: 'POST', headers, body });
      const [cookie, ...others] = answer.headers.getSetCookie();
      assert.match(cookie ?? '', /; Secure(;|$)/);
      assert.deepEqual(others, []);
    });
  }
});

const password = 'correct horse';

async function signsIn(ada: Person): Promise<void> {
  await ada.field('Email').fill('ada@acme.example');
  await ada.page.getByLabel('Password', { exact: true }).fill(password);
  await ada.presses('Sign in');
  await ada.button('Sign in').waitFor({ state: 'hidden' });
}

/** The page shows the account from the guarded route, and it fits the window. */
async function seesPreferences(ada: Person, button: 'Enable 2FA' | 'Disable 2FA'): Promise<void> {
  await ada.button(button).waitFor();
  await ada.sees('Signed in as ada@acme.example');
  const excess = await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(excess <= 0, 'nothing is wider than the window');
}

/** The only operation with `PATCH`: an app whose routes name their methods may lack it. */
async function renames(ada: Person, name: string): Promise<void> {
  await ada.presses('Rename');
  await ada.seesDialog('Rename Authenticator');
  await ada.field('Name').fill(name);
  await ada.field('Name').press('Enter');
  await ada.sees('The new name is saved.');
  await ada.sees(name);
}

async function signsOut(ada: Person): Promise<void> {
  await ada.presses('Sign out');
  await ada.button('Sign in').waitFor();
  await getsAccount(ada, 401, 'after the sign-out');
}

/** Asks for the guarded page with the cookies of the browser. */
async function getsAccount(ada: Person, status: number, when: string): Promise<void> {
  const answer = await ada.page.context().request.get(new URL('/account', ada.page.url()).href);
  assert.equal(answer.status(), status, when);
}

/** Without a sign-in, with a wrong password, and from a page of another origin. */
async function refusesStrangers(origin: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const signIn = (body: object | null) =>
    fetch(`${origin}/sign-in`, { method: 'POST', headers, body: JSON.stringify(body) }).then(({ status }) => status);
  assert.equal((await fetch(`${origin}/account`)).status, 401);
  assert.equal((await fetch(`${origin}/api/2fa/status`)).status, 401);
  assert.equal(await signIn({ email: 'ada@acme.example', password: 'wrong' }), 401);
  assert.equal(await signIn({ email: 'nobody@acme.example', password }), 401);
  const elsewhere = { ...headers, origin: 'https://elsewhere.example' };
  const refused = await fetch(`${origin}/api/2fa/setup`, { method: 'POST', headers: elsewhere, body: '{}' });
  assert.equal(refused.status, 403, 'a page of another origin');
  const right = { email: 'ada@acme.example', password };
  for (const [type, body] of [
    ['text/plain', JSON.stringify(right)],
    ['application/x-www-form-urlencoded', new URLSearchParams(right).toString()],
  ] as const) {
    const form = await fetch(`${origin}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': type, origin: 'https://elsewhere.example' },
      body,
    });
    assert.deepEqual([form.ok, form.headers.getSetCookie()], [false, []], `a form of another site: ${type}`);
  }
  assert.ok((await signIn(null)) < 500, 'a body without fields');
}
