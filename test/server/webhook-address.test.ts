import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { checkEndpoints, type WebhookEndpoint } from '../../server/adapters/webhook/endpoint.js';
import { isReachable, reachableLookup } from '../../server/adapters/webhook/reachable-address.js';
import { newSecret } from './support/receiver.js';

const publicAddresses = [
  '1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::101:101',
]; // prettier-ignore
const privateAddresses = [
  '10.0.0.5', '172.16.0.1', '172.31.255.255', '192.168.1.1', '127.0.0.1', '127.9.9.9', '100.64.0.1', '::1', 'fc00::1', 'fd12::1',
  '::ffff:10.0.0.5', '::ffff:7f00:1', '64:ff9b::a00:5', '64:ff9b::7f00:1',
]; // prettier-ignore
const otherAddresses = [
  '0.0.0.0', '0.1.2.3', '169.254.169.254', '192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', 'fe80::1', 'fe80::1%eth0', 'ff02::1',
  '2001:db8::1', '2002:7f00:1::', '2001::1', '::7f00:1', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '::ffff:0:7f00:1',
  '168.63.129.16', '100.100.100.200', '::ffff:100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254', '192.88.99.1', '2001:20::1', '3fff::1', 'fec0::1', '64:ff9b:1::1', '', 'localhost', '1.1.1', '0x7f000001',
]; // prettier-ignore

describe('a webhook reaches', () => {
  it('addresses of the internet', () => {
    for (const address of publicAddresses) {
      assert.ok(isReachable(address, false), address);
      assert.ok(isReachable(address, true), address);
    }
  });
  it('private ones only when that is allowed', () => {
    for (const address of privateAddresses) {
      assert.ok(!isReachable(address, false), address);
      assert.ok(isReachable(address, true), address);
    }
  });
  it('never those of a link, where a cloud answers with credentials, or those of no machine', () => {
    for (const address of otherAddresses) {
      assert.ok(!isReachable(address, false), address);
      assert.ok(!isReachable(address, true), address);
    }
  });

  it('a name only when it has an address that may be reached', async () => {
    const find = (allowPrivate: boolean, all: boolean) =>
      promisify((name: string, done: (error: Error | null, address?: unknown) => void) =>
        reachableLookup(allowPrivate)(name, { all }, (error, address) => done(error, address)),
      )('localhost');
    await assert.rejects(find(false, true), { code: 'PRIVATE_ADDRESS' });
    await assert.rejects(find(false, false), { code: 'PRIVATE_ADDRESS' });
    assert.ok(['127.0.0.1', '::1'].includes((await find(true, false)) as string));
    assert.ok(((await find(true, true)) as { address: string }[]).every(({ address }) => isReachable(address, true)));
  });
});

describe('an endpoint', () => {
  const good: WebhookEndpoint = { name: 'siem', url: 'https://siem.example/2fa?token=canary', secrets: [newSecret()] };

  it('is taken with https, and with http on this machine alone', () => {
    for (const changes of [
      {},
      { url: 'https://10.0.0.5/', allowPrivate: true },
      { events: ['enabled', 'disabled'] },
      { url: 'http://127.0.0.1:8080/', allowPrivate: true },
      { url: 'http://localhost/', allowPrivate: true },
      { url: 'https://[::1]/', allowPrivate: true },
    ]) {
      assert.equal(checkEndpoints([{ ...good, ...changes }]).length, 1);
    }
  });

  const refused: [changes: Partial<WebhookEndpoint> | Record<string, unknown>, message: RegExp][] = [
    [{ url: 'http://siem.example/canary' }, /^endpoint siem: url has to be https/],
    [{ url: 'http://10.0.0.5/canary', allowPrivate: true }, /^endpoint siem: url has to be https/],
    [{ url: 'http://localhost.siem.example/canary', allowPrivate: true }, /url has to be https/],
    [{ url: 'http://127.0.0.1/canary' }, /allowPrivate/],
    [{ url: 'http://2130706433/canary' }, /allowPrivate/],
    [{ url: 'https://localhost/canary' }, /allowPrivate/],
    [{ url: 'https://10.0.0.5/canary' }, /allowPrivate/],
    [{ url: 'https://[fd12::1]/canary' }, /allowPrivate/],
    [{ url: 'https://169.254.169.254/canary', allowPrivate: true }, /a reserved or multicast address/],
    [{ url: 'https://me:canary@siem.example/' }, /a password, which belongs in no URL/],
    [{ url: 'ftp://siem.example/canary' }, /url has to be https/],
    [{ url: 'canary' }, /url cannot be read/],
    [{ secrets: [] }, /one or more/],
    [{ secrets: ['canary'] }, /a secret has to be whsec_/],
    [{ secrets: [good.secrets[0], `whsec_${Buffer.alloc(32).toString('base64')}`] }, /can be guessed/],
    [{ events: [] }, /events has to be a list of names/],
    [{ events: ['enabled', 'no_such_entry'] }, /no entry has the name no_such_entry/],
    [{ name: '' }, /^endpoint 1 needs a name/],
    [{ name: 'Siem canary' }, /^endpoint 1 needs a name/],
    [{ name: 'x'.repeat(41) }, /^endpoint 1 needs a name/],
  ];
  for (const [changes, message] of refused) {
    it(`is refused in one line that repeats no URL and no secret: ${JSON.stringify(changes).slice(0, 60)}`, () => {
      assert.throws(
        () => checkEndpoints([{ ...good, ...changes }]),
        (error) => {
          assert.ok(error instanceof TypeError);
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /canary|\n/);
          return true;
        },
      );
    });
  }

  it('has a name of its own', () => {
    assert.throws(() => checkEndpoints([good, good]), /two endpoints have the name siem/);
  });
});
