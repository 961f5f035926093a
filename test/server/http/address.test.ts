import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Request } from 'express';
import { clientOf } from '../../../server/adapters/express/client-info.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { createAccount, visit } from '../support/visitor.js';

const proxy = '127.0.0.1';
const from = (ip: string): string | null =>
  clientOf({ ip, headers: {}, socket: { remoteAddress: proxy } } as Request).address;

describe('the address of a client', () => {
  const read: [written: string, address: string][] = [
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
  ];
  for (const [written, address] of read) it(`${written} is ${address}`, () => assert.equal(from(written), address));

  const none = [
    '', 'unknown', '_hidden', 'x'.repeat(12_000), '203.0.113.7\u0000', '203.0.113.7\n', '\u001b[31m', '203.0.113.7 ', '1.2.3',
    '203.0.113.7:port', '203.0.113.7:4711:1', '[203.0.113.7', 'fe80::1%\u001b', '0x7f.1', '999.1.1.1', "203.0.113.7'--", 'localhost:80',
  ]; // prettier-ignore
  for (const written of none) {
    it(`${JSON.stringify(written).slice(0, 30)} is not an address: the proxy's own address is used`, () =>
      assert.equal(from(written), proxy));
  }
});

describe('behind a trusted proxy', () => {
  let server: TestServer;
  before(async () => (server = await startServer({ networkLimit: 10, trustProxy: ['loopback'] })));
  after(() => server.close());

  it('another port is the same network', async () => {
    const statuses: number[] = [];
    for (let port = 1; port <= 12; port += 1) {
      const headers = { 'x-forwarded-for': `203.0.113.9:${port}` };
      const body = { email: 'a@example.com', password: 'x' };
      statuses.push((await visit(server).call('POST', '/api/session', { body, headers })).status);
    }
    assert.deepEqual(statuses.slice(-2), [429, 429]);
  });

  it('a text that is not an address is not stored in the audit trail or the sessions', async () => {
    const account = await createAccount(server);
    for (const written of ['x'.repeat(3000), 'evil', '203.0.113.7 or 1=1']) {
      const browser = visit(server);
      const headers = { 'x-forwarded-for': written };
      assert.equal((await browser.call('POST', '/api/session', { body: account, headers })).status, 200);
    }
    const found = await server.accounts.find(account.email);
    const addresses = (await server.store.audit.list(found?.id ?? '')).map(({ address }) => address);
    assert.ok(addresses.length > 0);
    for (const address of addresses) assert.match(address ?? '', /^(::ffff:)?127\.0\.0\.1$/);
  });
});
