import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { rawRequest } from './support/raw-request.js';
import { startServer, type TestServer } from './support/test-server.js';
import { assertProblem, challenged, enrolled, signedIn, visit } from './support/visitor.js';

const boss = { email: 'boss@harmony.example', password: 'correct horse battery' };
let folder = '';
let server: TestServer;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-pages-'));
  const files: Record<string, string> = {
    'secret.txt': 'outside',
    'demo/index.html': 'landing',
    'demo/sign-in/index.html': 'sign in',
    'demo/preferences/security/index.html': 'security',
    'demo/administration/index.html': 'people',
    'demo/hosts/plain/index.html': 'plain',
    'demo/not-found/index.html': 'no such page',
    'demo/assets/app-1a2b3c4d.js': 'script',
    'demo/.env': 'hidden',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  server = await startServer({ pagesDirectory: join(folder, 'demo'), administrators: [boss.email] });
  await server.accounts.create(boss.email, boss.password, server.clock.now());
});
after(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the demo pages', () => {
  const served: [path: string, text: string, cache: string][] = [
    ['/', 'landing', 'no-cache'],
    ['/sign-in', 'sign in', 'no-cache'],
    ['/sign-in/', 'sign in', 'no-cache'],
    ['/sign-in?next=x', 'sign in', 'no-cache'],
    ['/hosts/plain', 'plain', 'no-cache'],
    ['/assets/app-1a2b3c4d.js', 'script', 'public, max-age=31536000, immutable'],
  ];
  for (const [path, text, cache] of served) {
    it(`${path} is served, ${cache}`, async () => {
      const answer = await visit(server).call('GET', path);
      assert.deepEqual([answer.status, answer.text, answer.headers.get('cache-control')], [200, text, cache]);
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    });
  }

  for (const path of [
    '/none',
    '/assets/none.js',
    '/.env',
    '/assets',
    '/sign-in/none',
    '/SIGN-IN',
    '/index',
    '/secret.txt',
  ]) {
    it(`${path} does not exist`, async () => assertProblem(await visit(server).call('GET', path), 404, 'not_found'));
  }

  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
  ]) {
    it(`${path} is not found`, async () => {
      const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
      const { status, text } = await rawRequest(server.url, request);
      assert.ok([400, 403, 404].includes(status), String(status));
      assert.doesNotMatch(text, /outside/);
    });
  }
});

describe('an unknown address', () => {
  const navigation = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  for (const path of ['/none', '/none.html', '/favicon.ico', '//none', '/%zz', '/assets/none.js', '/api/none']) {
    it(`${path} is a page for a browser`, async () => {
      const answer = await fetch(`${server.url}${path}`, { headers: { accept: navigation } });
      const kind = answer.headers.get('content-type') ?? '';
      assert.match(kind, /^text\/html/);
      assert.deepEqual([answer.status, await answer.text()], [404, 'no such page']);
      assert.deepEqual([answer.headers.get('cache-control'), answer.headers.get('vary')], ['no-store', 'Accept']);
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    });
  }

  for (const accept of ['*/*', 'application/json', 'application/problem+json', 'image/avif,image/webp,*/*;q=0.8']) {
    it(`is problem details for a program that accepts ${accept}`, async () => {
      const answer = await fetch(`${server.url}/none`, { headers: { accept } });
      assert.equal(answer.status, 404);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
      assert.equal(((await answer.json()) as { code: string }).code, 'not_found');
    });
  }
});

describe('a page that needs a full session', () => {
  for (const path of [
    '//preferences/security',
    '///preferences//security/',
    '/preferences//security',
    '/%70references/security',
    '/%70references/security/index.html',
    '/%50references/security',
    '/preferences%2fsecurity',
    '/preferences%2Fsecurity/index.html',
    '/preferences/%73ecurity/index.html',
    '/./preferences/security',
    '/sign-in/../preferences/security/index.html',
    '/%2e/preferences/security/index.html',
    '/sign-in/%2e%2e/preferences/security/index.html',
    '/Preferences/security/index.html',
    '/PREFERENCES/SECURITY',
    '/preferences./security/index.html',
    '/preferences/security./index.html',
    '/preferences/security/index.html.',
    '/preferences\\security\\index.html',
    '/\\preferences/security/index.html',
    '/preferences;x/security',
    '/preferences/security/index.html%00',
    '/preferences/security%20/index.html',
  ]) {
    it(`is not served without one at ${path}`, async () => {
      const { status, text } = await rawRequest(
        server.url,
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      assert.ok([302, 400, 403, 404].includes(status), `${status} ${text}`);
    });
  }

  for (const path of ['/preferences/security', '/preferences/security/', '/preferences/security/index.html']) {
    it(`${path} redirects everybody else to the sign-in page`, async () => {
      const person = await enrolled(server);
      for (const browser of [visit(server), await challenged(server, person)]) {
        const answer = await browser.call('GET', path);
        assert.deepEqual(
          [answer.status, answer.headers.get('location'), answer.headers.get('cache-control')],
          [302, '/sign-in', 'no-store'],
        );
        assert.doesNotMatch(answer.text, /security/);
      }
      const { browser } = await signedIn(server);
      const answer = await browser.call('GET', path);
      assert.deepEqual([answer.status, answer.text], [200, 'security']);
    });
  }
});

describe('the page of the administrators', () => {
  const paths = ['/administration', '/administration/', '/administration/index.html'];

  it('is no page for everybody else', async () => {
    const person = await enrolled(server);
    const { browser } = await signedIn(server);
    for (const visitor of [visit(server), await challenged(server, person), browser]) {
      for (const path of [...paths, '/Administration/index.html', '/administration/%69ndex.html']) {
        assertProblem(await visitor.call('GET', path), 404, 'not_found');
        const answer = await visitor.call('GET', path, { headers: { accept: 'text/html' } });
        assert.deepEqual([answer.status, answer.text], [404, 'no such page']);
      }
    }
  });

  it('is served to an administrator, and to nobody where there is none', async () => {
    const browser = visit(server);
    await browser.signIn(boss);
    for (const path of paths) {
      const answer = await browser.call('GET', path);
      assert.deepEqual([answer.status, answer.text], [200, 'people']);
    }
    await server.restart({ administrators: [] });
    for (const path of paths) assertProblem(await browser.call('GET', path), 404, 'not_found');
  });
});
