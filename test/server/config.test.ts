import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, readConfig } from '../../server/config.js';
import { startProgram } from './support/program.js';
import { unclearDatabaseUrls } from './support/unclear-database-urls.js';
import { newKey } from './support/test-server.js';

const key = newKey('k1');
const read = (env: Record<string, string>) => readConfig({ HARMONY_2FA_KEYS: key, ...env });

describe('settings', () => {
  it('have the defaults of the contract', () => {
    const { keys, ...config } = read({});
    assert.equal(keys.sealingKeyId, 'k1');
    assert.deepEqual(config, {
      port: 3000,
      host: '127.0.0.1',
      origins: ['http://localhost:3000'],
      secure: false,
      databaseUrl: 'file:./data/harmony-2fa.sqlite',
      issuer: 'Harmony',
      networkLimit: 120,
      logLevel: 'info',
      trustProxy: [],
      trustedDeviceDays: 0,
      metrics: null,
      mail: null,
    });
  });

  it('an empty variable is one that is not set', () => {
    assert.equal(read({ PORT: '', ISSUER: '' }).issuer, 'Harmony');
  });

  it('the origin follows the port, and https makes it secure', () => {
    assert.deepEqual(read({ PORT: '8080' }).origins, ['http://localhost:8080']);
    const { origins, secure } = read({ ORIGIN: 'https://app.example.com, https://b.example.com:8443' });
    assert.deepEqual([origins, secure], [['https://app.example.com', 'https://b.example.com:8443'], true]);
  });

  it('the default port of a scheme is dropped from an origin, as browsers do', () => {
    const rows: [env: Record<string, string>, origins: string[]][] = [
      [{ PORT: '80' }, ['http://localhost']],
      [{ PORT: '443' }, ['http://localhost:443']],
      [{ ORIGIN: 'https://a.example:443' }, ['https://a.example']],
      [{ ORIGIN: 'http://a.example:80' }, ['http://a.example']],
      [{ ORIGIN: 'https://a.example:80' }, ['https://a.example:80']],
      [{ ORIGIN: 'http://a.example:443' }, ['http://a.example:443']],
      [{ ORIGIN: 'https://[2001:db8::1]:443, https://b.example:443' }, ['https://[2001:db8::1]', 'https://b.example']],
      [{ ORIGIN: 'https://192.0.2.1:443' }, ['https://192.0.2.1']],
    ];
    for (const [env, origins] of rows) assert.deepEqual(read(env).origins, origins, JSON.stringify(env));
  });

  it('take an address for the counts', () => {
    assert.deepEqual(read({ METRICS_LISTEN: '127.0.0.1:9464' }).metrics, { host: '127.0.0.1', port: 9464 });
    assert.deepEqual(read({ METRICS_LISTEN: '[::1]:9464' }).metrics, { host: '::1', port: 9464 });
  });

  it('take a mail server and a sender together', () => {
    const mail = { SMTP_URL: 'smtps://me:secret@mail.example:465', MAIL_FROM: 'Harmony <no-reply@harmony.example>' };
    assert.deepEqual(read(mail).mail, { url: mail.SMTP_URL, from: mail.MAIL_FROM });
  });

  it('take a file or a PostgreSQL for a database', () => {
    const urls = ['file:./data/store.sqlite', 'file:/srv/2fa.sqlite', 'file://localhost/srv/a%23b.sqlite'];
    urls.push('file:store.sqlite', 'file:///srv/2fa.sqlite', 'postgres://db.internal/harmony');
    urls.push('postgresql://me:secret@[::1]:5433/harmony?sslmode=verify-full');
    for (const url of urls) assert.equal(read({ DATABASE_URL: url }).databaseUrl, url);
  });

  it('take proxies by address, network and name', () => {
    const { trustProxy } = read({ TRUST_PROXY: 'loopback, 10.0.0.0/8,2001:db8::/32, 192.0.2.1' });
    assert.deepEqual(trustProxy, ['loopback', '10.0.0.0/8', '2001:db8::/32', '192.0.2.1']);
  });
});

