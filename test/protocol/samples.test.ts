import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type * as z from 'zod';
import {
  challengeSchema,
  devicesSchema,
  newBackupCodesSchema,
  problemSchema,
  proofSchema,
  setupSchema,
  statusSchema,
  verifiedSchema,
} from '../../server/adapters/http/schemas.js';
import { errorStatus } from '../../widget/protocol/error-codes.js';
import {
  readChallenge,
  readDevices,
  readNewBackupCodes,
  readProblem,
  readProof,
  readSetup,
  readStatus,
  readVerified,
} from '../../widget/protocol/read-message.js';

const time = '2026-11-24T09:00:00.000Z';
const count = { remaining: 9, total: 10 };
const codes = ['ABCD-EFGH-JKMN-PQRS', '0123-4567-89AB-CDEF'];
const keyUri =
  'otpauth://totp/Harmony:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' +
  '&issuer=Harmony&algorithm=SHA1&digits=6&period=30';

const device = { id: 'd1', kind: 'session', name: 'Chrome on Windows', address: '203.0.113.7', current: true, addedAt: time, lastUsedAt: time, expiresAt: time }; // prettier-ignore

/** Values that are no message of the contract. */
const nothing: unknown[] = [undefined, null, true, 0, '', 'text', [], [{}], {}];
const badTimes: unknown[] = [
  undefined,
  null,
  0,
  '',
  'soon',
  '2026-11-24',
  '2026-11-24T09:00:00',
  '2026-11-24T09:00:00+01:00',
  '2026-13-24T09:00:00Z',
];
const badCounts: unknown[] = [
  undefined,
  null,
  {},
  { remaining: 9 },
  { remaining: -1, total: 10 },
  { remaining: 11, total: 10 },
  { remaining: 1.5, total: 10 },
  { remaining: '9', total: 10 },
];
const badCodes: unknown[] = [undefined, null, 'ABCD', [], [''], [1], [null], ['x'.repeat(65)], Array(51).fill('ABCD')];

/** Of a field that may be absent: JSON has no `undefined`. */
const given = (values: unknown[]): unknown[] => values.filter((value) => value !== undefined);

/** Values that a header cannot hold unchanged. */
const badOpaque: unknown[] = [null, 7, {}, '', 'a b', 'a\nb', 'é', 'x'.repeat(129)];

const authenticator = { id: 'a1', name: 'Work phone', addedAt: time, lastUsedAt: null };

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

interface Samples {
  read(value: unknown): unknown;
  schema: z.ZodType;
  good: unknown[];
  broken: unknown[];
}

