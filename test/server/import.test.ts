import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createTwoFactor,
  ImportError,
  openStore,
  parseKeyRing,
  readImportRow,
  type OpenStore,
  type TwoFactor,
} from '../../server/index.js';
import { hotp } from './support/phone.js';
import { createDatabase, type TestDatabase } from './support/test-database.js';
import { cheapArgon2, newKey } from './support/test-server.js';

const bytes = Buffer.from('12345678901234567890');
const base32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const uri = (parameters: string): string => `otpauth://totp/Acme:ada?secret=${base32}&issuer=Acme${parameters}`;
const keycloak = (secret: object, credential: object) => ({
  user: 'ada',
  type: 'otp',
  secretData: JSON.stringify(secret),
  credentialData: JSON.stringify({
    subType: 'totp',
    digits: 6,
    counter: 0,
    period: 30,
    algorithm: 'HmacSHA1',
    ...credential,
  }),
});
const django = (fields: object) => ({
  model: 'otp_totp.totpdevice',
  pk: 7,
  fields: { user: 5, confirmed: true, key: bytes.toString('hex'), step: 30, t0: 0, digits: 6, ...fields },
});

/** A row of this product: it has hashed backup codes. */
const own = (fields: object) => {
  const packed = Buffer.concat([Buffer.from([1]), Buffer.alloc(16), Buffer.from('AB'), Buffer.alloc(16)]);
  return { account: 'ada', base32, backupCodes: { packed: packed.toString('base64'), spent: 0 }, ...fields };
};