const bad: [name: string, value: string][] = [
  ['PORT', 'abc'], ['PORT', '0'], ['PORT', '65536'], ['PORT', '-1'], ['PORT', '3000.5'], ['PORT', '0x10'], ['PORT', ' 80'],
  ['HOST', 'a b'], ['HOST', 'http://x'],
  ['ORIGIN', 'app.example.com'], ['ORIGIN', 'https://app.example.com/'], ['ORIGIN', 'https://app.example.com/x'], ['ORIGIN', '*'],
  ['ORIGIN', 'https://App.example.com'], ['ORIGIN', 'https://a.example,'], ['ORIGIN', 'null'], ['ORIGIN', 'file:///x'],
  ['ORIGIN', 'https://u:p@a.example'], ['ORIGIN', 'https://a.example,http://b.example'],
  ['ORIGIN', 'https://a.example:0443'], ['ORIGIN', 'http://a.example:080'], ['ORIGIN', 'https://a.example:'], ['ORIGIN', 'https://a.example:443/'], ['ORIGIN', 'https://a.example:65536'],
  ['DATABASE_URL', 'mysql://x/y'], ['DATABASE_URL', 'file:'], ['DATABASE_URL', 'file:./data/'], ['DATABASE_URL', './store.sqlite'],
  ['DATABASE_URL', 'postgres:x'], ['DATABASE_URL', 'postgres://me:secret@host:port/x'],
  ...unclearDatabaseUrls.map((url): [string, string] => ['DATABASE_URL', url]),
  ['HARMONY_2FA_KEYS', 'nonsense'], ['HARMONY_2FA_KEYS', `a:${Buffer.alloc(16).toString('base64')}`], ['HARMONY_2FA_KEYS', `${key},${key}`],
  ['ISSUER', 'Ex:am'], ['ISSUER', '   '], ['ISSUER', 'x'.repeat(1000)], ['ISSUER', 'a\nb'],
  ['NETWORK_LIMIT', '-1'], ['NETWORK_LIMIT', 'many'], ['NETWORK_LIMIT', '1.5'],
  ['TRUSTED_DEVICE_DAYS', '31'], ['TRUSTED_DEVICE_DAYS', '-1'], ['TRUSTED_DEVICE_DAYS', 'always'],
  ['METRICS_LISTEN', '9464'], ['METRICS_LISTEN', 'localhost:9464'], ['METRICS_LISTEN', '127.0.0.1:0'],
  ['SMTP_URL', 'http://mail.example'], ['SMTP_URL', 'mail.example'], ['MAIL_FROM', 'a@b.example'],
  ['LOG_LEVEL', 'loud'], ['LOG_LEVEL', 'INFO'],
  ['TRUST_PROXY', 'true'], ['TRUST_PROXY', '1'], ['TRUST_PROXY', '10.0.0.0/33'], ['TRUST_PROXY', 'proxy.example'], ['TRUST_PROXY', '10.0.0.0/8/8'],
]; // prettier-ignore

describe('a value that cannot be used', () => {
  for (const [name, value] of bad) {
    it(`${name}=${JSON.stringify(value).slice(0, 40)}: one clear line that names it and repeats no key`, () => {
      assert.throws(
        () => read({ [name]: value }),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError);
          assert.match(error.message, new RegExp(`^${name}\\b[^\\n]+$`));
          assert.ok(!error.message.includes(key.slice(3)));
          return true;
        },
      );
    });
  }

  for (const [name, env] of Object.entries({
    'no keys': {},
    'a bad issuer': { HARMONY_2FA_KEYS: key, ISSUER: 'a:b' },
  })) {
    it(`stops the start with one line and exit code 2: ${name}`, async () => {
      const program = startProgram('main.ts', env);
      assert.equal(await program.ended, 2);
      const { stdout, stderr } = program.output();
      assert.equal(stdout, '');
      assert.match(stderr, /^harmony-2fa cannot start: (HARMONY_2FA_KEYS|PORT|ISSUER) ?[^\n]+\n$/);
    });
  }
});
