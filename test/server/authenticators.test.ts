import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readAuthenticators, writeAuthenticators } from '../../server/core/two-factor/authenticators.js';
import type { ActiveFactor, Authenticator } from '../../server/core/two-factor/store.js';
import { toAuthenticatorName } from '../../server/core/two-factor/authenticator-name.js';
import { createTwoFactor, openStore, parseKeyRing, type OpenStore, type TwoFactor } from '../../server/index.js';
import { hotp } from './support/phone.js';
import { createDatabase, type TestDatabase } from './support/test-database.js';
import { cheapArgon2, newKey } from './support/test-server.js';

const minute = 60_000;
const enabledAt = Date.parse('2026-11-24T09:00:00.000Z');

describe('the text of the authenticators', () => {
  const one: Authenticator = {
    id: 'i'.repeat(22),
    name: '“電話” \\ "x" 😀',
    addedAt: enabledAt,
    usedAt: null,
    sealedSecret: 'k.first',
    lastStep: 7,
  };
  const other: Authenticator = {
    ...one,
    id: 'o'.repeat(22),
    usedAt: enabledAt + 1,
    sealedSecret: 'k.other',
    lastStep: 9,
  };
  const active = (columns: Partial<ActiveFactor>): ActiveFactor => ({
    enabledAt,
    sealedSecret: 'k.first',
    lastStep: 7,
    sealedBackupCodes: 'k.codes',
    spentBackupCodes: 0,
    authenticators: null,
    ...columns,
  });

  it('is read as it was written', () => {
    for (const list of [[one], [one, other], [other, one]] as const) {
      assert.deepEqual(readAuthenticators(active(writeAuthenticators(list))), list);
    }
  });

  it('keeps each name, whatever number it looks like', () => {
    for (const number of ['1', '22', '0', '01', '-1', '1.5', '1e3', '', ' 1', 'NaN', 'Infinity', '9007199254740993']) {
      const named = { ...one, name: `Authenticator ${number}` };
      assert.deepEqual(readAuthenticators(active(writeAuthenticators([named, other]))), [named, other]);
    }
  });

  it('is written with names of properties, as an instance of the version before reads it', () => {
    const { sealedSecret: _secret, lastStep: _step, ...first } = one;
    const { authenticators } = writeAuthenticators([one, other]);
    const { secret, ...rest } = JSON.parse(authenticators!) as { secret: string };
    assert.match(secret, /^[\w-]{22}$/);
    assert.deepEqual(rest, { list: [first, other] });
  });

  it('is read from the form without names, too', () => {
    const { sealedSecret, lastStep, authenticators } = writeAuthenticators([
      one,
      { ...other, name: 'Authenticator 2' },
    ]);
    const { secret } = JSON.parse(authenticators!) as { secret: string };
    const first = [one.id, one.name, one.addedAt, one.usedAt];
    const second = [other.id, 2, other.addedAt, other.usedAt, other.sealedSecret, other.lastStep];
    const shorter = JSON.stringify([secret.slice(0, 8), first, second]);
    const read = readAuthenticators(active({ sealedSecret, lastStep, authenticators: shorter }));
    assert.deepEqual(read, [one, { ...other, name: 'Authenticator 2' }]);
  });

  it('leaves the first secret and its step to their columns', () => {
    const { authenticators, sealedSecret, lastStep } = writeAuthenticators([one, other]);
    assert.deepEqual([sealedSecret, lastStep], ['k.first', 7]);
    assert.ok(!authenticators!.includes('k.first') && authenticators!.includes('k.other'));
    // An instance of an earlier version spends a step of the first one.
    assert.equal(readAuthenticators(active({ authenticators, lastStep: 8 }))[0].lastStep, 8);
  });

  it('counts no more when another secret has taken the first place', () => {
    const { authenticators } = writeAuthenticators([one, other]);
    const replaced = readAuthenticators(active({ authenticators, sealedSecret: 'k.new' }));
    assert.deepEqual(replaced.map(({ sealedSecret, name }) => [sealedSecret, name]), [['k.new', 'Authenticator 1']]); // prettier-ignore
  });

  it('of a row of an earlier version: one authenticator, with an id that stays', () => {
    const former = active({ lastStep: Math.floor(enabledAt / 30_000) });
    const [only, ...none] = readAuthenticators(former);
    assert.deepEqual([none, only.name, only.addedAt, only.usedAt], [[], 'Authenticator 1', enabledAt, null]);
    assert.equal(readAuthenticators(former)[0].id, only.id);
    const later = Math.floor((enabledAt + 10 * minute) / 30_000);
    assert.equal(readAuthenticators(active({ lastStep: later }))[0].usedAt, later * 30_000);
    // Rows of one's own that have no such field yet.
    const { authenticators: _missing, ...bare } = former;
    assert.deepEqual(readAuthenticators(bare as ActiveFactor), [only]);
  });
});

