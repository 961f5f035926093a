import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Camera } from '../support/camera.js';
import { keyUri } from '../support/fake-client.js';
import { colorSchemes, directions, fileName, heightOf, languageOf, type Look } from './looks.js';
import { countContrasting, measure } from './pixels.js';
import type { StateGallery } from './state-gallery.js';
import type { Box } from './state-page.js';

/** Something that is wrong on every machine. */
export interface Fault {
  state: string;
  look: string;
  what: string;
}

/** States that may look equal: for example, the challenge shows its field before the back end has answered. */
const equalStates = [
  ['challenge: loading', 'challenge: asking', 'challenge: nothing to read'],
  ['challenge: verified', 'challenge: verified, codes not counted'],
  ['enrolment: loading', 'enrolment: beginning'],
  ['enrolment: expired', 'enrolment: signed out'],
];
/** A phone shows the key in both. */
const equalStatesOnPhones = [
  ['set-up: set-up', 'set-up: set-up with its key'],
  ['enrolment: enrolling', 'enrolment: enrolling with the key'],
];

/**
 * Takes all screenshots of one width, and reports what is always wrong: content that is cut off or hidden, text with too little
 * contrast, a dark mode that is not dark, a layout that does not mirror, a focus ring that cannot be seen, a QR code that
 * cannot be read, and two states that look equal. Libraries compare a screenshot with an earlier one; these checks need none.
 */
export class ScreenshotRunner {
  readonly faults: Fault[] = [];
  readonly files: string[] = [];
  readonly #statesByFingerprint = new Map<string, string>();
  readonly #checkedControls = new Set<string>();
  #current = { state: '', look: '' };

  constructor(
    private readonly gallery: StateGallery,
    private readonly camera: Camera,
    private readonly folder: string,
    private readonly width: Look['width'],
  ) {}

  async run(states: readonly string[]): Promise<void> {
    const { width } = this;
    const context = await this.gallery.newContext({ viewport: { width, height: heightOf[width] } });
    for (const state of states) {
      this.#current = { state, look: `${width}` };
      try {
        await this.#checkState(context, state);
      } catch (error) {
        this.#report(`cannot be shown: ${String(error)}`);
      }
    }
    await context.close();
  }

  async #checkState(context: BrowserContext, state: string): Promise<void> {
    const page = await this.gallery.openState(context, state);
    page.on('pageerror', ({ message }) => this.#report(message));
    for (const dir of directions) {
      await page.evaluate(([lang, to]) => statePage.setLanguage(lang, to), [languageOf[dir], dir] as const);
      for (const colorScheme of colorSchemes) {
        const look = { width: this.width, dir, colorScheme };
        this.#current = { state, look: Object.values(look).join(' ') };
        await page.emulateMedia({ colorScheme });
        await this.#checkScreenshot(page, look, state);
        if (!(await page.evaluate(() => statePage.scrollToEnd()))) continue;
        await this.#checkScreenshot(page, look, state, '.end');
        await page.evaluate(() => statePage.scrollBack());
      }
      for (const what of await page.evaluate(() => statePage.overflows())) this.#report(`is cut off: ${what}`);
    }
    await this.#checkMirror(page);
    await this.#checkQrCode(page);
    await this.#checkFocus(page);
    await page.close();
  }

  async #checkScreenshot(page: Page, look: Look, state: string, part = ''): Promise<void> {
    const [texts, scope] = await page.evaluate(() => [statePage.texts(), statePage.scope()] as const);
    const picture = await takeScreenshot(page);
    const file = fileName(state, look, part);
    this.files.push(file);
    await writeFile(join(this.folder, file), picture);

    const { contrasts, background, fingerprint } = measure(picture, texts, scope);
    if (texts.length === 0) this.#report('shows no text');
    contrasts.forEach((contrast, index) => {
      if (contrast < 4.5) this.#report(`has a contrast of ${contrast.toFixed(2)}: “${texts[index]!.what}”`);
    });
    if (look.colorScheme === 'light' ? background < 0.8 : background > 0.1) {
      this.#report('does not follow the colour scheme');
    }
    if (part === '') this.#compareStates(state, fileName('', look), fingerprint);
  }

  #compareStates(state: string, look: string, fingerprint: string): void {
    const key = `${look} ${fingerprint}`;
    const equal = this.#statesByFingerprint.get(key);
    const allowed = [...equalStates, ...(this.width === 360 ? equalStatesOnPhones : [])];
    if (equal && !allowed.some((states) => states.includes(equal) && states.includes(state))) {
      this.#report(`looks like “${equal}”`);
    }
    this.#statesByFingerprint.set(key, state);
  }

  /** By geometry, in one language: a box that is 24 px from the left has to be 24 px from the right. */
  async #checkMirror(page: Page): Promise<void> {
    this.#current.look = `${this.width} mirrored`;
    await page.evaluate(() => statePage.setLanguage('en', 'ltr'));
    const straight = await page.evaluate(() => statePage.boxes());
    await page.evaluate(() => statePage.setLanguage('en', 'rtl'));
    const mirrored = await page.evaluate(() => statePage.boxes());
    if (straight.length !== mirrored.length) this.#report('has other elements from right to left');
    straight.forEach((box, index) => {
      const other = mirrored[index];
      if (!other?.what) return;
      const off = Math.max(Math.abs(this.width - box.x - box.width - other.x), Math.abs(box.y - other.y));
      if (off > 1) this.#report(`is not mirrored by ${off.toFixed(0)} px: ${other.what}`);
    });
  }

  async #checkQrCode(page: Page): Promise<void> {
    this.#current.look = `${this.width} rtl dark`;
    const code = await page.evaluate(() => statePage.qrCode());
    if (!code) return;
    const read = await this.camera.readsPicture(await takeScreenshot(page, code));
    if (read !== keyUri) this.#report('has a QR code that cannot be read');
  }

  /** Checks each kind of control once in each colour scheme. It runs last because it leaves the state. */
  async #checkFocus(page: Page): Promise<void> {
    await page.evaluate(() => statePage.setLanguage('en', 'ltr'));
    const stops = new Set<string>();
    for (let presses = 0; presses < 24; presses++) {
      await page.keyboard.press('Tab');
      const control = await page.evaluate(() => statePage.focusedControl());
      if (!control) continue;
      const stop = `${control.what} ${control.x} ${control.y}`;
      if (stops.has(stop)) return;
      stops.add(stop);
      if (this.#checkedControls.has(control.what)) continue;
      this.#checkedControls.add(control.what);
      const withFocus: [Look['colorScheme'], Buffer][] = [];
      for (const colorScheme of colorSchemes) {
        await page.emulateMedia({ colorScheme });
        withFocus.push([colorScheme, await takeScreenshot(page, control)]);
      }
      await page.evaluate(() => statePage.leaveControl());
      for (const [colorScheme, focused] of withFocus) {
        await page.emulateMedia({ colorScheme });
        this.#current.look = `${this.width} focus ${colorScheme}`;
        const changed = countContrasting(await takeScreenshot(page, control), focused);
        // A ring of one pixel around a box of 24 px.
        if (changed < 96) this.#report(`does not show the focus on ${control.what}`);
      }
    }
  }

  #report(what: string): void {
    this.faults.push({ ...this.#current, what });
  }
}

function takeScreenshot(page: Page, clip?: Box): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'hide', ...(clip && { clip }) });
}