const messages: Record<string, Samples> = {
  Status: {
    read: readStatus,
    schema: statusSchema,
    good: [{ enabled: true }, { enabled: true, enabledAt: time }, { enabled: true, backupCodes: count }, { enabled: true, account: 'a1' }, { enabled: false }, { enabled: false, account: 'a1_-' }, { enabled: false, required: { since: time, graceEndsAt: time } }, { enabled: true, required: { since: time, graceEndsAt: null } }, { enabled: false, proofAge: 0 }, { enabled: true, account: 'a1', proofAge: 299 }, { enabled: true, enabledAt: time, backupCodes: count, account: 'x'.repeat(128) }, { enabled: true, enabledAt: time, backupCodes: count }, { enabled: true, enabledAt: '2026-11-24T09:00:00Z', backupCodes: { remaining: 0, total: 0 } }, { enabled: true, authenticators: [] }, { enabled: true, authenticators: Array(5).fill(authenticator) }, { enabled: true, authenticators: [{ id: '~!', name: 'x'.repeat(500), addedAt: time, lastUsedAt: time }] }],
    broken: [
      { enabled: 'false' }, { enabled: 0 }, { enabled: null },
      ...given(badTimes).map((enabledAt) => ({ enabled: true, enabledAt, backupCodes: count })),
      ...badOpaque.map((account) => ({ enabled: false, account })),
      ...[null, '12', -1, 1.5, NaN, {}].flatMap((proofAge) => [{ enabled: false, proofAge }, { enabled: true, proofAge }]),
      ...[true, null, {}, [], { since: time }, { graceEndsAt: null }, { since: null, graceEndsAt: null }, { since: time, graceEndsAt: 'soon' }].flatMap((required) => [{ enabled: false, required }, { enabled: true, required }]),
      ...given(badCounts).map((backupCodes) => ({ enabled: true, enabledAt: time, backupCodes })),
      ...[null, {}, 'a1', [null], ['a1'], Array(6).fill(authenticator)].map((authenticators) => ({ enabled: true, authenticators })),
      ...[undefined, ...badOpaque].map((id) => ({ enabled: true, authenticators: [{ ...authenticator, id }] })),
      ...[undefined, null, '', 7].map((name) => ({ enabled: true, authenticators: [{ ...authenticator, name }] })),
      ...badTimes.map((addedAt) => ({ enabled: true, authenticators: [{ ...authenticator, addedAt }] })),
      ...badTimes.filter((one) => one !== null).map((lastUsedAt) => ({ enabled: true, authenticators: [{ ...authenticator, lastUsedAt }] })),
    ],
  },
  Setup: {
    read: readSetup,
    schema: setupSchema,
    good: [{ keyUri, backupCodes: [], expiresAt: time }, { keyUri, backupCodes: codes, expiresAt: time }, { keyUri, backupCodes: codes, expiresAt: time, id: 's1' }],
    broken: [
      ...[undefined, null, 1, '', 'https://example.com', 'otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ', 'otpauth://totp/x', `${keyUri}&secret=GEZDGNBVGY3TQOJQ`, keyUri.replace('GEZD', 'G%0A1'), `${keyUri}#x`, `otpauth://totp/${'x'.repeat(1100)}?secret=GEZDGNBVGY3TQOJQ`].map((uri) => ({ keyUri: uri, backupCodes: codes, expiresAt: time })),
      ...badCodes.filter((codes) => !isEmptyList(codes)).map((backupCodes) => ({ keyUri, backupCodes, expiresAt: time })),
      ...badOpaque.map((id) => ({ keyUri, backupCodes: codes, expiresAt: time, id })),
      ...badTimes.map((expiresAt) => ({ keyUri, backupCodes: codes, expiresAt })),
    ],
  },
  Challenge: {
    read: readChallenge,
    schema: challengeSchema,
    good: [{ methods: ['totp', 'backup_code'], expiresAt: time }, { methods: ['backup_code'], expiresAt: time }, { methods: ['totp'], expiresAt: time, trustDays: 1 }, { methods: ['totp'], expiresAt: time, trustDays: 30 }, { methods: ['totp'], expiresAt: time, codesUnblock: true }, { methods: ['totp'], expiresAt: time, codesUnblock: false }],
    broken: [
      ...[null, 0, -1, 1.5, '30', true].map((trustDays) => ({ methods: ['totp'], expiresAt: time, trustDays })),
      ...[null, 3, 'true'].map((codesUnblock) => ({ methods: ['totp'], expiresAt: time, codesUnblock })),
      ...[undefined, null, 'totp', [], [1], ['password'], ['sms']].map((methods) => ({ methods, expiresAt: time })),
      ...badTimes.map((expiresAt) => ({ methods: ['totp'], expiresAt })),
    ],
  },
  Verified: {
    read: readVerified,
    schema: verifiedSchema,
    good: [
      { verified: true, method: 'totp' }, { verified: true, method: 'backup_code', result: 1 },
      { verified: true, method: 'totp', backupCodes: count },
      { verified: true, method: 'backup_code', backupCodes: count, result: { redirect: '/' } },
      { verified: true, method: 'totp', backupCodes: count, result: null },
    ],
    broken: [
      { verified: false, method: 'totp', backupCodes: count }, { verified: 'true', method: 'totp', backupCodes: count },
      { method: 'totp', backupCodes: count }, { verified: true, method: 'password', backupCodes: count },
      { verified: true, backupCodes: count }, ...given(badCounts).map((backupCodes) => ({ verified: true, method: 'totp', backupCodes })),
    ],
  },
  Proof: {
    read: readProof,
    schema: proofSchema,
    good: [{ validUntil: time }],
    broken: badTimes.map((validUntil) => ({ validUntil })),
  },
  Devices: {
    read: readDevices,
    schema: devicesSchema,
    good: [{ devices: [] }, { devices: [device], account: 'a1' }, { devices: [device, { ...device, kind: 'trusted_device', address: null, current: false }] }, { devices: Array(100).fill(device) }],
    broken: [
      ...[null, 'd1', { 0: device }, [null], ['d1'], Array(101).fill(device)].map((devices) => ({ devices })),
      ...badOpaque.map((id) => ({ devices: [{ ...device, id }] })),
      ...badOpaque.map((account) => ({ devices: [], account })),
      ...[undefined, null, 'phone', ''].map((kind) => ({ devices: [{ ...device, kind }] })),
      ...[undefined, null, '', 7].map((name) => ({ devices: [{ ...device, name }] })),
      ...[undefined, 7].map((address) => ({ devices: [{ ...device, address }] })),
      ...[undefined, null, 'true'].map((current) => ({ devices: [{ ...device, current }] })),
      ...badTimes.flatMap((at) => [{ devices: [{ ...device, addedAt: at }] }, { devices: [{ ...device, lastUsedAt: at }] }, { devices: [{ ...device, expiresAt: at }] }]),
    ],
  },
  NewBackupCodes: {
    read: readNewBackupCodes,
    schema: newBackupCodesSchema,
    good: [{ backupCodes: codes, expiresAt: time }, { backupCodes: codes, expiresAt: time, id: '~!' }],
    broken: [...badCodes.map((backupCodes) => ({ backupCodes, expiresAt: time })), ...badTimes.map((expiresAt) => ({ backupCodes: codes, expiresAt }))],
  },
}; // prettier-ignore

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

