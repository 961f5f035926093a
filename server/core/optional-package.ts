import { createRequire } from 'node:module';

const requirePackage = createRequire(import.meta.url);

/**
 * Loads a package that only some adopters install. A static import would make every import of this package fail without it.
 *
 * @param purpose what needs the package, as the subject of a sentence: “hashing”
 * @throws {Error} one sentence with the command that installs the package
 */
export function loadOptionalPackage(name: string, purpose: string): unknown {
  try {
    return requirePackage(name);
  } catch (cause) {
    throw new Error(`${purpose} needs the package ${name}: npm install ${name}`, { cause });
  }
}
