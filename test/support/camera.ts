import type { Browser, Page } from 'playwright-core';
import { build } from 'esbuild';

/** Reads QR codes off screenshots, as a phone reads them off a screen: it sees pixels and nothing of the page. */
export class Camera {
  readonly #darkroom: Page;

  private constructor(darkroom: Page) {
    this.#darkroom = darkroom;
  }

  static async open(browser: Browser): Promise<Camera> {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundleReader() });
    return new Camera(page);
  }

  /**
   * Held to the screen until a QR code is in view.
   *
   * @returns what it says
   */
  async reads(screen: Page): Promise<string> {
    const code = screen.getByRole('img', { name: /QR code/ });
    await code.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await code.boundingBox())!;
    // With what is around it, which a scanner has to tell from the code.
    const clip = { x: Math.max(0, x - 48), y: Math.max(0, y - 48), width: width + 96, height: height + 96 };
    const text = await this.readsPicture(await screen.screenshot({ animations: 'disabled', clip }));
    if (text === null) throw new Error('There is no readable QR code on the screen');
    return text;
  }

  /** @returns what the QR code in a picture says; null when none can be read */
  readsPicture(picture: Buffer): Promise<string | null> {
    return this.#darkroom.evaluate((base64) => readPicture(base64), picture.toString('base64'));
  }
}

/** In a page, since a browser decodes PNG better than a reader of our own would. */
async function bundleReader(): Promise<string> {
  const contents = `
    import jsQR from 'jsqr';
    globalThis.readPicture = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      // Moved until it reads: a camera has several pixels for each of a screen, and a lens that softens their edges.
      for (const closer of [1, 2, 3, 4, 6]) {
        const width = bitmap.width * closer;
        const height = bitmap.height * closer;
        const canvas = new OffscreenCanvas(width, height).getContext('2d');
        canvas.imageSmoothingQuality = 'high';
        canvas.drawImage(bitmap, 0, 0, width, height);
        const { data } = canvas.getImageData(0, 0, width, height);
        // Many scanners do not know a code that is white on black.
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
