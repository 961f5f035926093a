import type { FullCaller, HalfCaller } from './caller.js';
import type { SessionProof } from './rules.js';

/*
 * Checks of what an app hands in. Each throws a `TypeError` that says where the value came from and what it has to be, and
 * never repeats the value.
 */

/**
 * An account id: a text that both databases store as it is. A number would be bound as `7.0`, `undefined` would find no
 * row, half a character would become another one: each reads as “2FA is off”.
 */
export function toAccountId(value: unknown, source: string): string {
  if (typeof value === 'string' && value !== '' && !/[\0\p{Cs}]/u.test(value)) return value;
  const kind = typeof value === 'string' ? 'a text that is empty or not well formed' : `of type ${typeof value}`;
  throw new TypeError(`${source}: accountId has to be a non-empty text, and is ${kind}`);
}

export function toDate(value: unknown, source: string): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  throw new TypeError(`${source} has to be a valid Date`);
}

export function toProof(value: unknown, source: string): SessionProof | null {
  if (value === null) return null;
  const { method, at } = (value ?? {}) as Partial<SessionProof>;
  if (method !== 'password' && method !== 'second_factor') {
    throw new TypeError(`${source}: proof has to be null or have the method 'password' or 'second_factor'`);
  }
  return { method, at: toDate(at, `${source}: proof.at`) };
}

/** An account's name is a label alone: one that is missing stops nobody. */
export function toFullCaller(value: unknown, source: string): FullCaller {
  const { accountId, accountName, proof } = value as Partial<FullCaller>;
  return {
    stage: 'full',
    accountId: toAccountId(accountId, source),
    accountName: typeof accountName === 'string' ? accountName : '',
    proof: toProof(proof, source),
  };
}

/** The first argument of most use cases. A time or a proof in it is checked where it is given. */
export function requireRequester(value: unknown, source: string): void {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${source} takes an object with accountId`);
  }
  const { accountId } = value as { accountId?: unknown };
  toAccountId(accountId, source);
  if ('proof' in value) toProof(value.proof, source);
  if ('expiresAt' in value) toDate(value.expiresAt, `${source}: expiresAt`);
}

export function toHalfCaller(value: unknown, source: string): HalfCaller {
  const { accountId, expiresAt } = value as Partial<HalfCaller>;
  return {
    stage: 'challenge',
    accountId: toAccountId(accountId, source),
    expiresAt: toDate(expiresAt, `${source}: expiresAt`),
  };
}