for (const [name, { read, schema, good, broken }] of Object.entries(messages)) {
  describe(`${name}, through the page's reader and the server's schema`, () => {
    for (const sample of good) {
      it(`both accept ${JSON.stringify(sample).slice(0, 60)}`, () => {
        assert.deepEqual(read(sample), sample);
        assert.deepEqual(schema.parse(sample), sample);
      });
      it('both drop an unknown field', () => {
        const more = { ...(sample as object), added: 'later', __proto__: { x: 1 } };
        assert.deepEqual(read(more), sample);
        assert.deepEqual(schema.parse(more), sample);
      });
    }
    it(`both refuse ${broken.length + nothing.length} broken ones`, () => {
      for (const sample of [...nothing, ...broken]) {
        const verdicts = [accepts(() => read(sample)), accepts(() => schema.parse(sample))];
        assert.deepEqual(verdicts, [false, false], JSON.stringify(sample));
      }
    });
  });
}

describe('problems, through both readers', () => {
  const details = {
    retryAfter: 60,
    attemptsRemaining: 3,
    methods: ['totp', 'backup_code', 'password'],
    skewSeconds: -90,
  };

  for (const [code, status] of Object.entries(errorStatus)) {
    it(`${code} with and without every detail`, () => {
      for (const extra of [{}, details]) {
        const problem = { type: 'about:blank', title: 'A title', status, code, ...extra };
        assert.deepEqual(problemSchema.parse(problem), problem);
        assert.deepEqual(readProblem(problem), { code, ...extra });
      }
    });
  }

  it('both refuse a problem outside the contract', () => {
    for (const sample of [
      ...nothing,
      { code: 'teapot' },
      { code: 1 },
      { code: '__proto__' },
      { code: 'toString' },
      { status: 422 },
    ]) {
      const whole =
        typeof sample === 'object' && !Array.isArray(sample) && sample !== null
          ? { type: 'about:blank', title: 't', status: 422, ...sample }
          : sample;
      assert.equal(readProblem(whole), null);
      assert.equal(problemSchema.safeParse(whole).success, false);
    }
  });

  it('a malformed detail: the server refuses to send it, the page leaves it out', () => {
    const broken = [
      { retryAfter: -1 },
      { retryAfter: '60' },
      { attemptsRemaining: 1.5 },
      { attemptsRemaining: null },
      { methods: 'totp' },
      { skewSeconds: '90' },
    ];
    for (const detail of broken) {
      const problem = { type: 'about:blank', title: 't', status: 429, code: 'too_many_attempts', ...detail };
      assert.equal(problemSchema.safeParse(problem).success, false);
      assert.deepEqual(readProblem(problem), { code: 'too_many_attempts' });
    }
  });
});
