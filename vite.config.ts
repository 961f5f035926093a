import { readFileSync } from 'node:fs';
import { basename, dirname, posix, resolve } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

/**
 * Three builds, chosen by mode:
 *
 *   vite build                     the demo pages                                → dist/demo
 *   vite build --mode qr           the QR encoder with its CommonJS dependency   → dist/widget/qr/qr-path.js
 *   vite build --mode standalone   one file for a script tag, English in it      → dist/harmony-2fa.js
 *
 * The last two write beside what others built, so they empty nothing.
 */
export default defineConfig(({ mode }) => builds[mode]?.() ?? demo());

const builds: Record<string, () => UserConfig> = { qr, standalone };

const target = 'es2022';
const encoderLicences = ['qrcode/license', 'dijkstrajs/LICENSE.md'];

/** package.json lists the modules that do something when imported as they are published; here they are sources. */
const sourcesHaveSideEffects: Plugin = {
  name: 'sources-have-side-effects',
  transform: { filter: { id: /\.ts$/ }, handler: () => ({ moduleSideEffects: true }) },
};

/** Nobody reads forty languages: the single file fetches the one that a page speaks from where the package has it. */
const languagesBeside: Plugin = {
  name: 'languages-beside',
  enforce: 'pre',
  resolveId: (source, importer) =>
    importer === fromHere('widget/i18n/built-in.ts')
      ? { id: `./${posix.join('widget/i18n', source)}`, external: true }
      : undefined,
};

function demo(): UserConfig {
  return {
    root: 'demo',
    plugins: [sourcesHaveSideEffects],
    build: {
      target,
      outDir: fromHere('dist/demo'),
      emptyOutDir: true,
      // Inlined assets become data: URIs and the polyfill an inline script; the pages' content policy allows neither.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      license: { fileName: 'licenses.md' },
      // The documentation's pages are written after this build, by the names of its script and styles.
      manifest: true,
      rolldownOptions: {
        input: [
          'demo/index.html',
          'demo/sign-in/index.html',
          'demo/preferences/security/index.html',
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
  return library('widget/standalone.ts', 'dist/harmony-2fa.js', ['lit/LICENSE', ...encoderLicences], [languagesBeside]);
}

/** One file, what it imports later included, and the notices of the packages that went into it. */
function library(entry: string, output: string, licences: string[], plugins: Plugin[] = []): UserConfig {
  return {
    publicDir: false,
    plugins: [sourcesHaveSideEffects, ...plugins],
    build: {
      target,
      outDir: fromHere(dirname(output)),
      emptyOutDir: false,
      lib: { entry: fromHere(entry), formats: ['es'], fileName: () => basename(output) },
      rolldownOptions: {
        output: {
          // Vite keeps the white space of an ES library unless it is told here.
          minify: true,
          codeSplitting: false,
          postBanner: licenceNotice(licences),
        },
      },
    },
  };
}

/** The texts that the licences want to go along with every copy; what the sources say of them is lost in the build. */
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
