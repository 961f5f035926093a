import { waitUntil } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';

/** What a browser test may pretend about the person's screen. What is left out is as the machine has it. */
export interface Media {
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
  forcedColors?: 'active' | 'none';
}

/** Beyond the runner's own command of this name, this one works in each engine; see `EngineLauncher`. */
export async function emulateMedia(media: Media): Promise<void> {
  await executeServerCommand('harmony:emulate-media', media);
  const features = {
    colorScheme: 'prefers-color-scheme',
    reducedMotion: 'prefers-reduced-motion',
    forcedColors: 'forced-colors',
  };
  for (const [name, value] of Object.entries(media) as [keyof Media, string][]) {
    const query = `(${features[name]}: ${value})`;
    // Also the proof that an engine does what it was asked to.
    await waitUntil(() => matchMedia(query).matches, `the page never sees ${query}`, { timeout: 15_000 });
  }
}

// The next test file gets the same browser page, and must not find it dark.
after(() => emulateMedia({}));
