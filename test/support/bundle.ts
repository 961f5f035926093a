import assert from 'node:assert/strict';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/** Bytes after brotli, Lit included. `complete` is everything that the elements can ever fetch in English. */
export const budget = { challengeComplete: 18_000, bothTags: 24_500, bothTagsComplete: 38_500, qrEncoder: 7_000 };

/** The modules of a page with the challenge, of one with both tags, and where a build puts the QR encoder. */
export const entries = {
  challengeAlone: `import 'harmony-2fa/harmony-2fa-challenge';`,
  bothTags: `import 'harmony-2fa/harmony-2fa-setup'; import 'harmony-2fa/harmony-2fa-challenge';`,
};
/** A language, or the table of languages: a page in English fetches neither. */
const otherLanguage = /\/i18n\/(?!en\.js)([a-z]{2}(-[a-z]+)?|built-in)\.js$/i;
export const qrEncoder = /\/qr\/qr-path\.js$/;

export interface Bundle {
  inputs: string[];
  entry: string;
  /** The files that load with the page, the entry first. */
  initial: Set<string>;
  initialSize: number;
  /** The same and everything that the elements may fetch in English. */
  completeSize: number;
  initialText: string;
  /** What each file says. */
  texts: Map<string, string>;
  sizeOf(chunk: string): number;
  /** The one file that an input went into. */
  chunkOf(input: RegExp): string;
  chunksWith(text: string): string[];
}

/** Bundles a module as a build of its site would. `resolveDir` is where its packages are looked for. */
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
    // Notices of licences would be kept by a page, but in a file beside.
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
