import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { networkOf, widerNetworkOf } from '../../server/core/turns/network.js';
import { startServer, type TestServer } from './support/test-server.js';
import { assertProblem, visit } from './support/visitor.js';

describe('the network of an address', () => {
  const same: [string, string][] = [
    ['192.0.2.7', '::ffff:192.0.2.7'],
    ['192.0.2.7', '::ffff:c000:207'],
    ['192.0.2.7', '0:0:0:0:0:FFFF:192.0.2.7'],
    ['2001:db8::1', '2001:0DB8:0:0:ffff:ffff:ffff:ffff'],
    ['fe80::1%eth0', 'fe80::2%eth1'],
  ];
  for (const [one, other] of same) {
    it(`${one} and ${other} are one network`, () => assert.equal(networkOf(one), networkOf(other)));
  }
  const different: [string, string][] = [
    ['192.0.2.7', '192.0.2.8'],
    ['2001:db8::1', '2001:db8:0:1::1'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.8'],
  ];
  for (const [one, other] of different) {
    it(`${one} and ${other} are two networks`, () => assert.notEqual(networkOf(one), networkOf(other)));
  }
});

describe('the wider network of an address', () => {
  it('is the /48 of IPv6 and the /24 of IPv4', () => {
    for (const [one, other] of [
      ['2001:db8:1:1::1', '2001:db8:1:ffff::9'],
      ['192.0.2.7', '::ffff:192.0.2.200'],
    ] as const) {
      assert.notEqual(networkOf(one), networkOf(other));
      assert.equal(widerNetworkOf(one), widerNetworkOf(other));
    }
    for (const [one, other] of [
      ['2001:db8:1::1', '2001:db8:2::1'],
      ['192.0.2.7', '192.0.3.7'],
    ] as const) {
      assert.notEqual(widerNetworkOf(one), widerNetworkOf(other));
    }
  });
});

describe('the limit by network', () => {
  let server: TestServer;
  before(async () => (server = await startServer({ networkLimit: 10 })));
  after(() => server.close());

  const guess = (headers: Record<string, string> = {}, path = '/api/session') =>
    visit(server).call('POST', path, { body: { email: 'a@example.com', password: 'x' }, headers });

  it('ignores a forged X-Forwarded-For, and limits sign-in and code checks together', async () => {
    const evil = { origin: 'https://evil.example' };
    for (let time = 0; time < 30; time += 1) assert.equal((await guess(evil)).status, 403);
    for (let time = 0; time < 10; time += 1) {
      assert.equal((await guess({ 'x-forwarded-for': `192.0.2.${time}`, 'x-real-ip': `192.0.2.${time}` })).status, 401);
    }
    const limited = await guess({ 'x-forwarded-for': '192.0.2.99' });
    const retryAfter = Number(limited.headers.get('retry-after'));
    assert.ok(retryAfter >= 1 && retryAfter <= 60);
    assertProblem(limited, 429, 'too_many_attempts', { retryAfter });
    for (const path of ['challenge', 'reauthenticate', 'setup/confirm', 'setup', 'backup-codes']) {
      assert.equal((await guess({}, `/api/2fa/${path}`)).status, 429);
    }
    // These write entries of the trail, and so does each name.
    for (const operation of ['nameAuthenticator', 'removeDevice', 'removeOtherDevices'] as const) {
      assert.equal((await visit(server).op(operation)).status, 429, operation);
    }
    assert.equal((await visit(server).op('status')).status, 401);
    assert.equal((await visit(server).call('GET', '/healthz')).status, 200);
  });

  it('uses X-Forwarded-For from a trusted proxy', async () => {
    await server.restart({ trustProxy: ['loopback'] });
    for (let time = 0; time < 15; time += 1) {
      assert.equal((await guess({ 'x-forwarded-for': `192.0.2.${time}` })).status, 401);
    }
    // The client itself wrote the leftmost entry.
    const statuses = [];
    for (let time = 0; time < 12; time += 1) {
      statuses.push((await guess({ 'x-forwarded-for': `10.9.8.${time}, 198.51.100.1` })).status);
    }
    assert.deepEqual(statuses.slice(-2), [429, 429]);
  });

  it('many subscriber networks of one /48 are limited together', async () => {
    const statuses = [];
    for (let network = 0; network < 50; network += 1) {
      statuses.push((await guess({ 'x-forwarded-for': `2001:db8:7:${network.toString(16)}::1` })).status);
    }
    assert.deepEqual(new Set(statuses.slice(0, 40)), new Set([401]));
    assert.deepEqual(new Set(statuses.slice(40)), new Set([429]));
    assert.equal((await guess({ 'x-forwarded-for': '2001:db8:8::1' })).status, 401);
  });

  it('IPv4 clients behind a translator are separate networks', () => {
    for (const prefix of ['64:ff9b::', '64:FF9B:0:0:0:0:', '::ffff:0:', '::ffff:']) {
      assert.equal(networkOf(`${prefix}192.0.2.7`), '192.0.2.7', prefix);
      assert.equal(widerNetworkOf(`${prefix}c000:207`), '192.0.2.0/24', prefix);
    }
    assert.equal(networkOf('64:ff9b:1::c000:207'), '64:ff9b:1::/64');
  });

  it('0 turns it off', async () => {
    await server.restart({ networkLimit: 0 });
    for (let time = 0; time < 20; time += 1) assert.equal((await guess()).status, 401);
  });
});
