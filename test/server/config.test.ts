import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ConfigError, readConfig } from '../../server/reference/config.js';
import { freePort, startProgram } from './support/program.js';
import { newSecret } from './support/receiver.js';
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
      stopDelayMs: 5000,
      trustProxy: [],
      trustedDeviceDays: 0,
      auditDays: 90,
      requireTwoFactor: 'off',
      recoveryDelayHours: 24,
      issuerByDomain: new Map(),
      administrators: [],
      metrics: null,
      mail: null,
      webhooks: [],
      warnings: [],
    });
  });

  it('accept keys in a file, as orchestrators mount secrets', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-keys-'));
    const file = join(folder, 'keys');
    const readFrom = (text: string) => {
      writeFileSync(file, text);
      return readConfig({ HARMONY_2FA_KEYS_FILE: file });
    };
    for (const text of [`${key},${newKey('k2')}`, `${key}\n${newKey('k2')}\n`, `${key}\r\n${newKey('k2')}\r\n`]) {
      assert.deepEqual(readFrom(text).keys.keyIds, ['k1', 'k2']);
    }
    for (const text of ['', '\n', 'nonsense']) {
      assert.throws(
        () => readFrom(text),
        (error) => error instanceof ConfigError && error.message.startsWith('HARMONY_2FA_KEYS_FILE: '),
      );
    }
    assert.throws(() => read({ HARMONY_2FA_KEYS_FILE: file }), /both set/);
    await rm(folder, { recursive: true });
    assert.throws(
      () => readConfig({ HARMONY_2FA_KEYS_FILE: file }),
      /^ConfigError: HARMONY_2FA_KEYS_FILE cannot be read$/,
    );
    assert.throws(() => readConfig({}), /^ConfigError: HARMONY_2FA_KEYS is missing/);
  });

  it('an empty variable counts as not set', () => {
    assert.equal(read({ PORT: '', ISSUER: '' }).issuer, 'Harmony');
  });

  it('tenants have their issuers by the domain of an address, in any case of letters', () => {
    const { issuerByDomain } = read({ ISSUER_BY_DOMAIN: ' Acme.Example = Acme = Co , globex.example=Globex' });
    assert.deepEqual(
      [...issuerByDomain],
      [
        ['acme.example', 'Acme = Co'],
        ['globex.example', 'Globex'],
      ],
    );
    assert.equal(read({}).issuerByDomain.size, 0);
  });

  it('the origin follows the port, and https makes it secure', () => {
    assert.deepEqual(read({ PORT: '8080' }).origins, ['http://localhost:8080']);
    const { origins, secure } = read({ ORIGIN: 'https://app.example.com, https://b.example.com:8443' });
    assert.deepEqual([origins, secure], [['https://app.example.com', 'https://b.example.com:8443'], true]);
  });

  it('the default port of a scheme is removed from an origin, as in browsers', () => {
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

  it('accept an address for the metrics', () => {
    assert.deepEqual(read({ METRICS_LISTEN: '127.0.0.1:9464' }).metrics, { host: '127.0.0.1', port: 9464 });
    assert.deepEqual(read({ METRICS_LISTEN: '[::1]:9464' }).metrics, { host: '::1', port: 9464 });
  });

  it('require 2FA of nobody, of everybody, or from a date in UTC on', () => {
    const rows: [text: string, rule: unknown][] = [
      ['off', 'off'],
      ['on', 'on'],
      ['2026-12-01', new Date('2026-12-01T00:00:00.000Z')],
      ['2026-12-01T09:30:00Z', new Date('2026-12-01T09:30:00.000Z')],
    ];
    for (const [REQUIRE_2FA, rule] of rows) assert.deepEqual(read({ REQUIRE_2FA }).requireTwoFactor, rule);
    for (const REQUIRE_2FA of [
      'ON',
      'true',
      '1',
      'soon',
      '2026-02-30',
      '2026-13-01',
      '1764547200',
      '2026-12-01T09:30',
    ]) {
      assert.throws(
        () => read({ REQUIRE_2FA }),
        (error) => error instanceof ConfigError && /^REQUIRE_2FA has to be off, on, or a date/.test(error.message),
      );
    }
    assert.match(
      read({ REQUIRE_2FA: '2026-12-01' }).warnings.join(),
      /^REQUIRE_2FA has a date, and nobody is reminded/,
    );
    const mail = { SMTP_URL: 'smtp://mail.example:587', MAIL_FROM: 'no-reply@harmony.example' };
    assert.deepEqual(read({ REQUIRE_2FA: '2026-12-01', ...mail }).warnings, []);
    assert.deepEqual(read({ REQUIRE_2FA: 'on' }).warnings, []);
  });

  it('name administrators by the addresses of their accounts', () => {
    const { administrators } = read({ ADMINISTRATORS: 'Ada@Harmony.example, grace@harmony.example' });
    assert.deepEqual(administrators, ['ada@harmony.example', 'grace@harmony.example']);
    for (const ADMINISTRATORS of ['ada', '*', '@harmony.example', 'ada@harmony.example,', 'a@b.co; c@d.co', ',']) {
      assert.throws(
        () => read({ ADMINISTRATORS }),
        (error) => error instanceof ConfigError && /^ADMINISTRATORS has to list addresses/.test(error.message),
      );
    }
  });

  it('accept a mail server together with a sender', () => {
    const mail = { SMTP_URL: 'smtps://me:secret@mail.example:465', MAIL_FROM: 'Harmony <no-reply@harmony.example>' };
    assert.deepEqual(read(mail).mail, { url: mail.SMTP_URL, from: mail.MAIL_FROM });
  });

  it('accept endpoints of webhooks, also in a file', async () => {
    const endpoints = [
      { name: 'siem', url: 'https://siem.example/2fa', secrets: [newSecret(), newSecret()], events: ['enabled'] },
      { name: 'own', url: 'http://127.0.0.1:8080/', secrets: [newSecret()], allowPrivate: true },
    ];
    const text = JSON.stringify(endpoints);
    assert.deepEqual(read({ WEBHOOKS: text }).webhooks, endpoints);
    assert.deepEqual(read({ WEBHOOKS: '[]' }).webhooks, []);
    const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-webhooks-'));
    const file = join(folder, 'webhooks.json');
    writeFileSync(file, `${text}\n`);
    assert.deepEqual(read({ WEBHOOKS_FILE: file }).webhooks, endpoints);
    assert.throws(
      () => read({ WEBHOOKS: text, WEBHOOKS_FILE: file }),
      /^ConfigError: WEBHOOKS and WEBHOOKS_FILE are both set/,
    );
    writeFileSync(file, '[{}]');
    assert.throws(() => read({ WEBHOOKS_FILE: file }), /^ConfigError: WEBHOOKS_FILE: endpoint 1: name /);
    await rm(folder, { recursive: true });
    assert.throws(() => read({ WEBHOOKS_FILE: file }), /^ConfigError: WEBHOOKS_FILE cannot be read$/);
  });

  it('accept a file, a PostgreSQL or a MariaDB as database', () => {
    const urls = ['file:./data/store.sqlite', 'file:/srv/2fa.sqlite', 'file://localhost/srv/a%23b.sqlite'];
    urls.push('file:store.sqlite', 'file:///srv/2fa.sqlite', 'postgres://db.internal/harmony');
    urls.push('postgresql://me:secret@[::1]:5433/harmony?sslmode=verify-full');
    urls.push('mysql://me:p%40ss@db.internal/harmony', 'mariadb://me@[::1]:3307/harmony?sslmode=verify-full');
    urls.push('mysql://db.internal/harmony?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem');
    for (const url of urls) assert.equal(read({ DATABASE_URL: url }).databaseUrl, url);
  });

  it('accept proxies by address, network and name', () => {
    const given = [
      'loopback', 'linklocal', 'uniquelocal', '10.0.0.0/8', '10.1.2.3/9', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12',
      '192.168.0.0/16', '169.254.0.0/16', '192.0.2.1', '104.16.0.0/13', '104.16.0.0/12', '0.0.0.0/12', '2001:db8::/32', '2600::/16',
      'fc00::/7', 'fd00::/8', 'fe80::/10', 'fe80::1%eth0', '::1', '::1/128', '::ffff:10.0.0.0/104', '::ffff:192.0.2.0/120',
      '::ffff:192.0.2.1', '::/96',
    ]; // prettier-ignore
    assert.deepEqual(read({ TRUST_PROXY: given.join(' ,') }).trustProxy, given);
  });

  it('an old key that can be guessed still opens what it sealed', () => {
    const old = `old:${Buffer.alloc(32, 7).toString('base64')}`;
    const { keys, warnings } = read({ HARMONY_2FA_KEYS: `${key},${old}` });
    assert.deepEqual(keys.keyIds, ['k1', 'old']);
    assert.match(warnings.join(), /^HARMONY_2FA_KEYS has an old key that can be guessed, old: run rotate-keys[^\n]+$/);
  });
});