describe('a row of another system', () => {
  const rows: Record<string, object> = {
    'with Base32': { account: 'ada', secret: base32, encoding: 'base32' },
    'with Base32 in groups, lower case and padded': {
      account: 'ada',
      secret: 'gezd gnbv-gy3t qojq gezd gnbv gy3t qojq===',
      encoding: 'base32',
    },
    'with hex': { account: 'ada', secret: bytes.toString('hex').toUpperCase(), encoding: 'hex' },
    'with Base64': { account: 'ada', secret: bytes.toString('base64'), encoding: 'base64' },
    'with raw text, as better-auth has it': { userId: 'ada', secret: bytes.toString(), encoding: 'raw' },
    'with a Key URI': { account: 'ada', uri: uri('&algorithm=SHA1&digits=6&period=30') },
    'of speakeasy': {
      user_id: 'ada',
      ascii: bytes.toString(),
      hex: bytes.toString('hex'),
      base32,
      otpauth_url: uri(''),
    },
    'of devise-two-factor': { email: 'ada', otp_secret: base32, otp_required_for_login: true },
    'of devise-two-factor, in CSV': { email: 'ada', otp_secret: base32, otp_required_for_login: '1' },
    'of devise-two-factor, in CSV of PostgreSQL': { email: 'ada', otp_secret: base32, otp_required_for_login: 't' },
    'of better-auth from before it had the column verified': {
      userId: 'ada',
      secret: bytes.toString(),
      encoding: 'raw',
      twoFactorEnabled: true,
      verified: null,
    },
    'of django-otp': django({ user: 'ada' }),
    'of django-otp whose phone is a step ahead': django({ user: 'ada', drift: 1 }),
    'of Keycloak': keycloak({ value: bytes.toString() }, {}),
    'of Keycloak, in Base32': keycloak({ value: base32 }, { secretEncoding: 'BASE32' }),
    'of Keycloak, in Base32 as its import accepts it': keycloak({ value: base32 }, { secretEncoding: 'base32' }),
  };
  for (const [name, row] of Object.entries(rows)) {
    it(`${name} is read`, () => {
      const { account, secret } = readImportRow(row);
      assert.deepEqual([account, Buffer.from(secret).toString()], ['ada', bytes.toString()]);
    });
  }

  it('keeps the spaces of an account: without them it is the id of another', () => {
    assert.equal(readImportRow({ account: 'ada ', base32 }).account, 'ada ');
  });

  it('keeps a number as the account, and the date', () => {
    const row = readImportRow({ ...django({}), enabledAt: '2024-02-03T04:05:06Z' });
    assert.deepEqual([row.account, row.enabledAt?.toISOString()], ['5', '2024-02-03T04:05:06.000Z']);
  });

  it('of this product has its authenticators; the field of another system is none', () => {
    const authenticators = [
      { name: 'Phone', secret: base32, addedAt: '2024-02-03T04:05:06Z' },
      { name: 'Tablet', secret: 'MFRGGZDFMZTWQ2LKNNWG23TPOA', addedAt: null },
    ];
    const row = readImportRow(own({ authenticators }));
    assert.deepEqual(
      row.authenticators?.map(({ name, addedAt }) => [name, addedAt?.toISOString() ?? null]),
      [['Phone', '2024-02-03T04:05:06.000Z'], ['Tablet', null]], // prettier-ignore
    );
    assert.equal(readImportRow({ account: 'ada', base32, authenticators: 'otp' }).authenticators, null);
  });

  const refused: [row: unknown, reason: RegExp][] = [
    [null, /no object/],
    ['text', /no object/],
    [[], /no object/],
    [{ account: 'ada' }, /no secret/],
    [{ account: 'ada', secret: '', encoding: 'hex' }, /no secret/],
    [{ secret: base32, encoding: 'base32' }, /no account/],
    [{ account: ' ', secret: base32, encoding: 'base32' }, /no account/],
    [{ account: 'ada', secret: base32 }, /needs encoding/],
    [{ account: 'ada', secret: base32, encoding: 'BASE32' }, /needs encoding/],
    [{ account: 'ada', secret: 'GEZDGNBVGY3TQ0JQ', encoding: 'base32' }, /not base32/],
    [{ account: 'ada', secret: 'abc', encoding: 'hex' }, /not hex/],
    [{ account: 'ada', secret: 'a*b', encoding: 'base64' }, /not base64/],
    [{ account: 'ada', secret: 7, encoding: 'raw' }, /no text/],
    [{ account: 'ada', secret: 'GEZDGNBVGY3TQOI', encoding: 'base32' }, /fewer than 10 bytes/],
    [{ account: 'ada', secret: 'x'.repeat(129), encoding: 'raw' }, /more than 128 bytes/],
    [{ account: 'ada', base32, hex: '00'.repeat(20) }, /two secrets/],
    [{ account: 'ada', base32, digits: 8 }, /six digits/],
    [{ account: 'ada', base32, digits: '8' }, /six digits/],
    [{ account: 'ada', base32, period: 60 }, /30 seconds/],
    [{ account: 'ada', base32, interval: 60 }, /30 seconds/],
    [{ account: 'ada', base32, algorithm: 'SHA256' }, /SHA-1/],
    [{ account: 'ada', base32, type: 'hotp' }, /no TOTP/],
    [{ account: 'ada', base32, enabledAt: 'yesterday' }, /date/],
    [{ account: 'ada', uri: uri('&digits=8') }, /six digits/],
    [{ account: 'ada', uri: uri('&algorithm=SHA512') }, /SHA-1/],
    [{ account: 'ada', uri: uri('').replace('totp', 'hotp') }, /Key URI/],
    [{ email: 'ada', otp_secret: base32, otp_required_for_login: false }, /never confirmed/],
    [{ email: 'ada', otp_secret: base32, otp_required_for_login: 'f' }, /never confirmed/],
    [{ email: 'ada', otp_secret: base32, otp_required_for_login: null }, /never confirmed/],
    [{ email: 'ada', otp_secret: base32, otp_required_for_login: '' }, /never confirmed/],
    [{ userId: 'ada', base32, twoFactorEnabled: null }, /never confirmed/],
    [{ user_id: 'ada', base32, two_factor_enabled: 'f' }, /never confirmed/],
    [{ userId: 'ada', base32, verified: false }, /never confirmed/],
    [django({ confirmed: false }), /never confirmed/],
    [django({ drift: -2 }), /clock of its phone/],
    [django({ step: 60 }), /30 seconds/],
    [django({ t0: 30 }), /1970/],
    [keycloak({ value: bytes.toString() }, { subType: 'hotp' }), /no TOTP/],
    [keycloak({ value: bytes.toString() }, { algorithm: 'HmacSHA256' }), /SHA-1/],
    [{ account: 'ada', secretData: '{', credentialData: '{}' }, /no JSON object/],
    [{ account: 'ada', secretData: JSON.stringify({ value: base32 }) }, /needs credentialData/],
    [keycloak({ value: base32 }, { secretEncoding: 'HEX' }), /secretEncoding/],
    [{ account: 'ada', base32, backupCodes: { packed: 7 } }, /backup codes/],
    [{ account: 'ada', base32, backupCodes: { packed: 'AAAA', spent: 0 } }, /backup codes/],
    [own({ authenticators: 7 }), /authenticators/],
    [own({ authenticators: [] }), /authenticators/],
    [own({ authenticators: [{ name: 'Phone', secret: 'MFRGGZDFMZTWQ2LKNNWG23TPOA======' }] }), /authenticators/],
    [own({ authenticators: [{ name: 7, secret: base32 }] }), /authenticators/],
    [own({ authenticators: [{ name: 'Phone', secret: 7 }] }), /no text/],
    [own({ authenticators: [{ name: 'Phone', secret: base32, addedAt: 'soon' }] }), /date/],
    [{ account: 'a\0da', base32 }, /no valid text/],
    [{ account: '\ud800', base32 }, /no valid text/],
    [{ account: 'Ren\ufffd', base32 }, /no valid text/],
    [{ account: 'ada', secret: 'p\ufffdssword-password', encoding: 'raw' }, /secret is no valid text/],
    [{ account: 'ada', secret: '\ud800'.repeat(9), encoding: 'raw' }, /secret is no valid text/],
  ];
  for (const [row, reason] of refused) {
    it(`is refused with its reason: ${JSON.stringify(row).slice(0, 90)}`, () => {
      assert.throws(
        () => readImportRow(row),
        (error) => error instanceof ImportError && reason.test(error.message),
      );
    });
  }

  it('is refused without repeating its secret', () => {
    const secret = 'SECRET-SECRET-SECRET!';
    for (const encoding of ['base32', 'hex', 'base64'] as const) {
      assert.throws(
        () => readImportRow({ account: 'ada', secret, encoding }),
        (error) => !String(error).includes('SECRET'),
      );
    }
  });
});

