import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { twoFactor } from 'better-auth/plugins/two-factor';

/*
 * An app on better-auth with its two-factor plugin, set up as its manual says, and a page with the elements. The app signs in by
 * better-auth's own routes. This file is JavaScript and stands here, because only this folder installs better-auth.
 */
const root = join(import.meta.dirname, '..', '..', '..');
const origin = process.env['ORIGIN'];

const auth = betterAuth({
  appName: 'Acme',
  baseURL: origin,
  secret: 'a constant that signs the cookies of a test',
  database: new Sqlite(':memory:'),
  emailAndPassword: { enabled: true },
  plugins: [twoFactor()],
  // All requests come from one address, and a person of a test is faster than ten seconds.
  rateLimit: { enabled: process.env['RATE_LIMIT'] === 'on' },
  telemetry: { enabled: false },
  logger: { disabled: true },
});
await (await getMigrations(auth.options)).runMigrations();

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light dark" />
    <title>Acme</title>
    <link rel="icon" href="data:," />
    <style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 720px; margin: 40px auto; padding: 0 16px }</style>
    <script type="module" src="/dist/harmony-2fa.js"></script>
    <script type="module">
      import { createBetterAuthClient } from '/dist/widget/clients/better-auth.js';
      const element = document.createElement(location.hash.slice(1));
      element.client = createBetterAuthClient();
      element.product = 'Acme';
      window.events = [];
      for (const name of ['enabled', 'disabled', 'backup-codes-renewed', 'verified', 'failed', 'signed-out', 'cancelled']) {
        element.addEventListener('harmony-2fa-' + name, (event) => window.events.push(name + (event.code ? ' ' + event.code : '')));
      }
      document.querySelector('main').append(element);
    </script>
  </head>
  <body><main></main></body>
</html>`;

const handler = toNodeHandler(auth);
const server = createServer((request, response) => {
  const path = new URL(request.url, origin).pathname;
  if (path.startsWith('/api/auth')) return void handler(request, response);
  if (!path.startsWith('/dist/') || path.includes('..')) {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return void response.end(page);
  }
  readFile(join(root, path)).then(
    (file) => response.setHeader('content-type', 'text/javascript; charset=utf-8').end(file),
    () => response.writeHead(404).end(),
  );
});
server.listen(new URL(origin).port, () => console.log('ready'));
