import { pino, type DestinationStream } from 'pino';
import type { Log } from '../../core/log.js';

/** Names under which a secret could reach a log by mistake. Nothing logs them; this is the second line. */
const secretNames = ['code', 'backupCode', 'backupCodes', 'password', 'secret', 'keyUri', 'cookie', 'authorization'];

/**
 * A JSON logger.
 *
 * @param level a pino level: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`
 * @param destination where the lines go; standard error by default, so that standard output stays the program's own
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
