import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startServer, type TestServer } from '../support/test-server.js';
import { createAccount, enrolled, signedIn, visit } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer({ trustProxy: ['loopback'], networkLimit: 120, fullHashCost: true })));
after(() => server.close());

/** Keeps so many calls running until the test stops it. */
function flood(connections: number, call: (index: number) => Promise<unknown>): () => Promise<void> {
  let flooding = true;
  const all = Array.from({ length: connections }, async (_, index) => {
    while (flooding) {
      await call(index);
      // The calls come from this process: without a pause the test would measure its own sending.
      await setTimeout(20);
    }
  });
  return async () => {
    flooding = false;
    await Promise.all(all);
  };
}

/** The statuses and the longest duration of some sign-ins, one after the other, each from another network. */
async function strangersSignIn(): Promise<{ statuses: Set<number>; slowest: number }> {
  const statuses = new Set<number>();
  let slowest = 0;
  const account = await createAccount(server);
  for (let time = 0; time < 12; time += 1) {
    const began = performance.now();
    const headers = { 'x-forwarded-for': `198.51.${time}.7` };
    statuses.add((await visit(server).call('POST', '/api/session', { body: account, headers })).status);
    slowest = Math.max(slowest, performance.now() - began);
  }
  return { statuses, slowest };
}

describe('other people can sign in, and none is refused, while', () => {
  const floods: Record<string, () => Promise<() => Promise<void>>> = {
    'one account begins set-ups over sixty connections': async () => {
      const { browser } = await signedIn(server);
      const headers = { 'x-forwarded-for': '203.0.113.1' };
      return flood(60, () => browser.call('POST', '/api/2fa/setup', { headers }));
    },
    'one account asks for backup codes over sixty connections': async () => {
      const { browser } = await enrolled(server);
      const headers = { 'x-forwarded-for': '203.0.114.1' };
      return flood(60, () => browser.call('POST', '/api/2fa/backup-codes', { headers }));
    },
    'five networks of one /48 guess passwords': () => {
      const body = { email: 'nobody@example.com', password: 'wrong' };
      return Promise.resolve(
        flood(100, (index) => {
          const headers = { 'x-forwarded-for': `2001:db8:9:${index % 5}::1` };
          return visit(server).call('POST', '/api/session', { body, headers });
        }),
      );
    },
  };
  for (const [name, start] of Object.entries(floods)) {
    it(name, async (t) => {
      const quiet = await strangersSignIn();
      const stop = await start();
      try {
        const { statuses, slowest } = await strangersSignIn();
        t.diagnostic(`the slowest took ${(slowest / quiet.slowest).toFixed(1)} times as long as when all is quiet`);
        assert.deepEqual(statuses, new Set([200]));
      } finally {
        await stop();
      }
    });
  }
});
