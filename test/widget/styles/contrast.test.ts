import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

/** Contrast that axe does not measure: borders, rings and grounds of controls (WCAG 1.4.11). */
const folder = join(import.meta.dirname, '..', '..', '..', 'widget', 'styles');
const sheets = (await readdir(folder)).filter((name) => name.endsWith('tokens.ts'));
const source = (await Promise.all(sheets.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
const colours = new Map(
  [...source.matchAll(/--_([\w-]+): var\([\w-]+, (?:light-dark\((#\w+), (#\w+)\)|(#\w+))\)/g)].map(
    ([, name, light, dark, both]) => [name!, [light ?? both!, dark ?? both!] as const],
  ),
);

const seenOn: [part: string, grounds: string[]][] = [
  ['border', ['ground', 'field', 'raised']],
  ['focus', ['ground', 'field', 'raised', 'subtle']],
  ['danger', ['ground', 'field', 'raised']],
  ['success', ['ground', 'raised']],
  ['warning', ['ground', 'raised']],
  ['primary', ['ground', 'raised']],
];

describe('contrast of borders, rings and grounds', () => {
  for (const [index, scheme] of ['light', 'dark'].entries()) {
    for (const [part, grounds] of seenOn) {
      for (const ground of grounds) {
        it(`${part} on ${ground}, ${scheme}: 3 to 1`, (t) => {
          const ratio = contrast(colours.get(part)![index]!, colours.get(ground)![index]!);
          t.diagnostic(ratio.toFixed(2));
          assert.ok(ratio >= 3, ratio.toFixed(2));
        });
      }
    }
  }
});

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.replaceAll(/[\da-f]/gi, '$&$&') : hex;
  const [red, green, blue] = (digits.match(/[\da-f]{2}/gi) ?? []).map((pair) => {
    const value = Number.parseInt(pair, 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
