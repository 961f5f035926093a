import { executeServerCommand } from '@web/test-runner-commands';

/** What a browser test may pretend about the person's screen. What is left out is as the machine has it. */
export interface Media {
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
  forcedColors?: 'active' | 'none';
}

/** Beyond the runner's own command of this name, this one knows forced colours; see `mediaPlugin`. */
export async function emulateMedia(media: Media): Promise<void> {
  await executeServerCommand('harmony:emulate-media', media);
}

// The next test file gets the same browser page, and must not find it dark.
after(() => emulateMedia({}));
