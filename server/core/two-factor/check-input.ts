import type { EnrolmentCaller, FullCaller, HalfCaller } from './caller.js';
import type { SessionProof } from './rules.js';
import type { TwoFactor } from './two-factor.js';

/*
 * Checks of values that come from the app. Each throws a `TypeError` that says where the value came from and what is required.
 * The message never repeats the value.
 */

/**
 * An account id has to be a text that all databases store unchanged. A number would be stored as `7.0`, `undefined` would find
 * no row, and half a surrogate pair would become another character. Each time 2FA would seem to be off.
 */
export function toAccountId(value: unknown, source: string): string {
  if (typeof value === 'string' && value !== '' && !/[\0\p{Cs}]/u.test(value)) return value;
  const kind = typeof value === 'string' ? 'an empty or not well-formed text' : `of type ${typeof value}`;
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

/** Operator and reason of an administrator's change. */
export function toDetail(value: unknown, useCase: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new TypeError(`twoFactor.${useCase}: the second argument has to say who did it and why`);
}

function requireToken(value: unknown, source: string): void {
  if (typeof value !== 'string') throw new TypeError(`${source}: the token has to be a text`);
}

/** The account's name is only a label, so the set-up also works without a valid one. */
export function toFullCaller(value: unknown, source: string): FullCaller {
  const { accountId, accountName, proof } = value as Partial<FullCaller>;
  return {
    stage: 'full',
    accountId: toAccountId(accountId, source),
    accountName: toName(accountName),
    proof: toProof(proof, source),
  };
}

function toName(name: unknown): string {
  return typeof name === 'string' ? name : '';
}

export function toEnrolmentCaller(value: unknown, source: string): EnrolmentCaller {
  const { accountId, accountName, expiresAt } = value as Partial<EnrolmentCaller>;
  return {
    stage: 'enrolment',
    accountId: toAccountId(accountId, source),
    accountName: toName(accountName),
    expiresAt: toDate(expiresAt, `${source}: expiresAt`),
  };
}

/** Checks the first argument of most use cases. `proof` and the times are checked if they are set. */
function requireRequester(value: unknown, source: string): void {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${source} takes an object with accountId`);
  }
  const { accountId } = value as { accountId?: unknown };
  toAccountId(accountId, source);
  if ('proof' in value) toProof(value.proof, source);
  if ('expiresAt' in value) toDate(value.expiresAt, `${source}: expiresAt`);
  if ('enrolmentEndsAt' in value) toDate(value.enrolmentEndsAt, `${source}: enrolmentEndsAt`);
}

export function toHalfCaller(value: unknown, source: string): HalfCaller {
  const { accountId, expiresAt } = value as Partial<HalfCaller>;
  return {
    stage: 'challenge',
    accountId: toAccountId(accountId, source),
    expiresAt: toDate(expiresAt, `${source}: expiresAt`),
  };
}

/** The first argument of each use case. A `challenge` is a requester that also has the expiry of its challenge. */
const firstArguments: Record<keyof TwoFactor, 'account' | 'token' | 'challenge' | 'requester'> = {
  status: 'account',
  accountOf: 'account',
  isAccount: 'account',
  isEnabled: 'account',
  nextStage: 'account',
  mustEnrol: 'account',
  fingerprint: 'account',
  requireRecentProof: 'requester',
  firstFactorChanged: 'requester',
  beginSetup: 'requester',
  confirmSetup: 'requester',
  cancelSetup: 'requester',
  readChallenge: 'challenge',
  answerChallenge: 'challenge',
  prove: 'requester',
  refuseMalformed: 'requester',
  beginBackupCodes: 'requester',
  keepBackupCodes: 'requester',
  dropBackupCodes: 'requester',
  nameAuthenticator: 'requester',
  removeAuthenticator: 'requester',
  disable: 'requester',
  import: 'requester',
  reset: 'requester',
  unblock: 'requester',
  beginRecovery: 'requester',
  announceRecovery: 'requester',
  runningRecovery: 'account',
  stopRecovery: 'token',
  cancelRecovery: 'requester',
  forget: 'account',
};

/**
 * Checks the first argument of every use case. An invalid account id finds no row, and “no row” means that 2FA is off; so it must
 * never reach the store. A wrong argument rejects with a `TypeError` that names the use case.
 */
export function checkArguments(useCases: TwoFactor): TwoFactor {
  const checked = Object.entries(useCases).map(([name, run]) => {
    const source = `twoFactor.${name}`;
    const takes = firstArguments[name as keyof TwoFactor];
    return [
      name,
      // Asynchronous, so that a wrong argument rejects the promise like every other refusal.
      async (first: unknown, ...rest: unknown[]): Promise<unknown> => {
        if (takes === 'token') requireToken(first, source);
        else if (takes === 'account') toAccountId(first, source);
        else requireRequester(first, source);
        if (takes === 'challenge') toDate((first as { expiresAt?: unknown }).expiresAt, `${source}: expiresAt`);
        return (run as (...parts: unknown[]) => Promise<unknown>)(first, ...rest);
      },
    ];
  });
  return Object.fromEntries(checked) as TwoFactor;
}
