import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { bundle, type Bundle } from '../../support/bundle.js';
import { api } from './api.js';

/** A page as a developer writes it: one module, and the body. */
export interface Source {
  script: string;
  body: string;
  /** The folder for the module's packages; by default this package. */
  resolveDir?: string;
}

export interface Site {
  origin: string;
  /** Compressed bytes of the scripts that a page loads first, by the name of the page. */
  scriptSizes: Record<string, number>;
  close(): void;
}

interface File {
  type: string;
  body: Buffer;
}

/**
 * Bundles each page separately, as a build of its site does, and serves all of them compressed from memory. Static servers need
 * files, and compress them for each answer.
 */
export async function serve(pages: Record<string, Source>): Promise<Site> {
  const files = new Map<string, File>();
  for (const [call, answer] of Object.entries(api))
    files.set(call, compress('application/json', JSON.stringify(answer)));
  const scriptSizes: Record<string, number> = {};
  for (const [name, { script, body, resolveDir }] of Object.entries(pages)) {
    const bundled = await bundle(script, name, resolveDir);
    for (const [path, text] of bundled.texts) files.set(`GET ${urlOf(path)}`, compress('text/javascript', text));
    files.set(`GET /${name}`, compress('text/html', documentOf(body, bundled)));
    scriptSizes[name] = bundled.initialSize;
  }
  const server = createServer((request, response) => {
    const file = files.get(`${request.method} ${request.url}`);
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

/** Preloads the imports of the entry, as a build does, so that they load at the same time. */
function documentOf(body: string, { entry, initial }: Bundle): string {
  const preloads = [...initial].filter((path) => path !== entry);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sign in</title>
    <link rel="icon" href="data:," />
    <script type="module" src="${urlOf(entry)}"></script>
    ${preloads.map((path) => `<link rel="modulepreload" href="${urlOf(path)}" />`).join('\n    ')}
  </head>
  <body>
    <main>${body}</main>
  </body>
</html>
`;
}

function urlOf(path: string): string {
  return `/${basename(path)}`;
}

function compress(type: string, text: string): File {
  return { type, body: brotliCompressSync(text) };
}
