/**
 * Calls a function of the app. Whatever it throws is an `Error` afterwards, since others take a rejection without one for none: Express
 * lets the request pass, and frameworks answer it themselves.
 */
export async function callApp<T>(name: string, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error) throw error;
    throw new Error(`${name} failed without an Error`, { cause: error });
  }
}
