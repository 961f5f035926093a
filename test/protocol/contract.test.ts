import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jsonSchemas, problemName } from '../../server/contract/components.js';
import { openApi } from '../../server/contract/openapi.js';
import { errorStatus } from '../../widget/protocol/error-codes.js';
import { endpoints, optionalOperations, type Operation } from '../../widget/protocol/endpoints.js';

const document = openApi('1.2.3');
const schemas = jsonSchemas();
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
formats.default(ajv, ['date-time']);
ajv.addSchema(schemas);

/** What is wrong with a value, in the words of the validator; an empty list for a message of the contract. */
function faultsOf(name: string, value: unknown): string[] {
  const validate = ajv.getSchema(`urn:harmony-2fa:messages#/$defs/${name}`);
  assert.ok(validate, name);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const time = '2026-11-24T09:00:00.000Z';
const keyUri =
  'otpauth://totp/Harmony:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' +
  '&issuer=Harmony&algorithm=SHA1&digits=6&period=30';
const codes = ['ABCD-EFGH-JKMN-PQRS', '0123-4567-89AB-CDEF'];
const count = { remaining: 9, total: 10 };
const device = {
  id: 'd1',
  kind: 'session',
  name: 'Chrome on Windows',
  address: '203.0.113.7',
  current: true,
  addedAt: time,
  lastUsedAt: time,
  expiresAt: time,
};
const authenticator = { id: 'a1', name: 'Work phone', addedAt: time, lastUsedAt: time };

/** The samples of the protocol, and what its words allow beside them. */
const samples: Record<string, { good: unknown[]; broken: unknown[] }> = {
  Status: {
    good: [
      { enabled: false },
      { enabled: true, enabledAt: time, backupCodes: count },
      { enabled: true, enabledAt: time, backupCodes: count, account: 'kq3X9', authenticators: [authenticator] },
      { enabled: true, authenticators: [{ ...authenticator, lastUsedAt: null }] },
      { enabled: true, enabledAt: time, required: { since: time, graceEndsAt: null } },
      { enabled: false, required: { since: time, graceEndsAt: time }, later: 'a field that is not known yet' },
    ],
    broken: [
      {},
      { enabled: 'true' },
      { enabled: true, enabledAt: 'soon' },
      { enabled: true, enabledAt: '2026-13-24T09:00:00Z' },
      { enabled: true, enabledAt: '2026-11-24T09:00:00+01:00' },
      { enabled: true, backupCodes: { remaining: 9 } },
      { enabled: true, backupCodes: { remaining: -1, total: 10 } },
      { enabled: false, account: 'a b' },
      { enabled: true, authenticators: Array(6).fill(authenticator) },
    ],
  },
  Setup: {
    good: [
      { keyUri, backupCodes: codes, expiresAt: time },
      { keyUri, backupCodes: codes, expiresAt: time, id: 's1' },
      { keyUri, backupCodes: [], expiresAt: time },
    ],
    broken: [
      { keyUri, expiresAt: time },
      { keyUri: 'otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ', backupCodes: codes, expiresAt: time },
      { keyUri: `${keyUri}#x`, backupCodes: codes, expiresAt: time },
      { keyUri, backupCodes: [''], expiresAt: time },
      { keyUri, backupCodes: codes },
    ],
  },
  Challenge: {
    good: [
      { methods: ['totp', 'backup_code'], expiresAt: time },
      { methods: ['totp'], expiresAt: time, trustDays: 30 },
      { methods: ['totp'], expiresAt: time, codesUnblock: true },
    ],
    broken: [
      { methods: [], expiresAt: time },
      { methods: ['password'], expiresAt: time },
      { methods: ['totp'], expiresAt: time, trustDays: 0 },
      { methods: ['totp'], expiresAt: time, codesUnblock: 3 },
    ],
  },
  Devices: {
    good: [
      { devices: [] },
      { devices: [], account: 'kq3X9' },
      { devices: [device, { ...device, kind: 'trusted_device', address: null, current: false }] },
    ],
    broken: [
      {},
      { devices: [{ ...device, kind: 'phone' }] },
      { devices: [{ ...device, id: undefined }] },
      { devices: Array(101).fill(device) },
    ],
  },
  Verified: {
    good: [
      { verified: true, method: 'totp', backupCodes: count, result: {} },
      { verified: true, method: 'backup_code' },
    ],
    broken: [{ verified: false, method: 'totp' }, { verified: true, method: 'password' }, { verified: true }],
  },
  Proof: { good: [{ validUntil: '2026-11-24T09:05:00.000Z' }], broken: [{}, { validUntil: 0 }] },
  NewBackupCodes: {
    good: [
      { backupCodes: codes, expiresAt: time },
      { backupCodes: codes, expiresAt: time, id: 'b1' },
    ],
    broken: [{ expiresAt: time }, { backupCodes: codes }, { backupCodes: [], expiresAt: time }],
  },
  SetupOptions: { good: [{}, { mode: 'replace' }, { mode: 'add' }], broken: [[], { mode: 'more' }] },
  SetupConfirmation: {
    good: [{ code: '123456' }, { code: '123 456', id: 's1', name: 'Work phone' }],
    broken: [{}, { code: 123456 }, { code: '123456', backupCode: 'ABCD' }],
  },
  ChallengeAnswer: {
    good: [{ code: '123456' }, { backupCode: codes[0] }, { code: '123456', trustDevice: true }],
    broken: [{}, { password: 'x' }, { code: '123456', backupCode: codes[0] }, { code: '123456', trustDevice: 'yes' }],
  },
  ProofAnswer: {
    good: [{ code: '123456' }, { backupCode: codes[0] }, { password: 'open sesame' }],
    broken: [{}, { code: '123456', password: 'open sesame' }, { password: 7 }],
  },
  PendingReference: { good: [{}, { id: 'b1' }], broken: [{ id: 7 }] },
  AuthenticatorName: { good: [{ name: 'Work phone' }], broken: [{}, { name: '' }, { name: 'x'.repeat(65) }] },
  Nothing: { good: [{}], broken: [[], null, 'text'] },
};

describe('the messages of the contract as JSON Schema', () => {
  for (const [name, { good, broken }] of Object.entries(samples)) {
    it(`${name}: the samples of the protocol are valid, broken ones are not`, () => {
      for (const sample of good) assert.deepEqual(faultsOf(name, sample), [], JSON.stringify(sample));
      for (const sample of broken) assert.notDeepEqual(faultsOf(name, sample), [], JSON.stringify(sample));
    });
  }

  it('each example is valid', () => {
    const named = Object.entries(schemas.$defs ?? {});
    assert.ok(named.length > 30, 'schemas are found');
    for (const [name, { examples = [] }] of named) {
      for (const example of examples) assert.deepEqual(faultsOf(name, example), [], name);
    }
  });

  it('each field has a description', () => {
    for (const [name, schema] of Object.entries(schemas.$defs ?? {})) {
      for (const part of [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) {
        for (const [field, value] of Object.entries(part.properties ?? {})) {
          assert.ok((value as { description?: string }).description, `${name}.${field}`);
        }
      }
    }
  });

  const details: Record<string, object> = {
    reauthentication_required: { methods: ['password'] },
    authenticator_blocked: { methods: ['backup_code'] },
    code_invalid: { attemptsRemaining: 4 },
    clock_out_of_sync: { skewSeconds: -90 },
    too_many_attempts: { retryAfter: 60 },
    unavailable: { retryAfter: 5 },
  };
  for (const [code, status] of Object.entries(errorStatus)) {
    it(`${code} has its status and the detail of its row, and nothing else`, () => {
      const name = problemName(code as keyof typeof errorStatus);
      const problem = { type: 'about:blank', title: 'A title', status, code, ...details[code] };
      assert.deepEqual(faultsOf(name, problem), []);
      const others = Object.values(details).filter(
        (detail) => Object.keys(detail)[0] !== Object.keys(details[code] ?? {})[0],
      );
      const broken: object[] = [
        { ...problem, status: 418 },
        { ...problem, code: 'teapot' },
        { ...problem, title: undefined },
        { ...problem, received: '123456' },
        ...others.map((detail) => ({ ...problem, ...detail })),
        ...(code in details ? [{ type: 'about:blank', title: 'A title', status, code }] : []),
      ];
      for (const sample of broken)
        assert.notDeepEqual(faultsOf(name, JSON.parse(JSON.stringify(sample))), [], JSON.stringify(sample));
    });
  }
});

describe('the contract as OpenAPI', () => {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method: method.toUpperCase(), ...operation }] : [];
    }),
  );

  it('has each operation once, and says which a back end may leave out and which the reference server has', () => {
    const listed = operations.map(({ operationId, method, path, ...rest }) => [
      operationId,
      { method, path, isOptional: rest['x-optional'], isThere: rest['x-reference-server'] },
    ]);
    const own = Object.entries(endpoints).map(([name, one]) => [
      name,
      { ...one, isOptional: optionalOperations.includes(name as Operation), isThere: true },
    ]);
    assert.deepEqual(Object.fromEntries(listed), Object.fromEntries(own));
    for (const { 'x-optional': isOptional, description } of operations) {
      assert.equal(/^(?=.*Optional: a back end without it answers 404)/s.test(description), isOptional);
    }
  });

  it('has the headers of every answer', () => {
    for (const { operationId, responses } of operations) {
      for (const [status, response] of Object.entries(responses)) {
        const name = '$ref' in response ? response.$ref.split('/').at(-1)! : '';
        const { headers } = '$ref' in response ? document.components.responses[name]! : response;
        const expected = [
          'Cache-Control',
          ...(/429|503/.test(status) ? ['Retry-After'] : []),
          ...(status === '405' ? ['Allow'] : []),
          ...(JSON.stringify(response).includes('ReauthenticationRequired') ? ['WWW-Authenticate'] : []),
        ];
        assert.deepEqual(Object.keys(headers), expected, `${operationId} ${status}`);
      }
    }
  });

  it('a linter of OpenAPI finds nothing', async () => {
    assert.deepEqual(await lint(document), []);
  });

  it('the linter finds what is wrong', async () => {
    const broken = structuredClone(document);
    delete (broken.paths['/status']!.get as Partial<{ operationId: string }>).operationId;
    broken.components.schemas['Proof']!.examples = [{ validUntil: 7 }];
    broken.paths['/disable']!.post!.responses['409'] = { $ref: '#/components/responses/None' };
    const rules = await lint(broken);
    for (const rule of ['operation-operationId', 'no-invalid-schema-examples', 'no-unresolved-refs']) {
      assert.ok(
        rules.some((problem) => problem.startsWith(rule)),
        `${rule}: ${rules.join('; ')}`,
      );
    }
  });
});

/** The findings of Redocly's strictest rules, and of some that are off there. */
async function lint(openapi: object): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended-strict'],
    telemetry: 'off',
    rules: {
      'component-name-unique': 'error',
      'no-invalid-parameter-examples': 'error',
      'no-invalid-schema-examples': 'error',
      'no-required-schema-properties-undefined': 'error',
      'operation-description': 'error',
      'operation-tag-defined': 'error',
      'spec-components-invalid-map-name': 'error',
    },
  });
  const problems = await lintFromString({ source: JSON.stringify(openapi), absoluteRef: 'openapi.json', config });
  return problems.map(({ ruleId, message, location }) => `${ruleId} ${message} ${location[0]?.pointer ?? ''}`);
}
