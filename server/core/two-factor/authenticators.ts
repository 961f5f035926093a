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
 */
interface StoredAuthenticators {
  secret: string;
  list: Partial<Authenticator>[];
}

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
  const { secret, list } = text === null ? { secret: null, list: [] } : parse(text);
  if (secret !== digest) return [unnamed(active, digest)];
  const [first, ...others] = list;
  return [toAuthenticator({ ...first, sealedSecret, lastStep }), ...others.map(toAuthenticator)];
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
  // The elements recognise this form and translate it: `displayName` in `widget/elements/setup/authenticators-view.ts`.
  const taken = new Set(others.map(({ name }) => name));
  let number = others.length + 1;
  while (taken.has(`Authenticator ${number}`)) number += 1;
  return `Authenticator ${number}`;
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

function parse(text: string): StoredAuthenticators {
  const { secret, list } = parseObject(text);
  if (typeof secret !== 'string') throw new TypeError('the authenticators belong to no secret');
  if (!Array.isArray(list) || list.length < 1 || list.length > maxAuthenticators) {
    throw new TypeError(`there are not 1 to ${maxAuthenticators} authenticators`);
  }
  return { secret, list: list as StoredAuthenticators['list'] };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Refused below, like any other text.
  }
  throw new TypeError('the authenticators are not JSON');
}

function toAuthenticator(value: Partial<Authenticator>): Authenticator {
  const { id, name, addedAt, usedAt, sealedSecret, lastStep } = value;
  const isWhole =
    typeof id === 'string' &&
    /^[\w-]{22}$/.test(id) &&
    typeof name === 'string' &&
    name !== '' &&
    isTime(addedAt) &&
    (usedAt === null || isTime(usedAt)) &&
    isSealed(sealedSecret) &&
    isTime(lastStep);
  if (!isWhole) throw new TypeError('an authenticator is incomplete, or has a value of a wrong form');
  return { id, name, addedAt, usedAt, sealedSecret, lastStep };
}

/** A whole number from 0 that a `Date` can hold. */
function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 8.64e15;
}
