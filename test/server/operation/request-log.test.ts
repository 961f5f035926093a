import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createMetrics, type Metrics } from '../../../server/adapters/metrics/metrics.js';
import { rawRequest } from '../support/raw-request.js';
import { origin, startServer, type TestServer } from '../support/test-server.js';
import { createAccount, signedIn, visit } from '../support/visitor.js';

let server: TestServer;
let metrics: Metrics;
let earlier = 0;
/** Each connection that is cut has a network of its own: none of them waits for the turn of another. */
let networks = 0;
before(async () => {
  metrics = createMetrics();
  server = await startServer({ metrics, trustProxy: ['loopback'] });
});
beforeEach(() => (earlier = server.logs().length));
after(() => server.close());

type Line = Record<string, unknown>;

/** Waits for this many request lines since the test began. */
async function lines(count: number): Promise<Line[]> {
  for (let round = 0; ; round += 1) {
    const found = server
      .logs()
      .slice(earlier)
      .split('\n')
      .filter((text) => text.includes('"msg":"request"'))
      .map((text) => JSON.parse(text) as Line);
    if (found.length >= count || round > 100) return found;
    await setTimeout(20);
  }
}

/** Sends the head, waits until the server has read it, sends the body or a part of it, and cuts the connection. */
async function cut(path: string, body: string, length = body.length): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\n`;
  networks += 1;
  socket.write(
    `${head}X-Forwarded-For: 198.51.${networks}.7\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`,
  );
  await once(socket, 'data');
  await new Promise((resolve) => socket.write(body, resolve));
  socket.destroy();
}

describe('the request log', () => {
  it('has one line for each connection that is cut before the answer', async () => {
    await Promise.all(Array.from({ length: 20 }, () => cut('/api/session', '{"email":"', 500)));
    await lines(20);
    await setTimeout(100);
    const all = await lines(20);
    assert.equal(all.length, 20);
    assert.equal(new Set(all.map(({ requestId }) => requestId)).size, 20);
    for (const line of all) {
      assert.deepEqual([line['method'], line['route'], line['status']], ['POST', '/api/session', 499]);
    }
    assert.match(await metrics.text(), /_count\{method="POST",route="\/api\/session",status="4xx"\} 20/);
  });

  it('has a line for a connection that is cut while the password is checked', async () => {
    const account = await createAccount(server);
    await lines(1);
    await cut('/api/session', JSON.stringify(account));
    const [, line] = await lines(2);
    assert.deepEqual([line?.['route'], line?.['status']], ['/api/session', 499]);
  });

  it('has one line for each answer, also on a shared connection', async () => {
    for (let time = 0; time < 3; time += 1) await visit(server).call('GET', '/healthz');
    await lines(3);
    await setTimeout(50);
    const all = await lines(3);
    assert.deepEqual(
      all.map(({ route, status }) => [route, status]),
      Array.from({ length: 3 }, () => ['/healthz', 200]),
    );
  });

  it('contains no text of a client, wherever the client puts it', async () => {
    const { browser } = await signedIn(server);
    await lines(2);
    earlier = server.logs().length;
    const canary = 'canary\u2028text';
    const encoded = encodeURIComponent(canary);
    const headers = { 'user-agent': 'canary', 'x-request-id': 'canary', 'x-canary': 'canary' };
    const calls: [method: string, path: string, route: string][] = [
      ['GET', `/api/workspaces/${encoded}`, '/api/workspaces/:slug'],
      ['PUT', `/api/workspaces/${encoded}`, '/api/workspaces/:slug'],
      ['GET', `/api/2fa/${encoded}`, 'unknown'],
      ['GET', `/${encoded}`, 'unknown'],
      ['GET', `/canary.js?${encoded}`, 'unknown'],
      ['POST', `/${encoded}`, 'unknown'],
      ['GET', `/api/session?${encoded}=${encoded}`, '/api/session'],
    ];
    for (const [method, path] of calls) await browser.call(method, path, { headers });
    const raw = [`GET /%canary HTTP/1.1`, `PROPFIND /canary HTTP/1.1`, `GET http://canary.example/canary HTTP/1.1`];
    for (const line of raw) await rawRequest(server.url, `${line}\r\nHost: canary\r\nConnection: close\r\n\r\n`);
    const all = await lines(calls.length + raw.length);
    assert.deepEqual(
      all.map(({ method, route }) => [method, route]),
      [
        ...calls.map(([method, , route]) => [method, route]),
        ['GET', 'unknown'],
        [undefined, 'unknown'],
        ['GET', 'unknown'],
      ],
    );
    assert.doesNotMatch(server.logs().slice(earlier), /canary/i);
  });
});
