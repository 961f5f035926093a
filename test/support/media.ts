import { waitUntil } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';

/** The media features that a test emulates. A feature without a value has the machine's own. */
export interface Media {
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
  forcedColors?: 'active' | 'none';
}

/** Works in every engine; the runner's command of this name does not. See `EngineLauncher`. */
export async function emulateMedia(media: Media): Promise<void> {
  await executeServerCommand('harmony:emulate-media', media);
  const features = {
    colorScheme: 'prefers-color-scheme',
    reducedMotion: 'prefers-reduced-motion',
    forcedColors: 'forced-colors',
  };
  for (const [name, value] of Object.entries(media) as [keyof Media, string][]) {
    const query = `(${features[name]}: ${value})`;
    // Proves that the engine applies the emulation.
    await waitUntil(() => matchMedia(query).matches, `${query} does not match`, { timeout: 15_000 });
  }
}

// The next test file runs in the same browser page, which must not stay dark.
after(() => emulateMedia({}));
