import type { Browser, Page } from 'playwright-core';
import { build } from 'esbuild';

/** Reads QR codes from the pixels of screenshots, as a phone reads them from a screen. */
export class Camera {
  readonly #decoder: Page;

  private constructor(decoder: Page) {
    this.#decoder = decoder;
  }

  static async open(browser: Browser): Promise<Camera> {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundleReader() });
    return new Camera(page);
  }

  /**
   * Waits until a QR code is in view.
   *
   * @returns its text
   */
  async reads(screen: Page): Promise<string> {
    const code = screen.getByRole('img', { name: /QR code/ });
    await code.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await code.boundingBox())!;
    // With its surroundings, because a scanner has to find the code in them.
    const clip = { x: Math.max(0, x - 48), y: Math.max(0, y - 48), width: width + 96, height: height + 96 };
    const text = await this.readsPicture(await screen.screenshot({ animations: 'disabled', clip }));
    if (text === null) throw new Error('There is no readable QR code on the screen');
    return text;
  }

  /** @returns the text of the QR code in a picture; null when none can be read */
  readsPicture(picture: Buffer): Promise<string | null> {
    return this.#decoder.evaluate((base64) => readPicture(base64), picture.toString('base64'));
  }
}

/** Runs in a page, because the browser decodes and enlarges pictures with smooth edges. */
async function bundleReader(): Promise<string> {
  const contents = `
    import jsQR from 'jsqr';
    globalThis.readPicture = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      // A camera has several pixels for each pixel of the screen, and its lens softens edges: try several sizes.
      for (const closer of [1, 2, 3, 4, 6]) {
        const width = bitmap.width * closer;
        const height = bitmap.height * closer;
        const canvas = new OffscreenCanvas(width, height).getContext('2d');
        canvas.imageSmoothingQuality = 'high';
        canvas.drawImage(bitmap, 0, 0, width, height);
        const { data } = canvas.getImageData(0, 0, width, height);
        // Many scanners cannot read a code that is white on black.
        const code = jsQR(data, width, height, { inversionAttempts: 'dontInvert' });
        if (code) return code.data;
      }
      return null;
    };`;
  const stdin = { contents, resolveDir: import.meta.dirname };
  const { outputFiles } = await build({ stdin, bundle: true, format: 'iife', write: false });
  return outputFiles[0]?.text ?? '';
}

declare function readPicture(base64: string): Promise<string | null>;
