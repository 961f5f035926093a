import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { isGuessable } from './weak-key.js';

/** What a sealed value is bound to: with another account or purpose it cannot be opened. */
export interface SealContext {
  accountId: string;
  purpose: string;
}

/**
 * Seals small values with AES-256-GCM. The first key seals; every key can open. So keys can be rotated while the old and the new
 * one are both in the ring. A sealed value is text: `keyId.base64url(nonce | ciphertext | tag)`.
 */
export interface KeyRing {
  /** The key that seals. */
  readonly sealingKeyId: string;
  /** The ids of all keys. The key that seals comes first. */
  readonly keyIds: readonly string[];
  seal(plain: Uint8Array, context: SealContext): string;
  /** @throws {KeyRingError} `unknown_key` when the key is not in the ring, `tampered` when the value was changed or moved */
  open(sealed: string, context: SealContext): Uint8Array;
  /** HMAC-SHA-256 of a text for a purpose (base64url), one under each key. The key that seals comes first. */
  digests(text: string, purpose: string): readonly string[];
}

/** A fault of keys or of sealed values. The message contains neither key material nor sealed contents. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError';

  constructor(
    readonly reason: 'invalid_keys' | 'unknown_key' | 'tampered',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const keyLength = 32;
/** 96 random bits (NIST SP 800-38D) are safe for 2³² values per key, far more than a ring ever seals. */
const nonceLength = 12;
const tagLength = 16;

/**
 * Reads keys in the form `id:base64 of 32 bytes`, separated by commas. The first key seals; every key can open. A first key
 * that can be guessed is refused. An older key that can be guessed is accepted, since it has to open what it has sealed.
 *
 * @example
 * const keys = parseKeyRing(process.env['HARMONY_2FA_KEYS']);
 *
 * @throws {KeyRingError} `invalid_keys`; the message says which entry is wrong and why, and never repeats the entry
 */
export function parseKeyRing(text: string | undefined, random: (size: number) => Uint8Array = randomBytes): KeyRing {
  return ringOf(parseKeys(text), random);
}

/**
 * Unwraps the bytes of one data key, by a call to a key management service.
 *
 * @returns the 32 bytes of the data key
 */
export type UnwrapKey = (wrapped: Uint8Array, id: string) => Promise<Uint8Array>;

/**
 * A ring whose keys are stored wrapped: the environment has only what a key management service (KMS) has encrypted, in the form
 * `id:base64 of the wrapped key`, separated by commas. Each key is unwrapped once, when the process starts, and then kept in memory. So
 * sign-ins do not wait for the service, and go on while it is out of reach.
 *
 * @example
 * const keys = await unwrapKeyRing(process.env['WRAPPED_KEYS'], async (wrapped) => {
 *   const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: wrapped, KeyId: 'alias/harmony-2fa' }));
 *   return Plaintext!;
 * });
 *
 * @throws {KeyRingError} `invalid_keys` when an entry is malformed, cannot be unwrapped, or is no key of 32 bytes
 */
export async function unwrapKeyRing(text: string | undefined, unwrap: UnwrapKey): Promise<KeyRing> {
  const wrapped = parseEntries(text);
  const keys = new Map<string, Buffer>();
  await Promise.all(
    [...wrapped].map(async ([id, bytes], index) => {
      let key: unknown;
      try {
        key = await unwrap(bytes, id);
      } catch (error) {
        throw new KeyRingError('invalid_keys', `key ${index + 1} could not be unwrapped`, { cause: error });
      }
      if (!(key instanceof Uint8Array) || key.length !== keyLength) {
        throw new KeyRingError('invalid_keys', `key ${index + 1} was not unwrapped to ${keyLength} bytes`);
      }
      keys.set(id, Buffer.from(key));
    }),
  );
  // The answers come in any order. The first key seals.
  return ringOf(new Map([...wrapped.keys()].map((id) => [id, keys.get(id)!])), randomBytes);
}

function ringOf(keys: ReadonlyMap<string, Buffer>, random: (size: number) => Uint8Array): KeyRing {
  const [sealing] = keys;
  if (!sealing) throw new KeyRingError('invalid_keys', 'there is no key');
  const [sealingKeyId, sealingKey] = sealing;
  if (isGuessable(sealingKey)) {
    throw new KeyRingError(
      'invalid_keys',
      'key 1, which seals, can be guessed: put a key in front of it that openssl rand -base64 32 has made',
    );
  }

  return {
    sealingKeyId,
    keyIds: [...keys.keys()],
    seal(plain, context) {
      const nonce = random(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(additionalData(context));
      const parts = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
      return `${sealingKeyId}.${Buffer.concat(parts).toString('base64url')}`;
    },
    open(sealed, context) {
      const id = keyIdOf(sealed);
      const key = keys.get(id);
      if (!key) throw new KeyRingError('unknown_key', 'a sealed value needs a key that is not in the ring');
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

/** The ids of keys that can be guessed. They stay in the ring to open what they have sealed. */
export function weakKeyIds(text: string): string[] {
  return [...parseKeys(text)].filter(([, key]) => isGuessable(key)).map(([id]) => id);
}

/** Whether a value has the form of a sealed one: the id of a key, a dot, and base64url. */
export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,32}\.[\w-]+$/.test(value);
}

/** The id of the key that sealed a value; empty for a text that is not a sealed value. */
export function keyIdOf(sealed: string): string {
  return sealed.slice(0, Math.max(sealed.indexOf('.'), 0));
}

function parseKeys(text: string | undefined): Map<string, Buffer> {
  const keys = parseEntries(text);
  for (const [index, key] of [...keys.values()].entries()) {
    if (key.length !== keyLength) {
      throw new KeyRingError('invalid_keys', `key ${index + 1} is not the base64 of ${keyLength} bytes`);
    }
  }
  return keys;
}

function parseEntries(text: string | undefined): Map<string, Buffer> {
  if (typeof text !== 'string') {
    throw new KeyRingError('invalid_keys', 'the keys are missing: pass them as a text of the form id:base64');
  }
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of text.split(',').entries()) {
    const { id, bytes } = parseEntry(entry.trim(), index + 1);
    if (keys.has(id)) throw new KeyRingError('invalid_keys', `key ${index + 1} repeats the id of an earlier key`);
    keys.set(id, bytes);
  }
  return keys;
}

function parseEntry(entry: string, position: number): { id: string; bytes: Buffer } {
  const [, id, base64] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/.exec(entry) ?? [];
  if (id === undefined || base64 === undefined) {
    throw new KeyRingError('invalid_keys', `key ${position} is not of the form id:base64`);
  }
  const bytes = Buffer.from(base64, 'base64');
  // Node skips characters that are not base64; only a round trip shows that it skipped none.
  if (bytes.toString('base64') !== base64) throw new KeyRingError('invalid_keys', `key ${position} is not base64`);
  return { id, bytes };
}

function decrypt(bytes: Buffer, key: Buffer, context: SealContext): Uint8Array {
  try {
    if (bytes.length < nonceLength + tagLength) throw new RangeError('too short');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
      .setAAD(additionalData(context))
      .setAuthTag(bytes.subarray(-tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()]);
  } catch {
    throw new KeyRingError('tampered', 'a sealed value was not sealed for this account and purpose, or was changed');
  }
}

/** JSON keeps the parts apart for every possible content. */
function additionalData({ accountId, purpose }: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['harmony-2fa', purpose, accountId]), 'utf8');
}
