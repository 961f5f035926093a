import { createHash } from 'node:crypto';
import { isSealed } from '../crypto/key-ring.js';
import { maxAuthenticators } from '../../../widget/protocol/limits.js';
import type { ActiveFactor, Authenticator, Authenticators, SpentStep } from './store.js';
import { periodSeconds, timeOfStep } from './time-step.js';
import type { RandomSource } from './totp.js';

/** The part of a factor that holds its authenticators. */
export type AuthenticatorColumns = Pick<ActiveFactor, 'sealedSecret' | 'lastStep' | 'authenticators'>;

/**
 * The JSON that a row holds beside the secret and the step of the first authenticator:
 *
 *     { "secret": "…", "list": [ { id, name, addedAt, usedAt }, { id, name, addedAt, usedAt, sealedSecret, lastStep }, … ] }
 *
 * `secret` is a digest of the first sealed secret. An instance of an earlier version ignores this column: it replaces the secret and
 * leaves the list. The digest then no longer matches, so the stale list is ignored.
 *
 * This version also reads a shorter form, with the start of the digest and a number for a default name:
 *
 *     [ digest, [id, name, addedAt, usedAt], [id, name, addedAt, usedAt, sealedSecret, lastStep], … ]
 *
 * It does not write that form yet: instances of the version before run beside it during an update, and take it for damage. A later version
 * may write it, once none of those can run.
 */
interface StoredAuthenticators {
  secret: string;
  list: Partial<Authenticator>[];
}

/** The elements recognise this name and translate it: `displayName` in `widget/elements/setup/authenticators-view.ts`. */
const defaultName = 'Authenticator ';
/** 48 bits: the digest recognises a change. It protects nothing, since the sealed secrets are authenticated. */
const digestLength = 8;

/** The parsed list of each row object: an answer needs it in several places. It cannot become stale, since row objects are immutable. */
const cache = new WeakMap<object, Authenticators>();

/** @throws {TypeError} for a text that no operation writes */
export function readAuthenticators(active: AuthenticatorColumns & Pick<ActiveFactor, 'enabledAt'>): Authenticators {
  const read = cache.get(active) ?? readColumns(active);
  cache.set(active, read);
  return read;
}

function readColumns(active: AuthenticatorColumns & Pick<ActiveFactor, 'enabledAt'>): Authenticators {
  const { sealedSecret, lastStep } = active;
  // An adopter's rows may be from a version without this column.
  const text = active.authenticators ?? null;
  const digest = digestOf(sealedSecret);
  const [of, first, ...others] = text === null ? [] : parse(text);
  if (first === undefined || !digest.startsWith(of!)) return [unnamed(active, digest)];
  return [toAuthenticator([...first.slice(0, 4), sealedSecret, lastStep]), ...others.map(toAuthenticator)];
}

export function writeAuthenticators([first, ...others]: Authenticators): AuthenticatorColumns {
  const { sealedSecret, lastStep, ...named } = first;
  const stored: StoredAuthenticators = { secret: digestOf(sealedSecret), list: [named, ...others] };
  return { sealedSecret, lastStep, authenticators: JSON.stringify(stored) };
}

/** The columns once these steps are spent. Each authenticator has a last spent step of its own. */
export function afterSpending(active: ActiveFactor, spent: readonly SpentStep[], at: number): AuthenticatorColumns {
  const [first, ...others] = readAuthenticators(active).map((authenticator, index) => {
    const step = spent.find((one) => one.index === index)?.step;
    return step === undefined ? authenticator : { ...authenticator, lastStep: step, usedAt: at };
  });
  return writeAuthenticators([first!, ...others]);
}

/** The default name of a new authenticator: the first number that no other name has. */
export function freeName(others: readonly Authenticator[]): string {
  const taken = new Set(others.map(({ name }) => name));
  let number = others.length + 1;
  while (taken.has(nameOf(number))) number += 1;
  return nameOf(number);
}

function nameOf(number: number): string {
  return `${defaultName}${number}`;
}

export function newAuthenticatorId(random: RandomSource): string {
  return Buffer.from(random(16)).toString('base64url');
}

/** The only authenticator of a row that an earlier version wrote, with what that row tells of it. */
function unnamed(
  { sealedSecret, lastStep, enabledAt }: Pick<ActiveFactor, 'sealedSecret' | 'lastStep' | 'enabledAt'>,
  digest: string,
): Authenticator {
  const lastUse = timeOfStep(lastStep);
  // The set-up spent a step, too: the current one, the one before or the one after.
  const isUsed = lastUse > enabledAt + 2 * periodSeconds * 1000;
  return {
    id: digest,
    name: freeName([]),
    addedAt: enabledAt,
    usedAt: isUsed ? lastUse : null,
    sealedSecret,
    lastStep,
  };
}

/** Half of SHA-256. It reveals nothing about the secret, since a sealed text has a random nonce. */
function digestOf(sealedSecret: string): string {
  return createHash('sha256').update(sealedSecret).digest('base64url').slice(0, 22);
}

function parse(text: string): [digest: string, ...list: unknown[][]] {
  const [digest, ...list] = parseList(text);
  if (typeof digest !== 'string' || digest.length < digestLength) {
    throw new TypeError('the authenticators belong to no secret');
  }
  if (list.length < 1 || list.length > maxAuthenticators || !list.every(Array.isArray)) {
    throw new TypeError(`there are not 1 to ${maxAuthenticators} authenticators`);
  }
  return [digest, ...(list as unknown[][])];
}

function parseList(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
    if (typeof value === 'object' && value !== null) return listOfObjects(value);
  } catch {
    // Refused below, like any other text.
  }
  throw new TypeError('the authenticators are no list in JSON');
}

/** Reads the form that is written. */
function listOfObjects({ secret, list }: { secret?: unknown; list?: unknown }): unknown[] {
  const authenticators = list as Partial<Authenticator>[];
  return [
    secret,
    ...authenticators.map(({ id, name, addedAt, usedAt, sealedSecret, lastStep }) => [
      id,
      name,
      addedAt,
      usedAt,
      sealedSecret,
      lastStep,
    ]),
  ];
}

function toAuthenticator([id, shortName, addedAt, usedAt, sealedSecret, lastStep]: unknown[]): Authenticator {
  const name = isWholeNumber(shortName) ? nameOf(shortName) : shortName;
  const isWhole =
    typeof id === 'string' &&
    /^[\w-]{22}$/.test(id) &&
    typeof name === 'string' &&
    name !== '' &&
    isWholeNumber(addedAt) &&
    (usedAt === null || isWholeNumber(usedAt)) &&
    isSealed(sealedSecret) &&
    isWholeNumber(lastStep);
  if (!isWhole) throw new TypeError('an authenticator is incomplete, or has a value of a wrong form');
  return { id, name, addedAt, usedAt, sealedSecret, lastStep };
}

/** A whole number from 0 that a `Date` can hold. */
function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 8.64e15;
}
