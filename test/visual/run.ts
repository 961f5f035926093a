/*
 * npm run test:visual [-- --compare <folder>] [--only <part of a state's name>]
 *
 * Takes a picture of every state of the elements in eight looks, and fails on what is never right in one (see
 * `Photographer`). No picture is kept in the repository: fonts differ from machine to machine, and with them every pixel.
 * Against earlier pictures of the same machine, such as a copy of the folder of before a change, `--compare` shows on the
 * review page what has changed. That is for an eye to judge, and fails nothing.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { Darkroom } from './darkroom.js';
import { Gallery } from './gallery.js';
import { widths } from './looks.js';
import { Photographer } from './photographer.js';
import { reviewPage, reviewStyles, type Comparison } from './review-page.js';

const { values: asked } = parseArgs({
  options: { compare: { type: 'string' }, only: { type: 'string', default: '' } },
});
const folder = resolve(import.meta.dirname, '..', '..', 'dist', 'visual');
const earlier = asked.compare === undefined ? null : resolve(asked.compare);
if (earlier && !relative(folder, earlier).startsWith('..')) throw new Error(`${earlier} is about to be replaced`);

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
try {
  const [gallery, darkroom, camera] = await Promise.all([
    Gallery.open(browser),
    Darkroom.open(browser),
    Camera.open(browser),
  ]);
  const states = gallery.states.filter((state) => state.includes(asked.only));
  const both = widths.map((width) => new Photographer(gallery, darkroom, camera, folder, width));
  await Promise.all(both.map((photographer) => photographer.visit(states)));

  const pictures = both.flatMap((photographer) => photographer.pictures);
  const faults = both.flatMap((photographer) => photographer.faults);
  const comparison = earlier === null ? null : await compare(earlier, pictures, darkroom);
  await writeFile(join(folder, 'review.css'), reviewStyles);
  await writeFile(join(folder, 'index.html'), reviewPage({ states, pictures, faults, comparison }));

  for (const { state, look, what } of faults) console.error(`${state} (${look}) ${what}`);
  if (comparison) console.log(`${comparison.changed.length} pictures have changed`);
  console.log(`${pictures.length} pictures, ${faults.length} faults: dist/visual/index.html`);
  if (faults.length > 0 || pictures.length === 0) process.exitCode = 1;
} finally {
  await browser.close();
}

/** Puts the earlier picture and the difference of each changed one beside the new ones. */
async function compare(before: string, pictures: readonly string[], darkroom: Darkroom): Promise<Comparison> {
  const there = (await readdir(before)).filter((name) => name.endsWith('.png'));
  const changed: Comparison['changed'] = [];
  for (const kind of ['before', 'difference']) await mkdir(join(folder, kind));
  for (const picture of pictures.filter((name) => there.includes(name))) {
    const [old, now] = await Promise.all([readFile(join(before, picture)), readFile(join(folder, picture))]);
    if (old.equals(now)) continue;
    const { changed: pixels, picture: difference } = await darkroom.compare(old, now);
    if (pixels === 0) continue;
    changed.push({ picture, pixels });
    await writeFile(join(folder, 'before', picture), old);
    await writeFile(join(folder, 'difference', picture), Buffer.from(difference, 'base64'));
  }
  return {
    changed: changed.sort((one, other) => other.pixels - one.pixels),
    added: pictures.filter((name) => !there.includes(name)),
    gone: there.filter((name) => !pictures.includes(name)),
  };
}
