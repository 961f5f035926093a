import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hashLength, inTurn, inTurnAsSet, type SlowHash } from '../crypto/slow-hash.js';
import type { Turn } from '../turns/fair-queue.js';
import type { RandomSource } from './totp.js';

/**
 * Single-use codes of 16 Crockford base 32 characters, 80 bits each (NIST SP 800-63B-4 §3.1.2.2 asks for 64 or more).
 * The first two characters are a selector: unique within the set and not secret, so that an attempt costs one run of
 * the hash instead of one for each code. The other 70 bits are the secret.
 */

/** How many codes a new set has. A stored set keeps its own number: `sizeOfSet` reads it. */
const newSetSize = 10;
/** The row marks spent codes in the bits of a 32-bit integer, whose sign bit stays unused. */
const maxSetSize = 31;
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 16;
const selectorLength = 2;
const maxTextLength = 64;
/** A set needs only a few more draws than codes, since two codes seldom have the same selector. */
const maxDraws = 1000;

/** The packed set: a format byte, the salt of the set, then selector and hash of each code. */
const format = 1;
const saltLength = 16;
const headLength = 1 + saltLength;
const entryLength = selectorLength + hashLength;

export interface BackupCodeSet {
  /** As a page shows them, `ABCD-EFGH-JKMN-PQRS`. They are not stored. */
  codes: string[];
  /** The stored form, before it is sealed: salt, selectors and hashes, about 200 bytes for ten codes. */
  packed: Uint8Array;
}

export interface NewSetOptions {
  hash: SlowHash;
  random?: RandomSource;
  /** The account of the set, which takes turns with other accounts, or its parties with the account first. */
  party: string | Turn;
  /** 1 to 31 codes. */
  size?: number;
  /** Selectors that no code of the set may have. */
  taken?: readonly string[];
}

/** @throws {RangeError} for a size that is not 1 to 31 */
export async function createBackupCodes({
  hash,
  random = randomBytes,
  party,
  size = newSetSize,
  taken = [],
}: NewSetOptions): Promise<BackupCodeSet> {
  if (!Number.isInteger(size) || size < 1 || size > maxSetSize) {
    throw new RangeError(`a set has 1 to ${maxSetSize} backup codes`);
  }
  const codes = drawCodes(random, size, taken);
  const salt = random(saltLength);
  const hashes = await inTurnAsSet(
    party,
    codes.map((code) => () => hashOf(hash, code, salt)),
  );
  return {
    codes: codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-')),
    packed: pack(salt, codes, hashes),
  };
}

/**
 * A set in which each code is spent, for an account whose codes another system hashed. Its hashes are random bytes, so it runs no hash
 * and takes no turn.
 *
 * @returns the bits of the spent codes, too
 */
export function createSpentSet(random: RandomSource): { packed: Uint8Array; spent: number } {
  const codes = drawCodes(random, newSetSize, []);
  const hashes = codes.map(() => random(hashLength));
  return { packed: pack(random(saltLength), codes, hashes), spent: 2 ** newSetSize - 1 };
}

/** Codes whose selectors differ from each other. */
function drawCodes(random: RandomSource, size: number, taken: readonly string[]): string[] {
  const bySelector = new Map<string, string>();
  for (let draws = 0; bySelector.size < size; draws += 1) {
    if (draws === maxDraws) throw new Error('the source of randomness repeats itself');
    const code = encodeCode(random((codeLength * 5) / 8));
    const selector = selectorOf(code);
    if (!bySelector.has(selector) && !taken.includes(selector)) bySelector.set(selector, code);
  }
  return [...bySelector.values()];
}

function pack(salt: Uint8Array, codes: readonly string[], hashes: readonly Uint8Array[]): Uint8Array {
  const entries = codes.map((code, index) => [Buffer.from(selectorOf(code), 'ascii'), hashes[index]!]);
  return Buffer.concat([Uint8Array.of(format), salt, ...entries.flat()]);
}

/**
 * A typed code in its canonical spelling, or null for a text that cannot be a code. Case, ASCII spaces and hyphens do not matter, `O`
 * reads as `0`, `I` and `L` as `1` (Crockford). Characters that merely look alike in other scripts are refused.
 */
export function normalizeBackupCode(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > maxTextLength) return null;
  // Not toUpperCase, which would turn ß, ſ and ı into ASCII letters.
  const code = text
    .replace(/[ -]/g, '')
    .replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 32))
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : null;
}

/**
 * The index of this code in the set, or null. A well-formed text costs one run of the hash, also when the set lacks its selector, so that
 * the duration does not reveal the selectors. A malformed text costs none.
 */
export async function matchBackupCode(
  hash: SlowHash,
  packed: Uint8Array,
  text: string,
  party: string | Turn,
): Promise<number | null> {
  const code = normalizeBackupCode(text);
  if (code === null) return null;
  const set = Buffer.from(packed);
  const size = sizeOfSet(set);
  const given = await inTurn(party, () => hashOf(hash, code, set.subarray(1, headLength)));
  const index = Array.from({ length: size }, (_, at) => at).find((at) => selectorAt(set, at) === selectorOf(code));
  if (index === undefined) return null;
  return timingSafeEqual(given, entryAt(set, index).subarray(selectorLength)) ? index : null;
}

/** The selectors of a packed set, in the order of its codes. */
export function selectorsOf(packed: Uint8Array): string[] {
  const set = Buffer.from(packed);
  return Array.from({ length: sizeOfSet(set) }, (_, at) => selectorAt(set, at));
}

/** Whether the set has a code with the selector of this text: only that code can match. */
export function hasSelectorOf(packed: Uint8Array, text: unknown): boolean {
  const code = normalizeBackupCode(text);
  return code !== null && selectorsOf(packed).includes(selectorOf(code));
}

/** How many codes a packed set has, spent ones included. @throws {TypeError} for a format that is not known */
export function sizeOfSet(packed: Uint8Array): number {
  const size = (packed.length - headLength) / entryLength;
  if (packed[0] !== format || !Number.isInteger(size) || size < 1 || size > maxSetSize) {
    throw new TypeError('a set of backup codes has a format that is not known');
  }
  return size;
}

function entryAt(set: Buffer, index: number): Buffer {
  const start = headLength + index * entryLength;
  return set.subarray(start, start + entryLength);
}

function selectorAt(set: Buffer, index: number): string {
  return entryAt(set, index).toString('ascii', 0, selectorLength);
}

/**
 * The selector goes into the salt, which gives each code of the set a salt of its own.
 *
 * @throws {TypeError} when the hash, which an adopter may supply, does not return 16 bytes
 */
async function hashOf(hash: SlowHash, code: string, setSalt: Uint8Array): Promise<Uint8Array> {
  const derived: unknown = await hash(code, Buffer.concat([setSalt, Buffer.from(selectorOf(code), 'ascii')]));
  if (!(derived instanceof Uint8Array) || derived.length !== hashLength) {
    throw new TypeError(`the hash has to give ${hashLength} bytes`);
  }
  return derived;
}

function selectorOf(code: string): string {
  return code.slice(0, selectorLength);
}

function encodeCode(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, (five) => alphabet.charAt(Number.parseInt(five, 2)));
}

/** An opaque id of a packed set. The salt makes it unique, and it stays when the set is resealed. */
export function idOfSet(packed: Uint8Array): string {
  return createHash('sha256').update('harmony-2fa pending').update(packed).digest('base64url');
}