describe('an import', () => {
  let now = new Date('2026-11-28T09:00:00.000Z');
  let database: TestDatabase;
  let store: OpenStore;
  let twoFactor: TwoFactor;
  before(async () => {
    database = await createDatabase();
    store = await openStore(database.url);
    const keys = parseKeyRing(newKey('k'));
    twoFactor = createTwoFactor({
      store: store.secondFactors,
      keys,
      issuer: 'Acme',
      clock: () => now,
      hash: cheapArgon2.derive,
    });
  });
  after(async () => {
    await store.close();
    await database.remove();
  });

  const codeOf = (secret: Buffer, steps = 0): string => hotp(secret, Math.floor(now.getTime() / 30_000) + steps);
  const answer = (accountId: string, code: string) =>
    twoFactor.answerChallenge({ accountId, expiresAt: new Date(now.getTime() + 60_000) }, { code });

  for (const secret of [bytes, Buffer.from('0123456789'), Buffer.alloc(64, 7)]) {
    it(`of ${secret.length} bytes goes on with the same authenticator app`, async () => {
      const accountId = `import-${secret.length}`;
      assert.equal(await twoFactor.import({ accountId }, { secret, enabledAt: new Date(1000) }), 'imported');
      const status = await twoFactor.status(accountId);
      assert.ok(status.enabled);
      assert.deepEqual(
        [status.enabledAt, status.backupCodes],
        ['1970-01-01T00:00:01.000Z', { remaining: 0, total: 10 }],
      );
      // The other system may have accepted these a moment ago, the next one from a phone whose clock is ahead.
      const [current, next] = [codeOf(secret), codeOf(secret, 1)];
      for (const code of [current, next]) await assert.rejects(answer(accountId, code), { code: 'code_invalid' });
      now = new Date(now.getTime() + 30_000);
      await assert.rejects(answer(accountId, next), { code: 'code_invalid' });
      now = new Date(now.getTime() + 30_000);
      assert.equal((await answer(accountId, codeOf(secret))).method, 'totp');
      const [latest] = (await store.audit.list(accountId, 10)).filter(({ event }) => event === 'imported');
      assert.ok(latest);
    });
  }

  it('of many accounts at once succeeds for each, since no set of their codes is hashed', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `at-once-${index}`);
    const outcomes = await Promise.all(ids.map((accountId) => twoFactor.import({ accountId }, { secret: bytes })));
    assert.deepEqual(new Set(outcomes), new Set(['imported']));
  });

  it('of several authenticators goes on with each, under its name', async () => {
    const accountId = 'several';
    const secrets = [1, 2, 3].map((value) => Buffer.alloc(20, value));
    const authenticators = secrets.map((secret, index) => ({
      name: ` Phone ${index} `,
      secret,
      addedAt: index === 0 ? null : new Date(1000 * index),
    }));
    const factor = { secret: secrets[0]!, enabledAt: new Date(500), authenticators };
    assert.equal(await twoFactor.import({ accountId }, factor), 'imported');
    assert.equal(await twoFactor.import({ accountId }, { secret: secrets[2]! }), 'unchanged');
    const status = await twoFactor.status(accountId);
    assert.ok(status.enabled);
    assert.deepEqual(
      status.authenticators?.map(({ name, addedAt }) => [name, Date.parse(addedAt)]),
      [['Phone 0', 500], ['Phone 1', 1000], ['Phone 2', 2000]], // prettier-ignore
    );
    for (const secret of secrets) await assert.rejects(answer(accountId, codeOf(secret)), { code: 'code_invalid' });
    now = new Date(now.getTime() + 60_000);
    for (const secret of secrets) assert.equal((await answer(accountId, codeOf(secret))).method, 'totp');
  });

  it('refuses authenticators that do not begin with the secret, are one twice, or are more than five', async () => {
    const listOf = (...values: number[]) =>
      values.map((value) => ({ name: `Phone ${value}`, secret: Buffer.alloc(20, value) }));
    const lists: unknown[] = [
      [],
      listOf(2),
      listOf(1, 1),
      listOf(1, 2, 3, 4, 5, 6),
      [{ name: '', secret: Buffer.alloc(20, 1) }],
      [{ name: 'Phone', secret: Buffer.alloc(9, 1) }],
      [{ name: 'Phone', secret: Buffer.alloc(20, 1), addedAt: new Date(Number.NaN) }],
    ];
    for (const authenticators of lists) {
      const factor = { secret: Buffer.alloc(20, 1), authenticators } as never;
      await assert.rejects(twoFactor.import({ accountId: 'bad-list' }, factor), TypeError);
    }
    assert.equal(await twoFactor.isEnabled('bad-list'), false);
  });

  it('may run again, and never replaces a live factor', async () => {
    const requester = { accountId: 'live' };
    assert.equal(await twoFactor.import(requester, { secret: bytes }), 'imported');
    assert.equal(await twoFactor.import(requester, { secret: bytes }), 'unchanged');
    assert.equal(await twoFactor.import(requester, { secret: Buffer.alloc(20, 1) }), 'kept');
    now = new Date(now.getTime() + 60_000);
    assert.equal((await answer('live', codeOf(bytes))).method, 'totp');
    assert.equal((await store.audit.list('live', 10)).filter(({ event }) => event === 'imported').length, 1);
  });

  it('of an account that was blocked before it had this factor takes its codes', async () => {
    const requester = { accountId: 'blocked-before' };
    // Wrong passwords at the proof of a set-up count for the account, also without 2FA.
    for (let count = 0; count < 100; count += 1) {
      await twoFactor.prove(requester, { password: 'wrong' }, () => Promise.resolve(false)).catch(() => undefined);
      now = new Date(now.getTime() + 86_460_000);
    }
    const { budget } = await store.secondFactors.read(requester.accountId);
    assert.notEqual(budget.blockedAt, null);
    assert.equal(await twoFactor.import(requester, { secret: bytes }), 'imported');
    now = new Date(now.getTime() + 60_000);
    assert.equal((await answer(requester.accountId, codeOf(bytes))).method, 'totp');
    assert.deepEqual((await store.secondFactors.read(requester.accountId)).budget.recent, budget.recent);
  });

  it('of one account that runs twice at once happens once', async () => {
    const secrets = [Buffer.alloc(20, 2), Buffer.alloc(20, 3)];
    const outcomes = await Promise.all(secrets.map((secret) => twoFactor.import({ accountId: 'twice' }, { secret })));
    assert.deepEqual(outcomes.sort(), ['imported', 'kept']);
  });

  it('that only tries changes nothing', async () => {
    assert.equal(await twoFactor.import({ accountId: 'dry' }, { secret: bytes }, { dryRun: true }), 'imported');
    assert.equal((await twoFactor.status('dry')).enabled, false);
    assert.deepEqual(await store.audit.list('dry', 10), []);
  });

  it('refuses a date that cannot be stored, and damages no account', async () => {
    for (const enabledAt of [new Date(Number.NaN), new Date(-1), '2024-02-03', 5]) {
      const factor = { secret: bytes, enabledAt } as never;
      await assert.rejects(twoFactor.import({ accountId: 'undated' }, factor), /enabledAt has to be/);
    }
    assert.equal(await twoFactor.isEnabled('undated'), false);
  });

  it('refuses a secret that cannot be one', async () => {
    for (const secret of [undefined, 'text', new Uint8Array(9), new Uint8Array(129)]) {
      await assert.rejects(twoFactor.import({ accountId: 'bad' }, { secret } as never), /secret has to be/);
    }
    const backupCodes = { packed: new Uint8Array(7), spent: 0 };
    await assert.rejects(twoFactor.import({ accountId: 'bad' }, { secret: bytes, backupCodes }), TypeError);
    assert.equal((await twoFactor.status('bad')).enabled, false);
  });
});
