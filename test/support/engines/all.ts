import { chromium } from './chromium.js';
import type { EngineLauncher } from './engine.js';
import { firefox } from './firefox.js';
import { webkit } from './webkit.js';

/** By the names that `ENGINES` accepts. An engine that is not installed fails with the package to install. */
export const engines: Readonly<Record<string, () => Promise<EngineLauncher>>> = { chromium, firefox, webkit };

/** The engines in `ENGINES`, comma separated; Chromium without it. */
export async function findEngines(): Promise<EngineLauncher[]> {
  const names = (process.env['ENGINES'] ?? 'chromium').split(',');
  return Promise.all(
    names.map((name) => {
      const find = engines[name];
      if (!find) throw new Error(`ENGINES: “${name}” is not one of ${Object.keys(engines).join(', ')}`);
      return find();
    }),
  );
}
