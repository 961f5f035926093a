import type { BrowserLauncher } from '@web/test-runner';
import type { Media } from '../media.js';

/** How long a browser may take to start and to open a page, on a busy machine. Milliseconds. */
export const patienceMs = 120_000;

/** A browser launcher of the test runner, with two commands that the runner does not have for every engine. */
export interface EngineLauncher extends BrowserLauncher {
  /** A feature that `media` does not name has the machine's own value. */
  emulateMedia(sessionId: string, media: Media): Promise<void>;
  /** Moves the focus from the browser's tool bar to the page: the Tab key of an earlier test may have left it there. */
  focusPage(sessionId: string): Promise<void>;
}
