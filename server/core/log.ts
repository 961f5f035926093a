/** The logger that the server needs. Details come before the message, as in pino; pino and most others fit. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The default log. Without a log, a host that throws would cause a silent 503. */
export const consoleLog: Log = {
  ...silentLog,
  warn: (details, message) => console.warn(`harmony-2fa: ${message}`, details),
  error: (details, message) => console.error(`harmony-2fa: ${message}`, details),
};

/** A log that never fails: the app's log may, and the request is answered all the same. The line then goes to `console`. */
export function unfailing(log: Partial<Log>): Log {
  const writer =
    (level: keyof Log) =>
    (details: object, message: string): void => {
      const fallBack = (error: unknown): void => consoleLog[level]({ ...details, log: describeError(error) }, message);
      try {
        // The log may be asynchronous. Node would end the process because of its rejection.
        const written: unknown = log[level]!(details, message);
        if (written instanceof Promise) written.catch(fallBack);
      } catch (error) {
        fallBack(error);
      }
    };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}

/**
 * Describes an exception and its causes for the log. Drivers attach parameters, rows and queries to their errors, so this copies only
 * the known fields.
 */
export function describeError(error: unknown): object {
  return { error: describe(error) };
}

function describe(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    name,
    message,
    stack,
    ...(typeof code === 'string' && { code }),
    ...(cause !== undefined && depth < maxCauses && { cause: describe(cause, depth + 1) }),
  };
}

/** A chain of causes may be circular. */
const maxCauses = 3;
