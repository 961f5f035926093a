import { attemptChecks } from './attempts.js';
import { backupCodeChecks } from './backup-codes.js';
import { changeChecks } from './changes.js';
import type { Check } from './check.js';
import { countingChecks } from './counting.js';
import { accessChecks } from './access.js';
import { expiryChecks } from './expiry.js';
import { inputChecks } from './input.js';
import { leakageChecks } from './leakage.js';
import { messageChecks } from './messages.js';
import { optionalChecks } from './optional/index.js';
import { pendingChecks } from './pending.js';
import { raceChecks } from './races.js';
import { replayChecks } from './replay.js';
import { storyChecks } from './story.js';
import { windowChecks } from './window.js';

/** Every check, in the order in which the groups are reported. */
export const checks: readonly Check[] = [
  ...messageChecks,
  ...storyChecks,
  ...windowChecks,
  ...replayChecks,
  ...backupCodeChecks,
  ...attemptChecks,
  ...countingChecks,
  ...expiryChecks,
  ...pendingChecks,
  ...changeChecks,
  ...accessChecks,
  ...inputChecks,
  ...raceChecks,
  ...leakageChecks,
  ...optionalChecks,
];
