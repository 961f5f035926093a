import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createMetrics, type Metrics } from '../../../server/adapters/metrics/metrics.js';
import { freePort, startProgram } from '../support/program.js';
import { createDatabase } from '../support/test-database.js';
import { newKey, startServer, type TestServer } from '../support/test-server.js';
import { challenged, enrolled, visit, type Enrolled } from '../support/visitor.js';

let server: TestServer;
let metrics: Metrics;
before(async () => {
  metrics = createMetrics(() => server.clock.now());
  server = await startServer({ metrics });
});
after(() => server.close());

/** The value of one line of the exposition; 0 without such a line. */
async function value(line: string): Promise<number> {
  const found = (await metrics.text()).split('\n').find((text) => text.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1) ?? 0);
}

async function fail(person: Enrolled): Promise<void> {
  const half = await challenged(server, person);
  await half.op('answerChallenge', { code: person.phone.wrongCode(server.clock.now()) });
}

describe('the metrics', () => {
  it('count each outcome separately', async () => {
    const person = await enrolled(server);
    await fail(person);
    const half = await challenged(server, person);
    await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    assert.equal(await value('harmony_2fa_events_total{event="enabled",method="none"}'), 1);
    assert.equal(await value('harmony_2fa_events_total{event="second_factor_failed",method="totp"}'), 1);
    assert.equal(await value('harmony_2fa_events_total{event="second_factor_ok",method="backup_code"}'), 1);
  });

  it('show many accounts that fail once each, and drop again after five minutes', async () => {
    server.clock.advance(301);
    assert.equal(await value('harmony_2fa_recent_failures'), 0);
    for (const person of await Promise.all(Array.from({ length: 8 }, () => enrolled(server)))) await fail(person);
    assert.equal(await value('harmony_2fa_recent_failures'), 8);
    server.clock.advance(301);
    assert.equal(await value('harmony_2fa_recent_failures'), 0);
  });

  it('measure each request by its route, never by its path', async () => {
    await visit(server).call('GET', '/api/workspaces/canary-slug');
    await visit(server).call('GET', '/canary-page');
    await visit(server).call('GET', '/api/2fa/canary-operation');
    const text = await metrics.text();
    assert.match(
      text,
      /harmony_2fa_http_request_seconds_count\{method="GET",route="\/api\/workspaces\/:slug",status="4xx"\} 1/,
    );
    assert.match(text, /route="\/api\/2fa\/challenge",status="2xx"/);
    assert.match(text, /route="other",status="4xx"/);
    assert.doesNotMatch(text, /canary/);
  });

  it('have no account, address, code or id in a label', async () => {
    const person = await enrolled(server);
    await fail(person);
    const text = await metrics.text();
    const { id } = (await server.accounts.find(person.account.email))!;
    for (const secret of [person.account.email, id, '127.0.0.1', person.phone.base32, ...person.backupCodes]) {
      assert.ok(!text.includes(secret), secret);
    }
    const labels = new Set(
      [...text.matchAll(/harmony_2fa_\w+\{([^}]*)\}/g)].flatMap(([, list]) =>
        [...list!.matchAll(/(\w+)=/g)].map(([, name]) => name),
      ),
    );
    assert.deepEqual([...labels].sort(), ['event', 'le', 'method', 'route', 'status']);
  });
});

describe('METRICS_LISTEN', () => {
  it('serves the metrics at a separate address, and the public one does not', async (t) => {
    const database = await createDatabase();
    const [port, metricsPort] = [await freePort(), await freePort()];
    const program = startProgram('main.ts', {
      PORT: String(port),
      METRICS_LISTEN: `127.0.0.1:${metricsPort}`,
      DATABASE_URL: database.url,
      HARMONY_2FA_KEYS: newKey('k'),
      STOP_DELAY: '0',
    });
    t.after(async () => {
      program.child.kill('SIGKILL');
      await program.ended;
      await database.remove();
    });
    await program.ready;
    assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
    const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /route="\/healthz",status="2xx"\} 1/);
    assert.equal((await fetch(`http://127.0.0.1:${metricsPort}/`)).status, 404);
    assert.equal((await fetch(`http://127.0.0.1:${port}/metrics`)).status, 404);
    program.child.kill('SIGTERM');
    assert.equal(await program.ended, 0);
  });
});
