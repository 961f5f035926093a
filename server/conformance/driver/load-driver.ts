import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DriverError } from '../kit/outcome.js';
import { driverFunctions, type Driver } from './driver.js';

/** The functions that a module exports, by name or as its default export. */
export async function loadDriver(path: string): Promise<Driver> {
  let loaded: Record<string, unknown>;
  try {
    loaded = (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (error) {
    throw new DriverError(`the driver ${path} cannot be loaded: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  const exported = loaded['default'];
  const source = typeof exported === 'object' && exported !== null ? (exported as Record<string, unknown>) : loaded;
  const functions = driverFunctions.filter((name) => typeof source[name] === 'function');
  // Bound, so that a driver may be an object of a class.
  const bound = functions.map((name) => {
    const run = source[name] as (...parts: unknown[]) => unknown;
    return [name, (...parts: unknown[]): unknown => run.apply(source, parts)] as const;
  });
  return Object.fromEntries(bound) as unknown as Driver;
}
