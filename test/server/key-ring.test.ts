import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomBytes } from 'node:crypto';
import { KeyRingError, parseKeyRing, unwrapKeyRing } from '../../server/core/crypto/key-ring.js';
import { startKeyService } from './support/key-service.js';
import { newKey } from './support/test-server.js';

const context = { accountId: 'ada', purpose: 'totp-secret' };
const plain = Buffer.from('12345678901234567890');
const reason = (expected: string) => (error: unknown) => error instanceof KeyRingError && error.reason === expected;

describe('sealing', () => {
  const ring = parseKeyRing(newKey('k1'));
  const sealed = ring.seal(plain, context);

  it('opens a value that it has sealed', () => assert.deepEqual(Buffer.from(ring.open(sealed, context)), plain));

  it('contains the id of its key and no plain text', () => {
    assert.match(sealed, /^k1\.[A-Za-z0-9_-]+$/);
    assert.ok(!Buffer.from(sealed.slice(3), 'base64url').includes(plain));
  });

  it('never uses a nonce twice', () => {
    const nonces = Array.from({ length: 20_000 }, () => ring.seal(plain, context).slice(3, 19));
    assert.equal(new Set(nonces).size, nonces.length);
  });

  it('a value that is moved to another account or purpose cannot be opened', () => {
    for (const other of [
      { ...context, accountId: 'bob' },
      { ...context, purpose: 'backup-codes' },
    ]) {
      assert.throws(() => ring.open(sealed, other), reason('tampered'));
    }
  });

  it('a value with any flipped bit cannot be opened', () => {
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => ring.open(`k1.${flipped.toString('base64url')}`, context), reason('tampered'));
    }
  });

  for (const text of ['k1.', 'k1.AAAA', `k1.${'A'.repeat(36)}`]) {
    it(`a value cut to ${text.length} characters cannot be opened`, () =>
      assert.throws(() => ring.open(text, context), reason('tampered')));
  }

  for (const text of ['', 'k1', 'other.AAAA', '.AAAA', '__proto__.AAAA']) {
    it(`${JSON.stringify(text)} needs a key that is not in the ring`, () =>
      assert.throws(() => ring.open(text, context), reason('unknown_key')));
  }
});

describe('a ring of several keys', () => {
  const [old, fresh] = [newKey('old'), newKey('new')];

  it('seals with the first key and opens with all', () => {
    const before = parseKeyRing(old).seal(plain, context);
    const rotated = parseKeyRing(`${fresh},${old}`);
    assert.deepEqual(Buffer.from(rotated.open(before, context)), plain);
    assert.equal(rotated.sealingKeyId, 'new');
    assert.match(rotated.seal(plain, context), /^new\./);
  });

  it('reports that an old key was removed too early', () => {
    const before = parseKeyRing(old).seal(plain, context);
    assert.throws(() => parseKeyRing(fresh).open(before, context), reason('unknown_key'));
  });
});

describe('invalid keys', () => {
  const key = newKey('a').slice(2);
  const bad = [
    '',
    ',',
    'a',
    `:${key}`,
    `a:${key}x`,
    `a:${key.slice(4)}`,
    `a:${key},`,
    `a:${key},a:${key}`,
    `a b:${key}`,
  ];
  for (const text of [...bad, `a:${key.replace(/=$/, '')}`, `a:${Buffer.alloc(31).toString('base64')}`]) {
    it(`${JSON.stringify(text).slice(0, 12)}… (${text.length}) is refused without repeating it`, () => {
      assert.throws(
        () => parseKeyRing(text),
        (error: unknown) => reason('invalid_keys')(error) && !(error as Error).message.includes(key.slice(4, 20)),
      );
    });
  }
});

describe('a random key', () => {
  it('never counts as one that can be guessed', () => {
    for (let round = 0; round < 5_000; round += 1) parseKeyRing(newKey('k'));
  });
});

describe('a ring of keys that a key management service has wrapped', () => {
  const [fresh, old] = [randomBytes(32), randomBytes(32)];
  const entry = (id: string, bytes: Uint8Array): string => `${id}:${Buffer.from(bytes).toString('base64')}`;

  it('is unwrapped once, keeps its order, and works while the service is out of reach', async () => {
    const service = await startKeyService();
    const text = [entry('new', service.wrap(fresh)), entry('old', service.wrap(old))].join(',');
    let first = true;
    const ring = await unwrapKeyRing(text, async (wrapped) => {
      // The answer for the first key comes last.
      if (first) {
        first = false;
        await service.unwrap(wrapped);
      }
      return service.unwrap(wrapped);
    });
    assert.deepEqual([ring.sealingKeyId, ring.keyIds], ['new', ['new', 'old']]);
    const calls = service.calls();
    await service.stop();
    const sealed = ring.seal(plain, context);
    assert.deepEqual(Buffer.from(ring.open(sealed, context)), plain);
    assert.deepEqual(Buffer.from(parseKeyRing(entry('new', fresh)).open(sealed, context)), plain);
    const before = parseKeyRing(entry('old', old)).seal(plain, context);
    assert.deepEqual(Buffer.from(ring.open(before, context)), plain);
    assert.equal(service.calls(), calls);
  });

  it('fails at the start when a key cannot be unwrapped, and says which', async () => {
    const service = await startKeyService();
    const right = entry('new', service.wrap(fresh));
    const isFault = (message: RegExp) => (error: unknown) =>
      error instanceof KeyRingError && error.reason === 'invalid_keys' && message.test(error.message);
    const unwrap = (wrapped: Uint8Array): Promise<Uint8Array> => service.unwrap(wrapped);
    await assert.rejects(
      unwrapKeyRing(`${right},${entry('old', randomBytes(60))}`, unwrap),
      isFault(/^key 2 could not/),
    );
    await assert.rejects(
      unwrapKeyRing(entry('short', service.wrap(randomBytes(16))), unwrap),
      isFault(/^key 1 was not/),
    );
    await assert.rejects(
      unwrapKeyRing(entry('weak', service.wrap(Buffer.alloc(32))), unwrap),
      isFault(/can be guessed/),
    );
    await assert.rejects(
      unwrapKeyRing(right, () => Promise.resolve('text' as never)),
      isFault(/^key 1 was not/),
    );
    await assert.rejects(unwrapKeyRing('nonsense', unwrap), isFault(/form id:base64/));
    await assert.rejects(unwrapKeyRing(`${right},${right}`, unwrap), isFault(/^key 2 repeats/));
    await service.stop();
    await assert.rejects(unwrapKeyRing(right, unwrap), isFault(/^key 1 could not/));
  });
});
