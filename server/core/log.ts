/** What this server needs of a logger; pino and most others fit. Details come first, as pino has it. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Where faults go when an app gives no log: a host that throws must not be a silent 503. */
export const consoleLog: Log = {
  ...silentLog,
  warn: (details, message) => console.warn(`harmony-2fa: ${message}`, details),
  error: (details, message) => console.error(`harmony-2fa: ${message}`, details),
};

/**
 * What may be said of an exception in a log. Drivers hang parameters, rows and queries on their errors, so only the
 * parts that describe the fault are taken, of its cause as well.
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
    ...(cause !== undefined && depth < deepestCause && { cause: describe(cause, depth + 1) }),
  };
}

/** A cause may lead back to itself. */
const deepestCause = 3;
