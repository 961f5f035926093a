import { build } from 'esbuild';
import { join } from 'node:path';

/** A module of this folder with all it imports as one script, which leaves its exports in a global of that name. */
export async function bundle(module: string, globalName: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, module)],
    tsconfig: join(import.meta.dirname, '..', '..', 'tsconfig.json'),
    bundle: true,
    format: 'iife',
    globalName,
    write: false,
    // package.json names the modules that do something when imported as they are published; here they are sources.
    ignoreAnnotations: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    // The drivers tidy up after each test of a runner, and here is none.
    banner: { js: 'globalThis.afterEach = globalThis.after = () => {};' },
  });
  return outputFiles[0]!.text;
}
