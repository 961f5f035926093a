import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../server/conformance/checks/index.js';
import { runChecks } from '../../server/conformance/run/run.js';
import { databaseKind } from '../server/support/test-database.js';
import { startServer } from '../server/support/test-server.js';
import { referenceDriver } from './support/reference-driver.js';

describe(`the reference server on ${databaseKind}`, () => {
  it('keeps every promise', async (t) => {
    const required = new Set<string>();
    const since = new Date('2026-11-01T00:00:00.000Z');
    const server = await startServer({
      trustedDeviceDays: 30,
      ruleFor: (accountId) => (required.has(accountId) ? { since } : null),
    });
    try {
      const { results, requests, seconds } = await runChecks({
        base: `${server.url}/api/2fa`,
        driver: referenceDriver(server, required),
        checks,
      });
      t.diagnostic(`${results.length} checks, ${requests} requests, ${seconds.toFixed(1)} s`);
      const broken = results.filter(
        ({ outcome, check }) => outcome === 'fails' || (outcome === 'not shown' && check.level === 'required'),
      );
      assert.deepEqual(
        broken.map(({ check, reason, evidence }) => `${check.id}: ${reason} ${evidence?.came ?? ''}`),
        [],
      );
    } finally {
      await server.close();
    }
  });
});
