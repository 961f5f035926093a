import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePort, startProgram, type Program } from './support/program.js';
import { checkedFetch } from './support/contract.js';
import { createDatabase, type TestDatabase } from './support/test-database.js';
import { newKey } from './support/test-server.js';

let folder = '';
let database: TestDatabase;
let port = 0;
const programs: Program[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-start-'));
  database = await createDatabase();
  port = await freePort();
});
after(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
  await database.remove();
});

const start = async (
  file: 'main.ts' | 'demo.ts',
  env: Record<string, string> = {},
  stderrFile?: number,
): Promise<Program> => {
  const settings = { PORT: String(port), DATABASE_URL: database.url, HARMONY_2FA_KEYS: newKey('k1'), ...env };
  const program = startProgram(file, settings, [], undefined, stderrFile);
  programs.push(program);
  await program.ready;
  return program;
};
const call = (method: string, path: string, body?: unknown): Promise<Response> =>
  checkedFetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: {
      origin: `http://localhost:${port}`,
      connection: 'close',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

describe('the production start', () => {
  it('prints one line when ready; a second start fails with exit code 1; SIGTERM waits for running requests and closes the store', async () => {
    const program = await start('main.ts', { STOP_DELAY: '1' });
    assert.equal(program.output().stdout, `Harmony 2FA is ready at http://localhost:${port}\n`);
    assert.equal((await call('GET', '/readyz')).status, 200);
    assert.equal((await call('GET', '/api/2fa/openapi.json')).status, 404);

    const second = await start('main.ts');
    assert.equal(await second.ended, 1);
    assert.match(second.output().stderr, /^harmony-2fa cannot start: [^\n]*EADDRINUSE[^\n]*\n$/);

    // A request is half sent when the signal arrives.
    const body = JSON.stringify({ email: `${randomUUID()}@example.com`, password: 'long enough' });
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.write(
      `POST /api/accounts HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:${port}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
    );
    await once(socket, 'data');
    program.child.kill('SIGTERM');
    // npm passes on what the system has sent to each process.
    program.child.kill('SIGTERM');
    while (await accepts()) await new Promise((resolve) => setImmediate(resolve));
    socket.write(body);
    assert.equal(await program.ended, 0);
    assert.match(text, /HTTP\/1\.1 201 Created/);
    // A closed SQLite store has no WAL beside its file.
    if (database.folder) await assert.rejects(stat(join(database.folder, 'store.sqlite-wal')));
    assert.equal(program.output().stdout.split('\n').length, 2);
  });

  it('serves on for STOP_DELAY after SIGTERM, not ready, and asks each client to close its connection', async () => {
    const program = await start('main.ts', { STOP_DELAY: '5', TRUST_PROXY: 'loopback' });
    const kept = await openConnection();
    const before = await kept.get('/healthz');
    assert.match(before, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(
      before,
      /\r\nConnection: keep-alive\r\nKeep-Alive: timeout=620\r\n/,
      'longer than load balancers keep it',
    );
    const signalled = performance.now();
    program.child.kill('SIGTERM');
    let status: number;
    do ({ status } = await call('GET', '/readyz'));
    while (status === 200);
    assert.equal(status, 503);
    assert.match(await kept.get('/healthz'), /^HTTP\/1\.1 200 [\s\S]*\r\nConnection: close\r\n/);
    assert.ok(await accepts(), 'a new connection is served as well');
    assert.equal(await program.ended, 0);
    const took = performance.now() - signalled;
    assert.ok(took >= 5000, `${took} ms`);
  });

  // A device of Linux that refuses each write, as a file on a full disk does.
  if (existsSync('/dev/full')) {
    it('serves on while no line of its log can be written', async () => {
      const full = openSync('/dev/full', 'w');
      // This origin brings a warning before the log is open.
      const settings = { LOG_LEVEL: 'trace', ORIGIN: `http://localhost:${port},http://app.example.com` };
      const program = await start('main.ts', settings, full);
      closeSync(full);
      for (let count = 0; count < 3; count += 1) assert.equal((await call('GET', '/healthz')).status, 200);
      program.child.kill('SIGINT');
      assert.equal(await program.ended, 0);
    });
  }

  it('does not serve on after SIGINT, which a person sends', async () => {
    const program = await start('main.ts', { STOP_DELAY: '60' });
    program.child.kill('SIGINT');
    assert.equal(await program.ended, 0);
  });
});

describe('the demo', () => {
  it('prints one line and has an account, which a second start keeps', async () => {
    for (let time = 0; time < 2; time += 1) {
      const program = await start('demo.ts');
      const { stdout, stderr } = program.output();
      assert.deepEqual([stdout, stderr], [`Harmony 2FA demo: http://localhost:${port}\n`, '']);
      const answer = await call('POST', '/api/session', {
        email: 'ada@harmony.example',
        password: 'correct horse battery staple',
      });
      assert.deepEqual([answer.status, await answer.json()], [200, { next: 'done' }]);
      const contract = await fetch(`http://127.0.0.1:${port}/api/2fa/openapi.json`, {
        headers: { connection: 'close' },
      });
      assert.equal(((await contract.json()) as { openapi: string }).openapi, '3.1.1');
      program.child.kill('SIGINT');
      assert.equal(await program.ended, 0);
    }
  });

  it('makes a key once, which only its owner can read, and keeps it', async () => {
    const { readOrCreateKey } = await import('../../server/reference/demo-key.js');
    const data = join(folder, 'data');
    const key = readOrCreateKey(data);
    assert.match(key, /^demo:[A-Za-z0-9+/]{43}=$/);
    assert.equal(readOrCreateKey(data), key);
    assert.equal(await readFile(join(data, 'keys'), 'utf8'), `${key}\n`);
    assert.equal((await stat(join(data, 'keys'))).mode & 0o777, 0o600);
    assert.equal((await stat(data)).mode & 0o777, 0o700);
  });
});

/** A connection that is kept for several requests. */
async function openConnection(): Promise<{ get(path: string): Promise<string> }> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  await once(socket, 'connect');
  return {
    async get(path) {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      const [text] = (await once(socket, 'data')) as [string];
      return text;
    },
  };
}

/** Whether the program still accepts connections. */
async function accepts(): Promise<boolean> {
  const probe = connect(port, '127.0.0.1');
  const accepted = await Promise.race([
    once(probe, 'connect').then(
      () => true,
      () => false,
    ),
    once(probe, 'error').then(() => false),
  ]);
  probe.destroy();
  return accepted;
}
