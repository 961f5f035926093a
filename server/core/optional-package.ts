import { createRequire } from 'node:module';

const requirePackage = createRequire(import.meta.url);

/**
 * Loads a package that only some adopters install. With a static import, every import of harmony-2fa would fail without it.
 *
 * @param purpose what needs the package, as the subject of a sentence: “hashing”
 * @throws {Error} one sentence with the command that installs the package
 */
export function loadOptionalPackage(name: string, purpose: string): unknown {
  try {
    return requirePackage(name);
  } catch (error) {
    throw namingMissing(name, purpose, error);
  }
}

/** One sentence in place of an error that says that this package is missing; every other error as it is. */
export function namingMissing(name: string, purpose: string, error: unknown): unknown {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  // The package itself may be installed, and lack one of its own dependencies.
  if (!isMissing || !String(message).includes(`'${name}'`)) return error;
  return new Error(`${purpose} needs the package ${name}: npm install ${name}`, { cause: error });
}
