import { build } from 'esbuild';
import { createRequire } from 'node:module';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { EngineLauncher } from './engines/engine.js';
import type { Media } from './media.js';

/** The QR encoder is CommonJS, which browsers do not load. Serves it bundled into one module, as the build does. */
export function qrEncoderPlugin(): TestRunnerPlugin {
  const specifier = 'qrcode/lib/core/qrcode.js';
  const url = '/__qr-encoder.js';
  let bundled: Promise<string> | undefined;
  return {
    name: 'harmony:qr-encoder',
    resolveImport: ({ source }) => (source === specifier ? url : undefined),
    serve({ path }) {
      if (path !== url) return undefined;
      bundled ??= bundle(createRequire(import.meta.url).resolve(specifier));
      return bundled.then((body) => ({ body, type: 'js' }));
    },
  };
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
  return outputFiles[0]?.text ?? '';
}

/** Imports `strict-page.ts` into each test file, and adds the parts of a strict content policy that the runner allows. */
export function strictPagePlugin(): TestRunnerPlugin {
  // Without script-src: the runner needs an inline script.
  const policy = "style-src 'self'; img-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'";
  return {
    name: 'harmony:strict-page',
    transform(context) {
      if (context.response.is('html')) context.set('content-security-policy', policy);
      // On the first line, so that the line numbers of a failure stay right.
      if (context.path.endsWith('.browser.test.ts'))
        return `import '/test/support/strict-page.ts';${String(context.body)}`;
      return undefined;
    },
  };
}

/** Runs the commands of media.ts and strict-page.ts in the engine. */
export function enginePlugin(): TestRunnerPlugin<Media> {
  return {
    name: 'harmony:engine',
    async executeCommand({ command, payload = {}, session }) {
      const engine = session.browser as EngineLauncher;
      if (command === 'harmony:emulate-media') await engine.emulateMedia(session.id, payload);
      else if (command === 'harmony:focus-page') await engine.focusPage(session.id);
      else return undefined;
      return true;
    },
  };
}
