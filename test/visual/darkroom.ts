import type { Browser, Page } from 'playwright-core';
import { bundle } from './bundle.js';
import type * as DarkroomPage from './darkroom-page.js';
import type { Difference, Measures } from './darkroom-page.js';
import type { Box } from './gallery-page.js';

/** Measures pictures, in a page: a browser reads and writes PNG better than code of our own would. */
export class Darkroom {
  private constructor(private readonly page: Page) {}

  static async open(browser: Browser): Promise<Darkroom> {
    const page = await browser.newPage();
    // Secure, for the digests.
    await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto('http://localhost/');
    await page.addScriptTag({ content: await bundle('darkroom-page.ts', 'darkroom') });
    return new Darkroom(page);
  }

  measure(picture: Buffer, texts: Box[], scope: Box): Promise<Measures> {
    return this.page.evaluate(([one, boxes, of]) => darkroom.measure(one, boxes, of), [
      picture.toString('base64'),
      texts,
      scope,
    ] as const);
  }

  compare(before: Buffer, after: Buffer): Promise<Difference> {
    return this.page.evaluate(([old, now]) => darkroom.compare(old, now), both(before, after));
  }

  standOut(before: Buffer, after: Buffer): Promise<number> {
    return this.page.evaluate(([old, now]) => darkroom.standOut(old, now), both(before, after));
  }
}

function both(before: Buffer, after: Buffer): readonly [string, string] {
  return [before.toString('base64'), after.toString('base64')];
}

declare const darkroom: typeof DarkroomPage;
