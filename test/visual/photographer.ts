import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Camera } from '../support/camera.js';
import { keyUri } from '../support/fake-client.js';
import type { Darkroom } from './darkroom.js';
import type { Gallery } from './gallery.js';
import type { Box } from './gallery-page.js';
import { colorSchemes, directions, fileName, heightOf, languageOf, type Look } from './looks.js';

/** What is wrong whoever looks at it, and on every machine. */
export interface Fault {
  state: string;
  look: string;
  what: string;
}

/** States that may look alike: the first is shown, and can be typed into, before the back end says that it is the second. */
const twins = [['challenge: loading', 'challenge: asking']];
/** On phones the key is always in view. */
const twinsOnPhones = [['set-up: set-up', 'set-up: set-up with its key']];

/**
 * Takes every picture of one width and looks for what is never right in it: something cut off or hidden, a text of too
 * little contrast, dark mode that is not dark, a page that does not mirror, a focus that cannot be seen, a QR code that
 * cannot be read, two states that look alike.
 */
export class Photographer {
  readonly faults: Fault[] = [];
  readonly pictures: string[] = [];
  readonly #seen = new Map<string, string>();
  readonly #ringed = new Set<string>();
  #where = { state: '', look: '' };

  constructor(
    private readonly gallery: Gallery,
    private readonly darkroom: Darkroom,
    private readonly camera: Camera,
    private readonly folder: string,
    private readonly width: Look['width'],
  ) {}

  async visit(states: readonly string[]): Promise<void> {
    const { width } = this;
    const context = await this.gallery.enter({ viewport: { width, height: heightOf[width] } });
    for (const state of states) {
      this.#where = { state, look: `${width}` };
      try {
        await this.#takeAll(context, state);
      } catch (error) {
        this.#blame(`cannot be shown: ${String(error)}`);
      }
    }
    await context.close();
  }

  async #takeAll(context: BrowserContext, state: string): Promise<void> {
    const page = await this.gallery.hang(context, state);
    page.on('pageerror', ({ message }) => this.#blame(message));
    for (const dir of directions) {
      await page.evaluate(([lang, to]) => exhibits.speak(lang, to), [languageOf[dir], dir] as const);
      for (const colorScheme of colorSchemes) {
        const look = { width: this.width, dir, colorScheme };
        this.#where = { state, look: Object.values(look).join(' ') };
        await page.emulateMedia({ colorScheme });
        await this.#take(page, look, state);
        if (!(await page.evaluate(() => exhibits.scrollToEnd()))) continue;
        await this.#take(page, look, state, '.end');
        await page.evaluate(() => exhibits.scrollBack());
      }
      for (const what of await page.evaluate(() => exhibits.overflows())) this.#blame(`is cut off: ${what}`);
    }
    await this.#checkMirror(page);
    await this.#checkQrCode(page);
    await this.#checkFocus(page);
    await page.close();
  }

  async #take(page: Page, look: Look, state: string, part = ''): Promise<void> {
    const [texts, scope] = await page.evaluate(() => [exhibits.texts(), exhibits.scope()] as const);
    const picture = await shoot(page);
    const file = fileName(state, look, part);
    this.pictures.push(file);
    await writeFile(join(this.folder, file), picture);

    const { contrasts, ground, fingerprint } = await this.darkroom.measure(picture, texts, scope);
    if (texts.length === 0) this.#blame('shows no text');
    contrasts.forEach((contrast, index) => {
      if (contrast < 4.5) this.#blame(`has a contrast of ${contrast.toFixed(2)}: “${texts[index]!.what}”`);
    });
    if (look.colorScheme === 'light' ? ground < 0.8 : ground > 0.1) this.#blame('does not follow the colour scheme');
    if (part === '') this.#compareStates(state, fileName('', look), fingerprint);
  }

  #compareStates(state: string, look: string, fingerprint: string): void {
    const key = `${look} ${fingerprint}`;
    const twin = this.#seen.get(key);
    const allowed = [...twins, ...(this.width === 360 ? twinsOnPhones : [])];
    if (twin && !allowed.some((pair) => pair.includes(twin) && pair.includes(state)))
      this.#blame(`looks like “${twin}”`);
    this.#seen.set(key, state);
  }

  /** By geometry, in one language: what stands 24 px from the left has to stand 24 px from the right. */
  async #checkMirror(page: Page): Promise<void> {
    this.#where.look = `${this.width} mirrored`;
    await page.evaluate(() => exhibits.speak('en', 'ltr'));
    const straight = await page.evaluate(() => exhibits.places());
    await page.evaluate(() => exhibits.speak('en', 'rtl'));
    const mirrored = await page.evaluate(() => exhibits.places());
    if (straight.length !== mirrored.length) this.#blame('has other elements from right to left');
    straight.forEach((box, index) => {
      const other = mirrored[index];
      if (!other?.what) return;
      const off = Math.max(Math.abs(this.width - box.x - box.width - other.x), Math.abs(box.y - other.y));
      if (off > 1) this.#blame(`is not mirrored by ${off.toFixed(0)} px: ${other.what}`);
    });
  }

  async #checkQrCode(page: Page): Promise<void> {
    this.#where.look = `${this.width} rtl dark`;
    const code = await page.evaluate(() => exhibits.qrCode());
    if (!code) return;
    const read = await this.camera.readsPicture(await shoot(page, code));
    if (read !== keyUri) this.#blame('has a QR code that cannot be read');
  }

  /** Once for each kind of control in either scheme. Last of all, since it leaves the state. */
  async #checkFocus(page: Page): Promise<void> {
    await page.evaluate(() => exhibits.speak('en', 'ltr'));
    const stops = new Set<string>();
    for (let presses = 0; presses < 24; presses++) {
      await page.keyboard.press('Tab');
      const control = await page.evaluate(() => exhibits.focusedControl());
      if (!control) continue;
      const stop = `${control.what} ${control.x} ${control.y}`;
      if (stops.has(stop)) return;
      stops.add(stop);
      if (this.#ringed.has(control.what)) continue;
      this.#ringed.add(control.what);
      const rings: [Look['colorScheme'], Buffer][] = [];
      for (const colorScheme of colorSchemes) {
        await page.emulateMedia({ colorScheme });
        rings.push([colorScheme, await shoot(page, control)]);
      }
      await page.evaluate(() => exhibits.leaveControl());
      for (const [colorScheme, focused] of rings) {
        await page.emulateMedia({ colorScheme });
        this.#where.look = `${this.width} focus ${colorScheme}`;
        const changed = await this.darkroom.standOut(await shoot(page, control), focused);
        // A ring of one pixel around a box of 24 px.
        if (changed < 96) this.#blame(`does not show the focus on ${control.what}`);
      }
    }
  }

  #blame(what: string): void {
    this.faults.push({ ...this.#where, what });
  }
}

function shoot(page: Page, clip?: Box): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'hide', ...(clip && { clip }) });
}
