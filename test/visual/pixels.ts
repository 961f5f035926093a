import { createHash } from 'node:crypto';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Box } from './state-page.js';

/* pngjs reads and writes PNG, and pixelmatch compares. No library measures contrast inside a box of a picture. */

export interface Measures {
  /** Equal for two screenshots only if every pixel is equal. */
  fingerprint: string;
  /** For each box, the highest contrast of a pixel against the background of the box, by the formula of WCAG 2. */
  contrasts: number[];
  /** Luminance of the most frequent colour, 0 to 1. */
  background: number;
}

export interface Difference {
  changed: number;
  /** PNG: changed pixels in red, equal pixels in pale grey. */
  picture: Buffer;
}

/** Reports every change of more than 2 in a colour channel, and some smaller ones. */
const threshold = 0.0037;

export function measure(picture: Buffer, texts: readonly Box[], scope: Box): Measures {
  const pixels = PNG.sync.read(picture);
  return {
    fingerprint: createHash('sha256').update(pixels.data).digest('hex'),
    contrasts: texts.map((box) => contrastIn(pixels, box)),
    background: luminance(backgroundOf(pixels, scope)),
  };
}

/** Both screenshots have the size of one window. */
export function compare(before: Buffer, after: Buffer): Difference {
  const [old, now] = [PNG.sync.read(before), PNG.sync.read(after)];
  const { width, height } = now;
  const picture = new PNG({ width, height });
  const changed = pixelmatch(old.data, now.data, picture.data, width, height, {
    threshold,
    includeAA: true,
    diffColor: [220, 0, 40],
  });
  return { changed, picture: PNG.sync.write(picture) };
}

/** How many pixels have a contrast of at least 3:1 against the same pixel before. */
export function countContrasting(before: Buffer, after: Buffer): number {
  const [old, now] = [PNG.sync.read(before), PNG.sync.read(after)];
  let count = 0;
  for (let at = 0; at < now.data.length; at += 4) {
    if (contrast(colourAt(old, at), colourAt(now, at)) >= 3) count++;
  }
  return count;
}

function contrastIn(pixels: PNG, box: Box): number {
  const background = backgroundOf(pixels, box);
  return Math.max(...offsets(pixels, box).map((at) => contrast(colourAt(pixels, at), background)));
}

/** The most frequent colour of a box. */
function backgroundOf(pixels: PNG, box: Box): number {
  const counts = new Map<number, number>();
  let most = 0;
  let background = 0;
  for (const at of offsets(pixels, box)) {
    const colour = colourAt(pixels, at);
    const count = (counts.get(colour) ?? 0) + 1;
    counts.set(colour, count);
    if (count > most) [most, background] = [count, colour];
  }
  return background;
}

function offsets({ width, height }: PNG, box: Box): number[] {
  const offsets: number[] = [];
  for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, box.y + box.height); y++) {
    for (let x = Math.max(0, Math.floor(box.x)); x < Math.min(width, box.x + box.width); x++) {
      offsets.push((y * width + x) * 4);
    }
  }
  return offsets;
}

function colourAt({ data }: PNG, at: number): number {
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
