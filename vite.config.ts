import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, posix, resolve } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

/**
 * Three builds, chosen by mode:
 *
 *   vite build                     the demo pages                                → dist/demo
 *   vite build --mode qr           the QR encoder with its CommonJS dependency   → dist/widget/qr/qr-path.js
 *   vite build --mode standalone   one file for a script tag, with English       → dist/harmony-2fa.js
 *
 * The last two keep the other files of `dist`.
 */
export default defineConfig(({ mode }) => builds[mode]?.() ?? demo());

const builds: Record<string, () => UserConfig> = { qr, standalone };

const target = 'es2022';
const encoderLicences = ['qrcode/license'];

/** `sideEffects` in package.json names built files. Without this plugin the bundler drops the sources that register a tag. */
const sourcesHaveSideEffects: Plugin = {
  name: 'sources-have-side-effects',
  transform: { filter: { id: /\.ts$/ }, handler: () => ({ moduleSideEffects: true }) },
};

/** Keeps the forty languages out of the single file. It imports the page's language from `widget/i18n` beside it. */
const externalLanguages: Plugin = {
  name: 'external-languages',
  enforce: 'pre',
  resolveId: (source, importer) =>
    importer === fromHere('widget/i18n/built-in-languages.ts')
      ? { id: `./${posix.join('widget/i18n', source)}`, external: true }
      : undefined,
};

/**
 * `qrPath` says in which mode each segment of a text is written. So the search of the encoder for the best segments never runs, and
 * neither does what the search needs: expressions, a library of graphs, digits and Kanji.
 */
const withoutSearch: Plugin = {
  name: 'without-search',
  load: {
    filter: { id: /\/qrcode\/lib\/core\/segments\.js$/ },
    handler: () => `
      const modes = { alphanumeric: require('./alphanumeric-data'), byte: require('./byte-data') };
      exports.fromArray = (segments) => segments.map(({ data, mode }) => new modes[mode](data));
    `,
  },
  transform: {
    filter: { id: /\/qrcode\/lib\/core\/mode\.js$/ },
    handler(code) {
      const shorter = code.replace("require('./regex')", '{}');
      if (shorter === code)
        throw new Error('the modes of the QR encoder have no expressions any more: remove this step');
      return shorter;
    },
  },
};

/** `qrPath` draws at the level M alone. So the encoder needs neither the other three levels nor their part of two long tables. */
const levelMAlone: Plugin = {
  name: 'level-m-alone',
  load: {
    filter: { id: /\/qrcode\/lib\/core\/error-correction-(code|level)\.js$/ },
    handler(id) {
      const require = createRequire(id);
      const { M } = require('./error-correction-level') as { M: object };
      if (id.endsWith('level.js')) return `exports.M = ${JSON.stringify(M)}; exports.from = () => exports.M;`;
      const counts = require('./error-correction-code') as Record<string, (version: number, level: object) => number>;
      const tables = Object.entries(counts).map(([name, count]) => {
        const table = Array.from({ length: 40 }, (_, index) => count(index + 1, M));
        return `exports.${name} = (version) => [${table.join()}][version - 1];`;
      });
      return tables.join('');
    },
  },
};

function demo(): UserConfig {
  return {
    root: 'demo',
    plugins: [sourcesHaveSideEffects],
    build: {
      target,
      outDir: fromHere('dist/demo'),
      emptyOutDir: true,
      // The content policy of the pages refuses `data:` addresses of inlined assets and the inline script of the polyfill.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      license: { fileName: 'licenses.md' },
      // Eleventy reads the names of the script and styles of the documentation from this manifest.
      manifest: true,
      rolldownOptions: {
        input: [
          'demo/index.html',
          'demo/sign-in/index.html',
          'demo/stop-recovery/index.html',
          'demo/preferences/profile/index.html',
          'demo/preferences/security/index.html',
          'demo/preferences/workspaces/index.html',
          'demo/administration/index.html',
          'demo/playground/index.html',
          'demo/hosts/index.html',
          'demo/not-found/index.html',
          'demo/docs/site/docs.ts',
        ].map(fromHere),
      },
    },
  };
}

function qr(): UserConfig {
  return library('widget/qr/qr-path.ts', 'dist/widget/qr/qr-path.js', encoderLicences);
}

function standalone(): UserConfig {
  return library(
    'widget/standalone.ts',
    'dist/harmony-2fa.js',
    ['lit/LICENSE', ...encoderLicences],
    [externalLanguages],
  );
}

/** One file with its dynamic imports, and with the licences of the bundled packages. */
function library(entry: string, output: string, licences: string[], plugins: Plugin[] = []): UserConfig {
  return {
    publicDir: false,
    plugins: [sourcesHaveSideEffects, withoutSearch, levelMAlone, ...plugins],
    build: {
      target,
      outDir: fromHere(dirname(output)),
      emptyOutDir: false,
      lib: { entry: fromHere(entry), formats: ['es'], fileName: () => basename(output) },
      rolldownOptions: {
        output: {
          // Vite keeps the white space of an ES library by default.
          minify: true,
          codeSplitting: false,
          postBanner: licenceNotice(licences),
        },
      },
    },
  };
}

/** The licences demand their text in every copy. The build drops the comments that hold it in the sources. */
function licenceNotice(paths: string[]): string {
  const texts = paths.map((path) => {
    const text = readFileSync(fromHere(`node_modules/${path}`), 'utf8')
      .replaceAll('```', '')
      .trim();
    return `${path.split('/')[0]}\n\n${text}`;
  });
  return `/*!\n${texts.join('\n\n----\n\n')}\n*/`;
}

function fromHere(path: string): string {
  return resolve(import.meta.dirname, path);
}
