import { build } from 'esbuild';
import { createRequire } from 'node:module';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { ChromeLauncher } from '@web/test-runner-chrome';
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

/** The browser's half of `emulateMedia` in media.ts. */
export function mediaPlugin(): TestRunnerPlugin<Media> {
  return {
    name: 'harmony:media',
    async executeCommand({ command, payload = {}, session }) {
      if (command !== 'harmony:emulate-media') return undefined;
      const page = (session.browser as ChromeLauncher).getPage(session.id);
      const features = [
        { name: 'prefers-color-scheme', value: payload.colorScheme ?? '' },
        { name: 'prefers-reduced-motion', value: payload.reducedMotion ?? '' },
        { name: 'forced-colors', value: payload.forcedColors ?? '' },
      ];
      // A new devtools session each time would take its emulation away with it when collected: the page keeps its own.
      const client = devtools.get(page) ?? (await page.createCDPSession());
      devtools.set(page, client);
      await client.send('Emulation.setEmulatedMedia', { features });
      return true;
    },
  };
}

/** The browser's half of `commitText` in commit-text.ts. */
export function commitTextPlugin(): TestRunnerPlugin<string> {
  return {
    name: 'harmony:commit-text',
    async executeCommand({ command, payload = '', session }) {
      if (command !== 'harmony:commit-text') return undefined;
      await (session.browser as ChromeLauncher).getPage(session.id).keyboard.sendCharacter(payload);
      return true;
    },
  };
}

type Page = ReturnType<ChromeLauncher['getPage']>;
const devtools = new WeakMap<Page, Awaited<ReturnType<Page['createCDPSession']>>>();
