import { build } from 'esbuild';
import { createRequire } from 'node:module';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { EngineLauncher } from './engines/engine.js';
import type { Media } from './media.js';

/** The QR encoder is CommonJS, which no browser loads: served as one bundled module, as the published build has it. */
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

/** Puts `strict-page.ts` in front of each test file, and its pages under the parts of a strict policy that tests can keep. */
export function strictPagePlugin(): TestRunnerPlugin {
  // Scripts are left out: the runner itself needs an inline one.
  const policy = "style-src 'self'; img-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'";
  return {
    name: 'harmony:strict-page',
    transform(context) {
      if (context.response.is('html')) context.set('content-security-policy', policy);
      // On the first line as it is, so that the line numbers of a failure stay true.
      if (context.path.endsWith('.browser.test.ts'))
        return `import '/test/support/strict-page.ts';${String(context.body)}`;
      return undefined;
    },
  };
}

/** The browser's half of `emulateMedia` in media.ts, and of the focus in strict-page.ts. */
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
