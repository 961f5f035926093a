import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { isGuessable } from './weak-key.js';

/** What a sealed value belongs to. Moving it to another account or another purpose makes it unreadable. */
export interface SealContext {
  accountId: string;
  purpose: string;
}

/**
 * Seals small values with AES-256-GCM under the first of its keys and opens what any of its keys sealed, so that keys
 * can be rotated while both are in the ring. A sealed value is text: `keyId.base64url(nonce | ciphertext | tag)`.
 */
export interface KeyRing {
  /** The key that seals. */
  readonly sealingKeyId: string;
  /** Every key, the sealing one first. */
  readonly keyIds: readonly string[];
  seal(plain: Uint8Array, context: SealContext): string;
  /** @throws {KeyRingError} `unknown_key` when the ring lacks the key, `tampered` when it is not what was sealed */
  open(sealed: string, context: SealContext): Uint8Array;
  /** A keyed digest of a text for a purpose (HMAC-SHA-256, base64url) under each key, the sealing one first. */
  digests(text: string, purpose: string): readonly string[];
}

/** A fault of keys or of sealed values. The message never holds key material or contents. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError';

  constructor(
    readonly reason: 'invalid_keys' | 'unknown_key' | 'tampered',
    message: string,
  ) {
    super(message);
  }
}

const keyLength = 32;
/** 96 bits at random (NIST SP 800-38D): safe for 2³² values a key, far above what one ring seals in its life. */
const nonceLength = 12;
const tagLength = 16;

/**
 * Reads keys as `id:base64 of 32 bytes`, comma separated: the first seals, all open. A first key that can be guessed is refused;
 * one further back still has to open what it has sealed.
 *
 * @throws {KeyRingError} `invalid_keys`, saying which entry is wrong and why, never what it holds
 */
export function parseKeyRing(text: string, random: (size: number) => Uint8Array = randomBytes): KeyRing {
  const keys = parseKeys(text);
  const [sealing] = keys;
  if (!sealing) throw new KeyRingError('invalid_keys', 'there is no key');
  const [sealingKeyId, sealingKey] = sealing;
  if (isGuessable(sealingKey)) {
    throw new KeyRingError(
      'invalid_keys',
      'key 1, which seals, can be guessed: put one in front of it that is made by openssl rand -base64 32',
    );
  }

  return {
    sealingKeyId,
    keyIds: [...keys.keys()],
    seal(plain, context) {
      const nonce = random(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(boundTo(context));
      const parts = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
      return `${sealingKeyId}.${Buffer.concat(parts).toString('base64url')}`;
    },
    open(sealed, context) {
      const id = keyIdOf(sealed);
      const key = keys.get(id);
      if (!key) throw new KeyRingError('unknown_key', 'a sealed value needs a key that the ring lacks');
      return decrypt(Buffer.from(sealed.slice(id.length + 1), 'base64url'), key, context);
    },
    digests: (text, purpose) =>
      [...keys.values()].map((key) =>
        createHmac('sha256', key)
          .update(JSON.stringify(['harmony-2fa', purpose, text]))
          .digest('base64url'),
      ),
  };
}

/** The ids of keys that were surely not drawn at random. They stay in a ring that opens what they have sealed. */
export function weakKeyIds(text: string): string[] {
  return [...parseKeys(text)].filter(([, key]) => isGuessable(key)).map(([id]) => id);
}

/** The id of the key that sealed a value; empty for what is none. */
export function keyIdOf(sealed: string): string {
  return sealed.slice(0, Math.max(sealed.indexOf('.'), 0));
}

function parseKeys(text: string): Map<string, Buffer> {
  if (typeof text !== 'string') {
    throw new KeyRingError('invalid_keys', 'the keys are missing: give them as a text of the form id:base64');
  }
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of text.split(',').entries()) {
    const { id, key } = parseKey(entry.trim(), index + 1);
    if (keys.has(id)) throw new KeyRingError('invalid_keys', `key ${index + 1} repeats the id of an earlier key`);
    keys.set(id, key);
  }
  return keys;
}

function parseKey(entry: string, position: number): { id: string; key: Buffer } {
  const [, id, base64] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/.exec(entry) ?? [];
  if (id === undefined || base64 === undefined) {
    throw new KeyRingError('invalid_keys', `key ${position} is not of the form id:base64`);
  }
  const key = Buffer.from(base64, 'base64');
  // Node ignores what is not base64; only a round trip tells that nothing was dropped.
  if (key.length !== keyLength || key.toString('base64') !== base64) {
    throw new KeyRingError('invalid_keys', `key ${position} is not the base64 of ${keyLength} bytes`);
  }
  return { id, key };
}

function decrypt(bytes: Buffer, key: Buffer, context: SealContext): Uint8Array {
  try {
    if (bytes.length < nonceLength + tagLength) throw new RangeError('too short');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
      .setAAD(boundTo(context))
      .setAuthTag(bytes.subarray(-tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()]);
  } catch {
    throw new KeyRingError('tampered', 'a sealed value is not what was sealed for this account and purpose');
  }
}

/** JSON keeps the two parts apart whatever characters they hold. */
function boundTo({ accountId, purpose }: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['harmony-2fa', purpose, accountId]), 'utf8');
}
