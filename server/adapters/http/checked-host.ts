import { toFullCaller, toHalfCaller } from '../../core/two-factor/check-input.js';
import { TwoFactorError } from '../../core/errors.js';
import type { Caller } from '../../core/two-factor/caller.js';
import type { TwoFactorHost } from './host.js';

const methods = ['identify', 'checkPassword', 'recordProof', 'completeChallenge', 'factorChanged'] as const;

/**
 * A host whose every answer is checked. Types end where JavaScript begins, and an answer of another kind would decide
 * something: `undefined` for a completed challenge, an object for a right password, a text for a time.
 *
 * An answer of another kind throws a `TypeError` that names the method, and so does whatever the host throws itself: 503 for
 * the caller, a line in the log. Only a `TwoFactorError` of the host's own is answered as it says.
 *
 * @throws {TypeError} at once when a method is missing
 */
export function checkedHost(host: TwoFactorHost): TwoFactorHost {
  for (const method of methods) {
    if (typeof (host as Partial<TwoFactorHost> | null | undefined)?.[method] !== 'function') {
      throw new TypeError(`host.${method} has to be a function: see TwoFactorHost`);
    }
  }
  return {
    async identify(req) {
      const caller: unknown = await ask('identify', () => host.identify(req));
      return caller === null ? null : toCaller(caller);
    },
    checkPassword: async (caller, password) =>
      toBoolean('checkPassword', await ask('checkPassword', () => host.checkPassword(caller, password))),
    recordProof: async (req, res, caller, proof) =>
      toBoolean('recordProof', await ask('recordProof', () => host.recordProof(req, res, caller, proof))),
    async completeChallenge(req, res, caller, passed) {
      const completed: unknown = await ask('completeChallenge', () => host.completeChallenge(req, res, caller, passed));
      if (completed === null) return null;
      if (typeof completed !== 'object' || Array.isArray(completed)) {
        throw new TypeError(`host.completeChallenge returned ${nameOf(completed)}, not an object or null`);
      }
      const { result } = completed as { result?: unknown };
      return result === undefined ? {} : { result };
    },
    factorChanged: (req, res, caller, now) => ask('factorChanged', () => host.factorChanged(req, res, caller, now)),
  };
}

/** An error of the host's may have a `status` of its own, which says nothing about the person's request. */
async function ask<T>(method: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TwoFactorError) throw error;
    throw new Error(`host.${method} failed`, { cause: error });
  }
}

function toCaller(caller: unknown): Caller {
  if (typeof caller !== 'object' || caller === null) {
    throw new TypeError(`host.identify returned ${nameOf(caller)}, not a caller or null`);
  }
  const { stage } = caller as Partial<Caller>;
  if (stage === 'full') return toFullCaller(caller, 'host.identify');
  if (stage === 'challenge') return toHalfCaller(caller, 'host.identify');
  throw new TypeError("host.identify returned a caller whose stage is neither 'full' nor 'challenge'");
}

function toBoolean(method: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`host.${method} returned ${nameOf(value)}, not true or false`);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
