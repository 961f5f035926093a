import assert from 'node:assert/strict';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/** Limits in bytes after brotli, Lit included. “Complete” includes all files that the elements can load in English. */
export const budget = {
  challengeComplete: 18_000,
  bothTags: 24_900,
  /** Without `authenticators`, which a page loads only where its back end lists them. */
  bothTagsComplete: 37_700,
  authenticators: 3_000,
  devicesComplete: 16_000,
  enrolment: 22_000,
  qrEncoder: 5_000,
  /** What the step-up adds to a page with the set-up, complete. */
  stepUp: 1_400,
};

/** The modules of pages with these tags. */
export const entries = {
  challengeAlone: `import 'harmony-2fa/harmony-2fa-challenge';`,
  devicesAlone: `import 'harmony-2fa/harmony-2fa-devices';`,
  enrolmentAlone: `import 'harmony-2fa/harmony-2fa-enrolment';`,
  bothTags: `import 'harmony-2fa/harmony-2fa-setup'; import 'harmony-2fa/harmony-2fa-challenge';`,
  setupAlone: `import 'harmony-2fa/harmony-2fa-setup';`,
  setupWithStepUp: `import 'harmony-2fa/harmony-2fa-setup'; import 'harmony-2fa/harmony-2fa-step-up';`,
  stepUpAlone: `import 'harmony-2fa/harmony-2fa-step-up';`,
};
/** The files of other languages and their table: a page in English loads none of them. */
const otherLanguage = /\/i18n\/(?!en\.js)([a-z]{2}(-[a-z]+)?|built-in)\.js$/i;
/** The file of the part for several authenticators. */
export const authenticatorsPart = /\/setup\/authenticators\.js$/;
/** The file of the QR encoder. */
export const qrEncoder = /\/qr\/qr-path\.js$/;

export interface Bundle {
  inputs: string[];
  entry: string;
  /** The files that the page loads at first, beginning with the entry. */
  initial: Set<string>;
  initialSize: number;
  /** The size of all files that the elements can load in English. */
  completeSize: number;
  initialText: string;
  /** The text of each file. */
  texts: Map<string, string>;
  sizeOf(chunk: string): number;
  /** The output file that contains an input. */
  chunkOf(input: RegExp): string;
  chunksWith(text: string): string[];
}

/** Bundles a module as the build of a site does. Packages are resolved from `resolveDir`. */
export async function bundle(source: string, name = 'page', resolveDir = root): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir, sourcefile: `${name}.js` },
    outdir: join(root, 'dist', 'page'),
    absWorkingDir: root,
    entryNames: name,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    // A site keeps the licence notices in a separate file.
    legalComments: 'none',
    metafile: true,
    write: false,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path.slice(root.length + 1), text]));
  const entry = `dist/page/${name}.js`;
  const initial = loadedWith(entry, metafile);
  const textOf = (chunk: string) => texts.get(chunk) ?? '';
  const sizeOf = (chunk: string) => brotliCompressSync(textOf(chunk)).length;
  const sizeOfAll = (chunks: Iterable<string>) => [...chunks].reduce((size, chunk) => size + sizeOf(chunk), 0);
  const inEnglish = [...texts.keys()].filter(
    (chunk) => !Object.keys(metafile.outputs[chunk]!.inputs).some((input) => otherLanguage.test(input)),
  );
  return {
    inputs: Object.keys(metafile.inputs),
    entry,
    initial,
    initialSize: sizeOfAll(initial),
    completeSize: sizeOfAll(inEnglish),
    initialText: [...initial].map(textOf).join('\n'),
    texts,
    sizeOf,
    chunkOf(input) {
      const holds = Object.entries(metafile.outputs).filter(([, { inputs }]) =>
        Object.entries(inputs).some(([path, { bytesInOutput }]) => input.test(path) && bytesInOutput > 0),
      );
      assert.equal(holds.length, 1, `${input} is in one file`);
      return holds[0]![0];
    },
    chunksWith: (text) => [...texts].filter(([, content]) => content.includes(text)).map(([chunk]) => chunk),
  };
}

function loadedWith(chunk: string, { outputs }: Metafile, seen = new Set<string>()): Set<string> {
  if (seen.has(chunk)) return seen;
  seen.add(chunk);
  for (const { path, kind } of outputs[chunk]!.imports) {
    if (kind === 'import-statement') loadedWith(path, { inputs: {}, outputs }, seen);
  }
  return seen;
}
