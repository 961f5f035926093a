import type { BrowserLauncher } from '@web/test-runner';
import type { Media } from '../media.js';

/** A browser engine as the test runner drives it, and what the runner's own commands do not reach. */
export interface EngineLauncher extends BrowserLauncher {
  /** What is left out is as the machine has it. */
  emulateMedia(sessionId: string, media: Media): Promise<void>;
  /** Takes the keyboard back from the browser's own bar, where the Tab key of an earlier test may have left it. */
  focusPage(sessionId: string): Promise<void>;
}