describe('a valid value that may be dangerous', () => {
  const warned: [env: Record<string, string>, line: RegExp | null][] = [
    [{ ORIGIN: 'http://app.example.com' }, /^ORIGIN .*use https:/],
    [{ ORIGIN: 'http://localhost:3000,http://192.168.1.5:3000' }, /^ORIGIN /],
    [{ ORIGIN: 'http://[2001:db8::1]' }, /^ORIGIN /],
    [{ ORIGIN: 'http://localhost.example.com' }, /^ORIGIN /],
    [{ ORIGIN: 'http://127.0.0.1:8080,http://[::1],http://app.localhost' }, null],
    [{ ORIGIN: 'https://app.example.com' }, null],
    [{ METRICS_LISTEN: '0.0.0.0:9464' }, /^METRICS_LISTEN .*set the one/],
    [{ METRICS_LISTEN: '[::]:9464' }, /^METRICS_LISTEN /],
    [{ METRICS_LISTEN: '[0:0:0:0:0:0:0:0]:9464' }, /^METRICS_LISTEN /],
    [{ METRICS_LISTEN: '[::ffff:0.0.0.0]:9464' }, /^METRICS_LISTEN /],
    [{ METRICS_LISTEN: '[::1]:9464' }, null],
    [{ METRICS_LISTEN: '10.0.0.5:9464' }, null],
    [{ DATABASE_URL: 'postgres://db.internal/x' }, /^DATABASE_URL .*add sslmode=verify-full$/],
    [{ DATABASE_URL: 'postgres://db.internal/x?sslmode=disable' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'postgres://db.internal/x?sslmode=no-verify' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'postgres://db.internal/x?sslmode=verify-full&sslmode=disable' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'postgres://localhost/x?host=localhost&host=db.internal' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'postgres://db.internal/x?sslmode=require&uselibpqcompat=true' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'postgres://db.internal/x?ssl=false' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'postgres://localhost/x?host=db.internal' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'postgres:///x', PGHOST: 'db.internal' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'postgres://db.internal/x', PGSSLMODE: 'verify-full' }, null],
    [{ DATABASE_URL: 'postgres://db.internal/x?sslmode=require' }, null],
    [{ DATABASE_URL: 'postgres://db.internal/x?sslmode=verify-full' }, null],
    [{ DATABASE_URL: 'postgres://db.internal/x?ssl=true' }, null],
    [{ DATABASE_URL: 'postgres://me:secret@127.0.0.1:5433/x' }, null],
    [{ DATABASE_URL: 'postgres://[::1]/x' }, null],
    [{ DATABASE_URL: 'postgres:///x' }, null],
    [{ DATABASE_URL: 'postgres://%2Fvar%2Frun%2Fpostgresql/x' }, null],
    [{ DATABASE_URL: 'postgres:///x?host=/var/run/postgresql' }, null],
    [{ DATABASE_URL: 'mysql://db.internal/x' }, /^DATABASE_URL .*add sslmode=verify-full$/],
    [{ DATABASE_URL: 'mariadb://me:secret@db.internal:3307/x' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'mysql://db.internal/x', PGSSLMODE: 'verify-full' }, /^DATABASE_URL /],
    [{ DATABASE_URL: 'mysql://db.internal/x?sslmode=verify-full' }, null],
    [{ DATABASE_URL: 'mysql://127.0.0.1/x' }, null],
    [{ DATABASE_URL: 'mariadb://[::1]:3307/x' }, null],
  ];
  for (const [env, line] of warned) {
    it(`${line ? 'a warning of one line' : 'no warning'}: ${JSON.stringify(env)}`, () => {
      const { warnings } = read(env);
      assert.equal(warnings.length, line ? 1 : 0, warnings.join());
      if (line) assert.match(warnings[0] ?? '', line);
      assert.ok(!warnings.join().includes('\n'));
    });
  }

  it('is reported at the start, at every log level', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-config-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const program = startProgram('main.ts', {
      HARMONY_2FA_KEYS: `${key},old:${Buffer.alloc(32).toString('base64')}`,
      PORT: String(await freePort()),
      DATABASE_URL: `file:${join(folder, 'x.sqlite')}`,
      ORIGIN: 'http://app.example.com',
      METRICS_LISTEN: `0.0.0.0:${await freePort()}`,
      LOG_LEVEL: 'silent',
    });
    t.after(() => program.child.kill('SIGKILL'));
    await program.ready;
    const { stderr } = program.output();
    assert.match(stderr, /^(harmony-2fa warns: [^\n]+\n){3}$/);
    for (const name of ['ORIGIN', 'METRICS_LISTEN', 'HARMONY_2FA_KEYS']) assert.ok(stderr.includes(`warns: ${name} `));
  });
});

