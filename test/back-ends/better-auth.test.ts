import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../server/support/program.js';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';

/*
 * The elements over the real server of better-auth, in a browser. What better-auth cannot say is left out, and what it cannot do
 * is not offered; `demo/docs/back-ends.md` lists it.
 */

const site = join(import.meta.dirname, '..', 'bench', 'peers', 'better-auth-site.mjs');
const password = 'correct horse battery staple';

async function startSite(env: Record<string, string> = {}): Promise<{ origin: string; child: ChildProcess }> {
  const origin = `http://localhost:${await freePort()}`;
  const child = spawn(process.execPath, [site], {
    env: { PATH: process.env['PATH'], ORIGIN: origin, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  const ended = once(child, 'exit').then(() => {
    throw new Error('The site has ended. `npm run peers` installs better-auth.');
  });
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
  return { origin, child };
}

/** The rows of events that the page has heard since the last call. */
const heard = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { events: string[] }).events.splice(0));

describe('better-auth as a back end of the elements', () => {
  let running: Awaited<ReturnType<typeof startSite>>;
  let browser: Browser;
  let page: Page;
  let app: Authenticator;
  let codes: string[];
  const faults: string[] = [];

  before(async () => {
    [running, browser] = await Promise.all([startSite(), launchBrowser()]);
    page = await browser.newPage({ reducedMotion: 'reduce', locale: 'en-GB' });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => faults.push(error.message));
    await open('harmony-2fa-setup');
    await call('/sign-up/email', { email: 'ada@acme.example', name: 'Ada', password });
  });
  after(async () => {
    await browser.close();
    running.child.kill();
    await once(running.child, 'exit');
  });

  async function open(tag: string): Promise<void> {
    await page.goto(`${running.origin}/#${tag}`);
    // Another fragment alone loads no page.
    await page.reload();
    await page.locator(tag).waitFor();
  }

  const call = (path: string, body: object): Promise<Record<string, unknown>> =>
    page.evaluate(
      async ([to, text]) => {
        const answer = await fetch(`/api/auth${to}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: text,
        });
        return (await answer.json()) as Record<string, unknown>;
      },
      [path, JSON.stringify(body)] as const,
    );

  async function signIn(): Promise<void> {
    await call('/sign-out', {});
    const answer = await call('/sign-in/email', { email: 'ada@acme.example', password });
    assert.deepEqual([answer['twoFactorRedirect'], answer['twoFactorMethods']], [true, ['totp']]);
    await open('harmony-2fa-challenge');
  }

  const code = (step = app.stepAt(Date.now())): string => app.codeOf(step);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const listed = (): Promise<string[]> => page.locator('harmony-2fa-backup-codes li code').allTextContents();

  async function typePassword(action: string, text = password): Promise<void> {
    await page.getByLabel('Password').fill(text);
    await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
  }

  it('shows that 2FA is off', async () => {
    await open('harmony-2fa-setup');
    await button('Enable 2FA').waitFor();
  });

  it('asks again for a wrong password, which better-auth refuses with the change itself', async () => {
    await button('Enable 2FA').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable 2FA' }).click();
    await typePassword('Enable 2FA', 'wrong');
    await page.getByText('That password is not right.').waitFor();
    assert.ok(await page.getByLabel('Password').evaluate((field) => field.matches(':focus')));
    assert.deepEqual(await heard(page), ['failed code_invalid']);
  });

  it('enables 2FA with a scanned QR code, backup codes and a first code', async () => {
    await typePassword('Enable 2FA');
    await page.getByRole('heading', { name: 'Set Up Two-Factor Authentication' }).waitFor();
    app = new Authenticator(await (await Camera.open(browser)).reads(page));
    assert.deepEqual([app.issuer, app.account], ['Acme', 'ada@acme.example']);
    codes = await listed();
    assert.equal(codes.length, 10);
    await page.getByLabel('I have saved my backup codes').check();
    await page.getByLabel('Enter verification code').fill(code(app.stepAt(Date.now()) + 40));
    await button('Verify').click();
    await page.getByText('That code is not right.').waitFor();
    await page.getByLabel('Enter verification code').fill(code());
    await button('Verify').click();
    await page.getByText('2FA is on.').waitFor();
    assert.deepEqual(await heard(page), ['failed code_invalid', 'enabled']);
  });

  it('shows no date and no count, and offers what better-auth can do', async () => {
    await open('harmony-2fa-setup');
    await button('Disable 2FA').waitFor();
    const text = await page.locator('harmony-2fa-setup').innerText();
    assert.doesNotMatch(text, /Since|codes left/);
    assert.deepEqual(await page.getByRole('button').allInnerTexts(), ['Get new backup codes', 'Disable 2FA']);
  });

  it('signs in by code', async () => {
    await signIn();
    await page.getByLabel('Enter the 6-digit code').fill(code(app.stepAt(Date.now()) + 40));
    await page.getByText('That code is not right.').waitFor();
    await page.getByLabel('Enter the 6-digit code').fill(code());
    await page.getByText('Verified.').waitFor();
    assert.deepEqual(await heard(page), ['failed code_invalid', 'verified']);
  });

  it('signs in by a backup code once, typed without its hyphen', async () => {
    await signIn();
    await button('Use a backup code').click();
    await page.getByLabel('Backup code').fill(codes[0]!.replace('-', ''));
    await button('Verify').click();
    await page.getByText('Verified.').waitFor();
    assert.doesNotMatch(await page.locator('harmony-2fa-challenge').innerText(), /codes left/);
    await signIn();
    await button('Use a backup code').click();
    await page.getByLabel('Backup code').fill(codes[0]!);
    await button('Verify').click();
    await page.getByText('it was used before').waitFor();
  });

  it('says that a sign-in has ended after five wrong codes, and a new one goes on', async () => {
    await signIn();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const answered = page.waitForResponse(/verify-totp/);
      await page.getByLabel('Enter the 6-digit code').fill(code(app.stepAt(Date.now()) + 40 + attempt));
      await answered;
      await page.getByText('That code is not right.').waitFor();
    }
    await page.getByLabel('Enter the 6-digit code').fill(code());
    await page.getByText('has expired').waitFor();
    await button('Sign in again').waitFor();
    await signIn();
    await page.getByLabel('Enter the 6-digit code').fill(code());
    await page.getByText('Verified.').waitFor();
  });

  it('gets new backup codes: it says before that the old ones stop working, and shows the new ones in use', async () => {
    await open('harmony-2fa-setup');
    await button('Get new backup codes').click();
    await page.getByText('Your old backup codes stop working as soon as you get new ones.').waitFor();
    await button('Continue').click();
    await typePassword('Continue');
    await page.getByText('Your new backup codes are in use. The old ones no longer work.').waitFor();
    const old = codes;
    codes = await listed();
    assert.equal(new Set([...old, ...codes]).size, 20);
    assert.equal(await button('Cancel').count(), 0, 'there is nothing to cancel');
    await page.getByLabel('I have saved my backup codes').check();
    await button('Close').last().click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    // The element reads the status anew before it tells the page.
    await page.waitForFunction(() => (window as unknown as { events: string[] }).events.length > 0);
    assert.deepEqual(await heard(page), ['backup-codes-renewed']);
    await signIn();
    await button('Use a backup code').click();
    await page.getByLabel('Backup code').fill(old[1]!);
    await button('Verify').click();
    await page.getByText('That backup code is not right').waitFor();
    await page.getByLabel('Backup code').fill(codes[1]!);
    await button('Verify').click();
    await page.getByText('Verified.').waitFor();
  });

  it('disables 2FA with the password', async () => {
    await open('harmony-2fa-setup');
    await button('Disable 2FA').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable 2FA' }).click();
    await typePassword('Disable 2FA');
    await page.getByText('2FA is off.').waitFor();
    assert.deepEqual(await heard(page), ['disabled']);
    const answer = await call('/sign-in/email', { email: 'ada@acme.example', password });
    assert.equal(answer['twoFactorRedirect'], undefined);
  });

  it('shows that the session is over', async () => {
    await call('/sign-out', {});
    await open('harmony-2fa-setup');
    await page.getByText('You are signed out.').waitFor();
    assert.deepEqual(await heard(page), ['signed-out not_signed_in']);
  });

  it('writes no error to the page', () => assert.deepEqual(faults, []));
});

describe('better-auth with its rate limit', () => {
  it('says how long to wait, and lets the person try again', async () => {
    const [running, browser] = await Promise.all([startSite({ RATE_LIMIT: 'on' }), launchBrowser()]);
    try {
      const page = await browser.newPage({ reducedMotion: 'reduce' });
      await page.goto(`${running.origin}/#harmony-2fa-setup`);
      await page.evaluate(
        (body) =>
          fetch('/api/auth/sign-up/email', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          }),
        JSON.stringify({ email: 'bob@acme.example', name: 'Bob', password }),
      );
      await page.reload();
      await page.getByRole('button', { name: 'Enable 2FA' }).click();
      const again = page.getByRole('dialog').getByRole('button', { name: 'Enable 2FA' });
      await again.click();
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const answered = page.waitForResponse(/two-factor\/enable/);
        await page.getByLabel('Password').fill(`wrong ${attempt}`);
        await again.click();
        await answered;
      }
      await page.getByText(/Too many attempts\. You can try again in \d+ seconds?\./).waitFor();
      await again.click();
      await page.getByLabel('Password').waitFor();
    } finally {
      await browser.close();
      running.child.kill();
      await once(running.child, 'exit');
    }
  });
});
