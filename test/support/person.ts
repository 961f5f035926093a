import type { Browser, Locator, Page } from 'playwright-core';
import type { Authenticator } from './authenticator.js';
import type { Account } from './server.js';

export interface Look {
  width: number;
  colorScheme: 'light' | 'dark';
}

/** What a person may see a page in: a wide or a narrow window, light or dark. */
export const looks: readonly Look[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 360, colorScheme: 'light' },
  { width: 360, colorScheme: 'dark' },
];

/**
 * A person at a browser. The methods use the words of the help pages, and find everything by role and name, as a person or a
 * screen reader does. Playwright drives the browser.
 */
export class Person {
  readonly page: Page;
  /** Script errors and violations of the content policy. */
  readonly faults: string[] = [];
  /** Every console message and every requested address. */
  readonly traffic: string[] = [];
  readonly #origin: string;
  readonly #lastSteps = new WeakMap<Authenticator, number>();

  private constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('request', (request) => this.traffic.push(request.url()));
    page.on('console', (message) => {
      this.traffic.push(message.text());
      // The browser also logs each refused request of the protocol. Those belong to the test.
      const refusal = message.location().url.includes('/api/');
      if (message.type() === 'error' && !refusal) this.faults.push(message.text());
    });
  }

  /**
   * Runs a story in a new browser context. When the story fails, the error has the contents of the screen. A script error or a
   * violation of the content policy fails the story, too.
   */
  static async runStory(
    browser: Browser,
    origin: string,
    look: Look,
    story: (person: Person) => Promise<void>,
  ): Promise<void> {
    const { width, colorScheme } = look;
    // A dialog that fades in has too little contrast for a moment.
    const motion = { reducedMotion: 'reduce' } as const;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      locale: 'en-GB',
      ...motion,
    });
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`content policy: ${violatedDirective} refused ${blockedURI}`);
      });
    });
    const person = new Person(await context.newPage(), origin);
    try {
      await story(person);
    } catch (error) {
      throw new Error(`The story failed at:\n${await person.#describeScreen()}`, { cause: error });
    } finally {
      await context.close();
    }
    if (person.faults.length > 0) throw new Error(`Faults during the story:\n${person.faults.join('\n')}`);
  }

  async #describeScreen(): Promise<string> {
    const screen = await this.page.locator('body').ariaSnapshot();
    return [this.page.url(), screen, ...this.faults, ...this.traffic.slice(-10)].join('\n');
  }

  // Signing in and out

  async signsIn({ email, password }: Account): Promise<void> {
    await this.page.goto(`${this.#origin}/sign-in`);
    await this.page.getByLabel('Email', { exact: true }).fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.presses('Sign in');
  }

  async signsOut(): Promise<void> {
    // The rows of other sessions have a button of this name, too.
    await this.page.getByRole('banner').getByRole('button', { name: 'Sign out', exact: true }).click();
    await this.page.waitForURL('**/sign-in');
  }

  async seesPreferences(): Promise<void> {
    await this.page.waitForURL('**/preferences/security');
    await this.seesHeading('Two-Factor Authentication (2FA)');
  }

  async seesChallenge(): Promise<void> {
    await this.seesHeading('Two-Factor Authentication');
    await this.challengeField.waitFor();
  }

  get challengeField(): Locator {
    return this.field('Enter the 6-digit code from your authenticator app');
  }

  /** The sixth digit sends the code, without a button. */
  async answersChallenge(code: string): Promise<void> {
    await this.challengeField.fill(code);
  }

  async answersWithBackupCode(code: string): Promise<void> {
    await this.presses('Use a backup code');
    await this.field('Backup code').fill(code);
    await this.field('Backup code').press('Enter');
  }

  // The set-up

  async opensSetUp(): Promise<void> {
    await this.presses('Enable 2FA');
    await this.dialog().getByRole('button', { name: 'Enable 2FA' }).click();
    await this.dialog('Set Up Two-Factor Authentication').waitFor();
  }

  /** The ten codes of the list. */
  async readsBackupCodes(): Promise<string[]> {
    const codes = this.page.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    await codes.nth(9).waitFor();
    return codes.allTextContents();
  }

  get codeField(): Locator {
    return this.field('Enter verification code');
  }

  get savedBox(): Locator {
    return this.page.getByRole('checkbox', { name: 'I have saved my backup codes' });
  }

  async seesVerify(state: 'enabled' | 'disabled'): Promise<void> {
    const modal = this.dialog('Set Up Two-Factor Authentication');
    await modal.getByRole('button', { name: 'Verify', disabled: state === 'disabled' }).waitFor();
  }

  /** Completes an open set-up. */
  async finishesSetUp(app: Authenticator): Promise<void> {
    await this.savedBox.check();
    await this.codeField.fill(await this.freshCode(app));
    await this.presses('Verify');
    await this.seesNoDialog();
  }

  // Any page

  /** The last button of this name, because the section behind an open dialog keeps its own. */
  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true }).last();
  }

  async presses(name: string): Promise<void> {
    await this.button(name).click();
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  async seesHeading(name: string): Promise<void> {
    await this.page.getByRole('heading', { name, exact: true }).waitFor();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** A dialog, by its title. */
  dialog(name?: string): Locator {
    return this.page.getByRole('dialog', name === undefined ? {} : { name, exact: true });
  }

  async seesDialog(name?: string): Promise<void> {
    await this.dialog(name).waitFor();
  }

  async seesNoDialog(): Promise<void> {
    await this.dialog().waitFor({ state: 'hidden' });
  }

  /** The error of a field. */
  async seesRefusal(field: Locator): Promise<string> {
    await field.and(this.page.locator('[aria-invalid="true"]')).waitFor();
    const error = this.page.getByRole('alert').filter({ hasText: /\w/ }).last();
    await error.waitFor();
    return (await error.textContent()) ?? '';
  }

  /** Fails when anything of the page sticks out sideways. */
  async fitsOnPage(): Promise<void> {
    const over = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (over !== 0) throw new Error(`the page is ${over} px wider than the window`);
  }

  /** Answers the next request as if the proof had expired, because a test cannot wait five minutes. */
  async proofHasExpired(operation: string, methods: string[]): Promise<void> {
    const problem = {
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      code: 'reauthentication_required',
      methods,
    };
    const answer = { status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) };
    await this.page.route(`**/api/2fa${operation}`, (route) => route.fulfill(answer), { times: 1 });
  }

  // Keyboard

  /** Presses Tab until the control has the focus; fails when Tab does not reach it. */
  async tabsTo(control: Locator): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      if (await control.evaluate((element) => element.matches(':focus'))) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`The Tab key does not lead to ${control.toString()}`);
  }

  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async types(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async hasFocusOn(control: Locator): Promise<void> {
    await control.and(this.page.locator(':focus')).waitFor();
  }

  // The authenticator app

  /**
   * The earliest code that the server still accepts and has not seen. A story needs several codes in a row; with the earliest
   * ones it seldom waits for the next time step.
   */
  async freshCode(app: Authenticator): Promise<string> {
    const now = app.stepAt(Date.now());
    // A code that may expire before it arrives is left out.
    const oldest = app.millisecondsUntil(now + 1) > 10_000 ? now - 1 : now;
    const step = Math.max(oldest, (this.#lastSteps.get(app) ?? 0) + 1);
    this.#lastSteps.set(app, step);
    const acceptedFrom = Date.now() + app.millisecondsUntil(step - 1);
    await this.page.waitForFunction((time) => Date.now() >= time, acceptedFrom, { polling: 100, timeout: 65_000 });
    return app.codeOf(step);
  }

  /** The last accepted code; its time step is spent. */
  spentCode(app: Authenticator): string {
    return app.codeOf(this.#lastSteps.get(app) ?? 0);
  }
}
