import { createLog } from '../../adapters/log/json-log.js';
import type { Log } from '../../core/log.js';

/** Changes of an administrator are logged at every LOG_LEVEL, on standard error: standard output may be a file of the command. */
export function changeLog(): Log {
  return createLog('info');
}