describe('the name of an authenticator', () => {
  const names: [given: unknown, stored: string | null][] = [
    ['Work phone', 'Work phone'],
    ['  Work \t\n phone ', 'Work phone'],
    ['\u202eenohp', 'enohp'],
    ['電話', '電話'],
    ['😀', '😀'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['x'.repeat(65), null],
    ['', null],
    [' \u00a0\u200b', null],
    ['\u3164', null],
    ['\u2800', null],
    ['\u3164 \u2800\u115f', null],
    ['\u3164a\u2800', '\u3164a\u2800'],
    ['☎\ufe0f', '☎\ufe0f'],
    ['a\u0000b', null],
    ['a\ud800', null],
    [7, null],
    [null, null],
  ];
  for (const [given, stored] of names) {
    it(`${JSON.stringify(given).slice(0, 30)} ${stored === null ? 'is refused' : 'is stored'}`, () => {
      assert.equal(toAuthenticatorName(given), stored);
    });
  }
});

describe('a code that two authenticators show in the same window', () => {
  const secret = Buffer.from('first-authenticator!');
  /** Found by trial: its code of a step of this window is that of the other one. */
  const colliding = Buffer.from('second-auth-00975990');
  const now = new Date('2026-11-28T09:00:00.000Z');
  const step = Math.floor(now.getTime() / 30_000);

  let database: TestDatabase;
  let store: OpenStore;
  let twoFactor: TwoFactor;
  let clock = new Date(now.getTime() - 10 * minute);
  before(async () => {
    database = await createDatabase();
    store = await openStore(database.url);
    const keys = parseKeyRing(newKey('k'));
    const options = { store: store.secondFactors, keys, issuer: 'Acme', hash: cheapArgon2.derive };
    twoFactor = createTwoFactor({ ...options, clock: () => clock });
  });
  after(async () => {
    await store.close();
    await database.remove();
  });

  it('is accepted once', async () => {
    const accountId = 'twins';
    const authenticators = [secret, colliding].map((bytes, index) => ({ name: `Phone ${index}`, secret: bytes }));
    assert.equal(await twoFactor.import({ accountId }, { secret, authenticators }), 'imported');
    clock = now;
    const code = hotp(secret, step);
    const twins = [-1, 0, 1].filter((offset) => hotp(colliding, step + offset) === code);
    assert.equal(twins.length, 1, 'the other one shows it too');
    const due = { accountId, expiresAt: new Date(now.getTime() + minute) };
    assert.equal((await twoFactor.answerChallenge(due, { code })).method, 'totp');
    for (const seconds of [0, 30, 60]) {
      clock = new Date(now.getTime() + seconds * 1000);
      const later = { accountId, expiresAt: new Date(clock.getTime() + minute) };
      await assert.rejects(twoFactor.answerChallenge(later, { code }), { code: 'code_invalid' });
    }
    const entries = (await store.audit.list(accountId)).map(({ event }) => event);
    assert.ok(entries.includes('replay_refused'));
  });
});