/** Keys that are not random. */
const guessableKeys: Uint8Array[] = [
  Buffer.alloc(32),
  Buffer.alloc(32, 0xff),
  Buffer.alloc(32, 'ab'),
  Buffer.alloc(32, Buffer.from([1, 200, 3, 90, 5, 77, 250, 8])),
  Buffer.alloc(32, Buffer.from('00112233445566778899aabbccddeeff', 'hex')),
  Uint8Array.from({ length: 32 }, (_, index) => index),
  Uint8Array.from({ length: 32 }, (_, index) => 255 - index),
  Uint8Array.from({ length: 32 }, (_, index) => (index * 7 + 3) % 256),
  Uint8Array.from({ length: 32 }, (_, index) => (index % 2 === 0 ? index : 200 - index)),
  Buffer.concat([Buffer.alloc(28), Buffer.from('k3y!')]),
  Buffer.from('changemechangemechangemechangeme'),
  Buffer.from('this is my very secret key 12345'),
  Buffer.from('0123456789abcdef0123456789abcdef'),
  Buffer.from('Correct-Horse-Battery-Staple-42\n'),
];

const bad: [name: string, value: string][] = [
  ['PORT', 'abc'], ['PORT', '0'], ['PORT', '65536'], ['PORT', '-1'], ['PORT', '3000.5'], ['PORT', '0x10'], ['PORT', ' 80'],
  ['HOST', 'a b'], ['HOST', 'http://x'],
  ['ORIGIN', 'app.example.com'], ['ORIGIN', 'https://app.example.com/'], ['ORIGIN', 'https://app.example.com/x'], ['ORIGIN', '*'],
  ['ORIGIN', 'https://App.example.com'], ['ORIGIN', 'https://a.example,'], ['ORIGIN', 'null'], ['ORIGIN', 'file:///x'],
  ['ORIGIN', 'https://u:p@a.example'], ['ORIGIN', 'https://a.example,http://b.example'],
  ['ORIGIN', 'https://a.example:0443'], ['ORIGIN', 'http://a.example:080'], ['ORIGIN', 'https://a.example:'], ['ORIGIN', 'https://a.example:443/'], ['ORIGIN', 'https://a.example:65536'],
  ['DATABASE_URL', 'mysql:x'], ['DATABASE_URL', 'mysql:///x'], ['DATABASE_URL', 'mysql://x'], ['DATABASE_URL', 'mysql://x/'], ['DATABASE_URL', 'mysql://x/y/z'],
  ['DATABASE_URL', 'mysql://x/y?sslmode=require'], ['DATABASE_URL', 'mysql://x/y?ssl={"rejectUnauthorized":false}'], ['DATABASE_URL', 'mysql://x/y?sslrootcert=/ca.pem'],
  ['DATABASE_URL', 'mysql://x/y?sslmode=verify-full&sslmode=verify-full'], ['DATABASE_URL', 'mysql://x/y?multipleStatements=true'], ['DATABASE_URL', 'mysql://x/y#z'],
  ['DATABASE_URL', 'mysql://me:100%@x/y'], ['DATABASE_URL', 'mssql://x/y'], ['DATABASE_URL', 'file:'], ['DATABASE_URL', 'file:./data/'], ['DATABASE_URL', './store.sqlite'],
  ['DATABASE_URL', 'postgres:x'], ['DATABASE_URL', 'postgres://me:secret@host:port/x'],
  ['DATABASE_URL', 'postgres://a:5432,b:5432/x'], ['DATABASE_URL', 'postgres://a/x?target_session_attrs=any'], ['DATABASE_URL', 'postgres://a/x?pooler=statement'],
  ['DATABASE_URL', 'postgres://a/x?pooler=session&pooler=transaction'], ['DATABASE_URL', 'postgres://a/x?prepared_statements=yes'],
  ...unclearDatabaseUrls.map((url): [string, string] => ['DATABASE_URL', url]),
  ['HARMONY_2FA_KEYS', 'nonsense'], ['HARMONY_2FA_KEYS', `a:${Buffer.alloc(16).toString('base64')}`], ['HARMONY_2FA_KEYS', `${key},${key}`],
  ['ISSUER_BY_DOMAIN', 'Acme'], ['ISSUER_BY_DOMAIN', 'acme.example='], ['ISSUER_BY_DOMAIN', '=Acme'], ['ISSUER_BY_DOMAIN', 'ada@acme.example=Acme'], ['ISSUER_BY_DOMAIN', 'acme=Acme'],
  ['ISSUER_BY_DOMAIN', 'acme.example=A:B'], ['ISSUER_BY_DOMAIN', 'acme.example=Acme,'], ['ISSUER_BY_DOMAIN', 'acme.example=Acme,ACME.example=Other'],
  ['ISSUER', 'Ex:am'], ['ISSUER', '   '], ['ISSUER', 'x'.repeat(1000)], ['ISSUER', 'a\nb'],
  ['NETWORK_LIMIT', '-1'], ['NETWORK_LIMIT', 'many'], ['NETWORK_LIMIT', '1.5'],
  ['TRUSTED_DEVICE_DAYS', '31'], ['TRUSTED_DEVICE_DAYS', '-1'], ['TRUSTED_DEVICE_DAYS', 'always'],
  ['AUDIT_DAYS', '0'], ['AUDIT_DAYS', '3651'], ['AUDIT_DAYS', '1.5'], ['AUDIT_DAYS', 'ever'],
  ['RECOVERY_DELAY_HOURS', '73'], ['RECOVERY_DELAY_HOURS', '-1'], ['RECOVERY_DELAY_HOURS', 'a day'],
  ['METRICS_LISTEN', '9464'], ['METRICS_LISTEN', 'localhost:9464'], ['METRICS_LISTEN', '127.0.0.1:0'],
  ['SMTP_URL', 'http://mail.example'], ['SMTP_URL', 'mail.example'], ['MAIL_FROM', 'a@b.example'],
  ['LOG_LEVEL', 'loud'], ['LOG_LEVEL', 'INFO'],
  ['STOP_DELAY', '61'], ['STOP_DELAY', '-1'], ['STOP_DELAY', '5s'],
  ['WEBHOOKS', 'https://siem.example'], ['WEBHOOKS', '{}'], ['WEBHOOKS', '[1]'], ['WEBHOOKS', `["${key}"]`], ['WEBHOOKS', `[${key}`],
  ...[{}, { url: 'http://siem.example/' }, { url: 'https://127.0.0.1/' }, { secrets: [key.slice(3)] }, { secrets: 'whsec_x' }, { events: ['all'] }, { retries: 3 }].map(
    (changes): [string, string] => ['WEBHOOKS', JSON.stringify([{ name: 'siem', url: 'https://siem.example/', ...changes }])]),
  ...guessableKeys.map((bytes): [string, string] => ['HARMONY_2FA_KEYS', `weak:${Buffer.from(bytes).toString('base64')},${key}`]),
  ...['0.0.0.0/0', '::/0', '::ffff:0:0/96', '0.0.0.0/1,128.0.0.0/1', '128.0.0.0/1', '1.2.3.4/11', '10.0.0.0/7', '172.0.0.0/8', '192.0.0.0/8', '169.0.0.0/8',
    '100.0.0.0/8', '127.0.0.0/7', '::/1', '8000::/1', '2000::/3', '2600::/15', 'fc00::/6', 'fe00::/7', '::/80', '::ffff:0:0/90', '::ffff:0:0/0',
    '::ffff:128.0.0.0/97', '::ffff:1.2.3.4/107', '::ffff:10.0.0.0/103', '0:0:0:0:0:ffff:0:0/96', '10.0.0.0/8, 0.0.0.0/0', '10.0.0.0/0'].map((value): [string, string] => ['TRUST_PROXY', value]),
  ...['requireTLS=false', 'ignoreTLS=true', 'opportunisticTLS=true', 'secure=false', 'tls.rejectUnauthorized=false', 'tls.rejectUnauthorized=0'].map(
    (parameter): [string, string] => ['SMTP_URL', `smtp://me:secret@mail.example:587?${parameter}`]),
  ['SMTP_URL', 'smtps://mail.example?tls.rejectUnauthorized=false'],
  ['TRUST_PROXY', 'true'], ['TRUST_PROXY', '1'], ['TRUST_PROXY', '10.0.0.0/33'], ['TRUST_PROXY', 'proxy.example'], ['TRUST_PROXY', '10.0.0.0/8/8'],
]; // prettier-ignore

describe('an invalid value', () => {
  for (const [name, value] of bad) {
    it(`${name}=${JSON.stringify(value).slice(0, 60)}: one clear line that names it and repeats no key`, () => {
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
