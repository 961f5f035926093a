/*
 * npm run dev
 *
 * Serves the demo, its documentation and the API at one address. Vite serves the pages from their sources and reloads them. The
 * API is a separate process that restarts on change. Eleventy rebuilds the documentation. These pages have no strict content
 * policy, because Vite adds inline styles and its client; `npm run demo` has the policy.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Plugin, type ViteDevServer } from 'vite';

const root = join(import.meta.dirname, '..');
const docs = join(root, 'data', 'docs');
const port = Number(process.env['PORT'] || 3000);
const address = `http://localhost:${port}`;
const apiPort = await freePort();

const children: ChildProcess[] = [
  start(['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/reference/demo.ts'], {
    PORT: String(apiPort),
    ORIGIN: address,
  }),
  start(
    [
      '--import',
      'tsx',
      'node_modules/@11ty/eleventy/cmd.cjs',
      '--config=demo/docs/site/eleventy.config.ts',
      '--watch',
      '--quiet',
    ],
    { DOCS_ASSETS: 'dev' },
  ),
];

const vite = await createServer({
  configFile: join(root, 'vite.config.ts'),
  appType: 'mpa',
  server: {
    port,
    strictPort: true,
    proxy: Object.fromEntries(['/api', '/healthz', '/readyz'].map((path) => [path, `http://127.0.0.1:${apiPort}`])),
  },
  plugins: [pagesByPath()],
});
await vite.listen();
console.log(`Development: ${address}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of children) child.kill();
    void vite.close().finally(() => process.exit(0));
  });
}

/** Serves the pages of the demo and the documentation at the paths of the server. */
function pagesByPath(): Plugin {
  return {
    name: 'pages-by-path',
    configureServer(server) {
      // Vite reloads a page when a watched HTML file changes.
      server.watcher.add(docs);
      server.middlewares.use((req, res, next) => {
        const path = new URL(req.url ?? '/', address).pathname.replace(/\/$/, '');
        if (/^\/docs(\/[\w/-]+)?$/.test(path)) return void sendDocument(server, path, req, res).catch(next);
        if (path === '/docs/search.json') return void sendFile(path, res).catch(next);
        if (existsSync(join(root, 'demo', path, 'index.html'))) req.url = `${path}/index.html`;
        next();
      });
    },
  };
}

async function sendDocument(
  server: ViteDevServer,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const html = await readFile(join(docs, path, 'index.html'), 'utf8');
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end(await server.transformIndexHtml(path, html, req.url));
}

async function sendFile(path: string, res: ServerResponse): Promise<void> {
  res.setHeader('Content-Type', 'application/json');
  res.end(await readFile(join(docs, path)));
}

function start(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function freePort(): Promise<number> {
  const probe = createNetServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
