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
    await screen.getByRole('img', { name: /QR code/ }).scrollIntoViewIfNeeded();
    const picture = await screen.screenshot({ animations: 'disabled' });
    const text = await this.#darkroom.evaluate((base64) => readPicture(base64), picture.toString('base64'));
    if (text === null) throw new Error('There is no readable QR code on the screen');
    return text;
  }
}

/** In a page, since a browser decodes PNG better than a reader of our own would. */
async function bundleReader(): Promise<string> {
  const contents = `
    import jsQR from 'jsqr';
    globalThis.readPicture = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      canvas.drawImage(bitmap, 0, 0);
      const { data, width, height } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
      return jsQR(data, width, height)?.data ?? null;
    };`;
  const stdin = { contents, resolveDir: import.meta.dirname };
  const { outputFiles } = await build({ stdin, bundle: true, format: 'iife', write: false });
  return outputFiles[0]?.text ?? '';
}

declare function readPicture(base64: string): Promise<string | null>;
