import type { Box } from './gallery-page.js';

/** What the darkroom's page has for the test outside of it; see `Darkroom`. Pictures come and go as PNG in base64. */

export interface Measures {
  /** The same for two pictures only if every pixel is. */
  fingerprint: string;
  /** Of the ink in each box against the ground in it, as WCAG 2 counts. */
  contrasts: number[];
  /** Luminance of the most frequent colour in a box, 0 to 1. */
  ground: number;
}

export interface Difference {
  changed: number;
  picture: string;
}

interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** No eye sees less than this in a channel. */
const noise = 2;

export async function measure(picture: string, texts: Box[], scope: Box): Promise<Measures> {
  const pixels = await develop(picture);
  return {
    fingerprint: await fingerprint(pixels),
    contrasts: texts.map((box) => contrastIn(pixels, box)),
    ground: luminance(groundOf(pixels, scope)),
  };
}

/** What differs in red, over what stayed the same in grey. */
export async function compare(before: string, after: string): Promise<Difference> {
  const [old, now] = await Promise.all([develop(before), develop(after)]);
  const same = old.width === now.width && old.height === now.height;
  const result = new ImageData(now.width, now.height);
  let changed = 0;
  for (let at = 0; at < now.data.length; at += 4) {
    const differs =
      !same || [0, 1, 2].some((channel) => Math.abs(old.data[at + channel]! - now.data[at + channel]!) > noise);
    if (differs) changed++;
    const grey = 200 + now.data[at + 1]! / 5;
    result.data.set(differs ? [220, 0, 40, 255] : [grey, grey, grey, 255], at);
  }
  return { changed, picture: await pictureOf(result) };
}

/** How many pixels stand out at least 3:1 against what was there before. */
export async function standOut(before: string, after: string): Promise<number> {
  const [old, now] = await Promise.all([develop(before), develop(after)]);
  let count = 0;
  for (let at = 0; at < now.data.length; at += 4) {
    if (contrast(colourAt(old, at), colourAt(now, at)) >= 3) count++;
  }
  return count;
}

function contrastIn(pixels: Pixels, box: Box): number {
  const ground = groundOf(pixels, box);
  return Math.max(...offsets(pixels, box).map((at) => contrast(colourAt(pixels, at), ground)));
}

function groundOf(pixels: Pixels, box: Box): number {
  const counts = new Map<number, number>();
  let most = 0;
  let ground = 0;
  for (const at of offsets(pixels, box)) {
    const colour = colourAt(pixels, at);
    const count = (counts.get(colour) ?? 0) + 1;
    counts.set(colour, count);
    if (count > most) [most, ground] = [count, colour];
  }
  return ground;
}

function offsets({ width, height }: Pixels, box: Box): number[] {
  const offsets: number[] = [];
  for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, box.y + box.height); y++) {
    for (let x = Math.max(0, Math.floor(box.x)); x < Math.min(width, box.x + box.width); x++) {
      offsets.push((y * width + x) * 4);
    }
  }
  return offsets;
}

function colourAt({ data }: Pixels, at: number): number {
  return (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
}

const luminances = new Map<number, number>();

function luminance(colour: number): number {
  let known = luminances.get(colour);
  if (known === undefined) {
    const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255].map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    known = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    luminances.set(colour, known);
  }
  return known;
}

function contrast(one: number, other: number): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

async function develop(picture: string): Promise<Pixels> {
  const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

async function pictureOf(image: ImageData): Promise<string> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

async function fingerprint({ data }: Pixels): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', data.slice());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
