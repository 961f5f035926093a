import type * as Pino from 'pino';
import type { Log } from '../../core/log.js';
import { loadOptionalPackage } from '../../core/optional-package.js';

/** Fields that may contain secrets. The server does not log them; the redaction is a second line of defence. */
const secretNames = ['code', 'backupCode', 'backupCodes', 'password', 'secret', 'keyUri', 'cookie', 'authorization'];

/** Where the lines go. */
export interface LogDestination {
  write(line: string): void;
}

/**
 * A JSON logger.
 *
 * @param level a pino level: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`
 * @param destination standard error by default, so that standard output has only the program's own output
 * @throws {Error} when the package pino is not installed
 */
export function createLog(level: string, destination?: LogDestination): Log {
  const { pino } = loadOptionalPackage('pino', 'createLog') as typeof Pino;
  return pino(
    {
      level,
      base: null,
      redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    destination ?? standardError(pino),
  );
}

/** So many bytes wait in memory while standard error takes none, such as a file on a full disk. Further lines are dropped. */
const maxWaitingBytes = 1024 * 1024;

function standardError(pino: typeof Pino.pino): LogDestination {
  const destination = pino.destination({ dest: 2, sync: true, maxLength: maxWaitingBytes });
  // Without a listener a line that cannot be written would end the process. It is written with the next one.
  destination.on('error', () => undefined);
  return destination;
}
