/**
 * Without this check, an app that forgets the options would get an error about the first option that the code reads.
 *
 * @throws {TypeError} that names the function which takes them
 */
export function requireOptions(options: unknown, source: string): void {
  if (typeof options !== 'object' || options === null) throw new TypeError(`${source} takes an object of options`);
}

/** @throws {TypeError} for an option that is set and is no function */
export function requireFunction(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== 'function') throw new TypeError(`${name} has to be a function`);
}

/** @throws {TypeError} that names the first method which is missing */
export function requireMethods(name: string, value: unknown, methods: readonly string[]): void {
  const missing = methods.find(
    (method) => typeof (value as Record<string, unknown> | null | undefined)?.[method] !== 'function',
  );
  if (missing === undefined) return;
  const hint = value instanceof Promise ? '; it is a promise: await it' : '';
  throw new TypeError(`${name} is missing, or has no method ${missing}${hint}`);
}
