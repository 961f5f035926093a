import { attemptPromises } from './attempts.js';
import { backupCodePromises } from './backup-codes.js';
import { changePromises } from './changes.js';
import { countingPromises } from './counting.js';
import { accessPromises } from './access.js';
import { expiryPromises } from './expiry.js';
import { inputPromises } from './input.js';
import { leakagePromises } from './leakage.js';
import { messagePromises } from './messages.js';
import { optionalPromises } from './optional.js';
import { pendingPromises } from './pending.js';
import type { ProtocolPromise } from './promise.js';
import { racePromises } from './races.js';
import { replayPromises } from './replay.js';
import { storyPromises } from './story.js';
import { windowPromises } from './window.js';

export { groups, type Group, type ProtocolPromise } from './promise.js';

/** Every promise, in the order of the groups. */
export const promises: readonly ProtocolPromise[] = [
  ...messagePromises,
  ...storyPromises,
  ...windowPromises,
  ...replayPromises,
  ...backupCodePromises,
  ...attemptPromises,
  ...countingPromises,
  ...expiryPromises,
  ...pendingPromises,
  ...changePromises,
  ...accessPromises,
  ...inputPromises,
  ...racePromises,
  ...leakagePromises,
  ...optionalPromises,
];
