/*
 * npm run test:visual [-- --compare <folder>] [--only <part of a state's name>]
 *
 * Takes a screenshot of every state of the elements in eight looks, and fails on what is always wrong (see
 * `ScreenshotRunner`). The repository keeps no screenshot, because fonts and so pixels differ from machine to machine.
 * `--compare` takes a folder of earlier screenshots of the same machine, and lists what has changed on the review page. A
 * person judges a change; it fails nothing. Visual-diff runners fail on a change and check nothing else.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';
import { widths } from './looks.js';
import { compare } from './pixels.js';
import { reviewPage, reviewStyles, type Comparison } from './review-page.js';
import { ScreenshotRunner } from './screenshot-runner.js';
import { StateGallery } from './state-gallery.js';

const { values: options } = parseArgs({
  options: { compare: { type: 'string' }, only: { type: 'string', default: '' } },
});
const folder = resolve(import.meta.dirname, '..', '..', 'dist', 'visual');
const earlier = options.compare === undefined ? null : resolve(options.compare);
if (earlier && !relative(folder, earlier).startsWith('..')) throw new Error(`--compare: this run replaces ${earlier}`);

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
try {
  const [gallery, camera] = await Promise.all([StateGallery.open(browser), Camera.open(browser)]);
  const states = gallery.states.filter((state) => state.includes(options.only));
  const runners = widths.map((width) => new ScreenshotRunner(gallery, camera, folder, width));
  await Promise.all(runners.map((runner) => runner.run(states)));

  const screenshots = runners.flatMap((runner) => runner.files);
  const faults = runners.flatMap((runner) => runner.faults);
  const comparison = earlier === null ? null : await compareWith(earlier, screenshots);
  await writeFile(join(folder, 'review.css'), reviewStyles);
  await writeFile(join(folder, 'index.html'), reviewPage({ states, screenshots, faults, comparison }));

  for (const { state, look, what } of faults) console.error(`${state} (${look}) ${what}`);
  if (comparison) console.log(`${comparison.changed.length} screenshots have changed`);
  console.log(`${screenshots.length} screenshots, ${faults.length} faults: dist/visual/index.html`);
  if (faults.length > 0 || screenshots.length === 0) process.exitCode = 1;
} finally {
  await browser.close();
}

/** Writes the earlier screenshot and the difference of each changed one beside the new ones. */
async function compareWith(before: string, screenshots: readonly string[]): Promise<Comparison> {
  const earlier = (await readdir(before)).filter((name) => name.endsWith('.png'));
  const changed: Comparison['changed'] = [];
  for (const kind of ['before', 'difference']) await mkdir(join(folder, kind));
  for (const file of screenshots.filter((name) => earlier.includes(name))) {
    const [old, now] = await Promise.all([readFile(join(before, file)), readFile(join(folder, file))]);
    if (old.equals(now)) continue;
    const { changed: pixels, picture } = compare(old, now);
    if (pixels === 0) continue;
    changed.push({ file, pixels });
    await writeFile(join(folder, 'before', file), old);
    await writeFile(join(folder, 'difference', file), picture);
  }
  return {
    changed: changed.sort((one, other) => other.pixels - one.pixels),
    added: screenshots.filter((name) => !earlier.includes(name)),
    removed: earlier.filter((name) => !screenshots.includes(name)),
  };
}
