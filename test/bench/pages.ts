import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/** A page as a developer writes it: one module and the tag that it defines. */
export interface Source {
  script: string;
  tag: string;
}

export interface Site {
  origin: string;
  /** Compressed bytes of the scripts that a page loads before it shows anything, by the page's name. */
  scriptSizes: Record<string, number>;
  close(): void;
}

interface File {
  type: string;
  body: Buffer;
}

/** What the challenge asks first; everything else on these pages is a file. */
const challenge = { methods: ['totp', 'backup_code'], expiresAt: '2100-01-01T00:00:00Z' };

/** Bundles each page by its own, as a build of its site would, and serves them all compressed from this machine. */
export async function serve(pages: Record<string, Source>): Promise<Site> {
  const files = new Map<string, File>([
    ['/api/2fa/challenge', compress('application/json', JSON.stringify(challenge))],
  ]);
  const scriptSizes: Record<string, number> = {};
  for (const [name, source] of Object.entries(pages)) {
    const bundle = await bundleOf(name, source.script);
    for (const [path, text] of bundle.texts) files.set(path, compress('text/javascript', text));
    files.set(`/${name}`, compress('text/html', documentOf(source.tag, bundle)));
    scriptSizes[name] = [bundle.entry, ...bundle.preloads].reduce((sum, path) => sum + files.get(path)!.body.length, 0);
  }
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': `${file.type}; charset=utf-8`,
      'content-encoding': 'br',
      'content-length': file.body.length,
      'cache-control': 'no-cache',
    });
    response.end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, scriptSizes, close: () => server.close() };
}

interface Bundle {
  entry: string;
  /** The files that the entry imports, which a build lists in the page so that they load beside it. */
  preloads: string[];
  texts: Map<string, string>;
}

async function bundleOf(name: string, script: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: script, resolveDir: root, sourcefile: `${name}.js` },
    outdir: join(root, 'dist', 'bench'),
    absWorkingDir: root,
    entryNames: `${name}-[hash]`,
    chunkNames: `${name}-[hash]`,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
  });
  const paths = Object.entries(metafile.outputs);
  const [entry] = paths.find(([, { entryPoint }]) => entryPoint === `${name}.js`)!;
  const preloads = new Set<string>();
  const follow = (path: string) => {
    for (const { path: next, kind } of metafile.outputs[path]!.imports) {
      if (kind !== 'import-statement' || preloads.has(next)) continue;
      preloads.add(next);
      follow(next);
    }
  };
  follow(entry);
  const urlOf = (path: string) => `/${path.split('/').at(-1)}`;
  return {
    entry: urlOf(entry),
    preloads: [...preloads].map(urlOf),
    texts: new Map(outputFiles.map(({ path, text }) => [urlOf(path), text])),
  };
}

function documentOf(tag: string, { entry, preloads }: Bundle): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sign in</title>
    <link rel="icon" href="data:," />
    <script type="module" src="${entry}"></script>
    ${preloads.map((path) => `<link rel="modulepreload" href="${path}" />`).join('\n    ')}
  </head>
  <body>
    <main><${tag}></${tag}></main>
  </body>
</html>
`;
}

function compress(type: string, text: string): File {
  return { type, body: brotliCompressSync(text) };
}
