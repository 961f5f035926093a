import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type BuildResult, type Metafile } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/** Bytes after brotli, of what a browser loads before it can show the tags: Lit is part of it. */
const budget = { bothTags: 16_000, challengeAlone: 11_000, qrEncoder: 7_000 };

describe('a page with both tags', () => {
  let page: Bundle;
  before(async () => {
    page = await bundle(`import 'harmony-2fa/harmony-2fa-setup'; import 'harmony-2fa/harmony-2fa-challenge';`);
  });

  it(`loads at most ${budget.bothTags} bytes at first`, (t) => {
    t.diagnostic(`${page.initialSize} bytes`);
    assert.ok(page.initialSize <= budget.bothTags, `${page.initialSize} bytes`);
  });

  it('registers them: no bundler drops the register files', () => {
    for (const tag of ['harmony-2fa-setup', 'harmony-2fa-challenge', 'harmony-2fa-code-input']) {
      assert.match(page.initialText, new RegExp(`\\(["']${tag}["']`), tag);
    }
  });

  it('loads the QR encoder only when a code is shown, in a file of its own', (t) => {
    const chunk = page.chunkOf(/\/qr\/qr-path\.js$/);
    assert.ok(!page.initial.has(chunk), 'the encoder waits');
    t.diagnostic(`${page.sizeOf(chunk)} bytes`);
    assert.ok(page.sizeOf(chunk) <= budget.qrEncoder, `${page.sizeOf(chunk)} bytes`);
  });

  it('loads each language but English only when it is spoken, each in a file of its own', () => {
    const languages = page.inputs.filter(
      (input) => /\/i18n\/[a-z]{2}(-[a-z]+)?\.js$/i.test(input) && !/\/en\.js$/.test(input),
    );
    assert.ok(languages.length > 0, 'there are languages');
    const chunks = new Set(languages.map((input) => page.chunkOf(new RegExp(`${input}$`))));
    assert.equal(chunks.size, languages.length);
    for (const chunk of chunks) assert.ok(!page.initial.has(chunk), chunk);
  });

  it('holds no package but Lit', () => {
    const packages = page.inputs.map((input) => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(input)?.[1]).filter(Boolean);
    assert.deepEqual([...new Set(packages)].sort(), ['@lit/reactive-element', 'lit', 'lit-element', 'lit-html']);
  });

  // A ceiling on bytes would notice a stray import late and vaguely; these strings name it.
  for (const stranger of [
    'ZodError',
    'express',
    '"node:',
    'OTPAuth',
    'Buffer',
    'eval(',
    'new Function',
    'sourceMappingURL',
  ]) {
    it(`does not mention ${stranger}`, () => {
      assert.deepEqual(page.chunksWith(stranger), []);
    });
  }

  it('carries nothing of the demo', () => {
    assert.deepEqual(page.chunksWith('ada@harmony.example'), []);
    assert.deepEqual(page.chunksWith('demo phone'), []);
  });
});

describe('a page with the challenge alone', () => {
  let page: Bundle;
  before(async () => {
    page = await bundle(`import 'harmony-2fa/harmony-2fa-challenge';`);
  });

  it(`loads at most ${budget.challengeAlone} bytes at first`, (t) => {
    t.diagnostic(`${page.initialSize} bytes`);
    assert.ok(page.initialSize <= budget.challengeAlone, `${page.initialSize} bytes`);
  });

  it('shows its field from that alone: what happens behind it comes later', () => {
    assert.ok(!page.initial.has(page.chunkOf(/challenge-work\.js$/)), 'the later part waits');
    for (const markup of ['<form', '<harmony-2fa-code-input', 'autocomplete="one-time-code"', 'type="submit"']) {
      assert.ok(page.initialText.includes(markup), markup);
    }
  });

  it('has no part of the set-up', () => {
    assert.deepEqual(
      page.inputs.filter((input) => /elements\/setup|setup-flow|\/qr\//.test(input)),
      [],
    );
  });
});

describe('a page that imports the classes without using one', () => {
  it('is left with nothing of them', async () => {
    const page = await bundle(`import 'harmony-2fa';`);
    assert.equal(page.initialText.trim(), '');
  });
});

interface Bundle {
  inputs: string[];
  /** The files that load with the page. */
  initial: Set<string>;
  initialSize: number;
  initialText: string;
  sizeOf(chunk: string): number;
  /** The one file that an input went into. */
  chunkOf(input: RegExp): string;
  chunksWith(text: string): string[];
}

async function bundle(source: string): Promise<Bundle> {
  const result = await build({
    stdin: { contents: source, resolveDir: root, sourcefile: 'page.js' },
    outdir: join(root, 'dist', 'page'),
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    // Notices of licences would be kept by a page, but in a file beside.
    legalComments: 'none',
    metafile: true,
    write: false,
  });
  const texts = new Map(result.outputFiles.map(({ path, text }) => [path.slice(root.length + 1), text]));
  const initial = loadedWith(entryOf(result), result.metafile);
  const textOf = (chunk: string) => texts.get(chunk) ?? '';
  const sizeOf = (chunk: string) => compressedSize(textOf(chunk));
  return {
    inputs: Object.keys(result.metafile.inputs),
    initial,
    initialSize: [...initial].reduce((size, chunk) => size + sizeOf(chunk), 0),
    initialText: [...initial].map(textOf).join('\n'),
    sizeOf,
    chunkOf(input) {
      const holds = Object.entries(result.metafile.outputs).filter(([, { inputs }]) =>
        Object.entries(inputs).some(([path, { bytesInOutput }]) => input.test(path) && bytesInOutput > 0),
      );
      assert.equal(holds.length, 1, `${input} is in one file`);
      return holds[0]![0];
    },
    chunksWith: (text) => [...texts].filter(([, content]) => content.includes(text)).map(([chunk]) => chunk),
  };
}

function entryOf({ metafile }: BuildResult<{ metafile: true }>): string {
  const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'page.js');
  assert.ok(entry, 'the page is an output');
  return entry[0];
}

function loadedWith(chunk: string, { outputs }: Metafile, seen = new Set<string>()): Set<string> {
  if (seen.has(chunk)) return seen;
  seen.add(chunk);
  for (const { path, kind } of outputs[chunk]?.imports ?? []) {
    if (kind === 'import-statement') loadedWith(path, { inputs: {}, outputs }, seen);
  }
  return seen;
}

function compressedSize(text: string): number {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
