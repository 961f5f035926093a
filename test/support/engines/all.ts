import { chromium } from './chromium.js';
import type { EngineLauncher } from './engine.js';
import { firefox } from './firefox.js';
import { webkit } from './webkit.js';

/** By the names that `ENGINES` takes. Each fails with what to install when this machine has not got it. */
export const engines: Readonly<Record<string, () => Promise<EngineLauncher>>> = { chromium, firefox, webkit };

/** Those that `ENGINES` asks for, comma separated, else Chromium alone. */
export async function findEngines(): Promise<EngineLauncher[]> {
  const names = (process.env['ENGINES'] ?? 'chromium').split(',');
  return Promise.all(
    names.map((name) => {
      const find = engines[name];
      if (!find) throw new Error(`ENGINES: “${name}” is none of ${Object.keys(engines).join(', ')}`);
      return find();
    }),
  );
}
