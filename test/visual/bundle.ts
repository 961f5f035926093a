import { build } from 'esbuild';
import { join } from 'node:path';

/** Bundles a module of this folder into one script that assigns its exports to a global. */
export async function bundle(module: string, globalName: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, module)],
    tsconfig: join(import.meta.dirname, '..', '..', 'tsconfig.json'),
    bundle: true,
    format: 'iife',
    globalName,
    write: false,
    // `sideEffects` of package.json names built files; here the sources are bundled.
    ignoreAnnotations: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    // The drivers register clean-up with a test runner; here none runs.
    banner: { js: 'globalThis.afterEach = globalThis.after = () => {};' },
  });
  return outputFiles[0]!.text;
}
