import { toFullCaller, toHalfCaller } from './check-input.js';
import type { Caller, TwoFactorHost } from './host.js';

const methods = ['identify', 'checkPassword', 'recordProof', 'completeChallenge', 'factorChanged'] as const;

/**
 * A host whose every answer is checked. Types end where JavaScript begins, and an answer of another kind would decide
 * something: `undefined` for a completed challenge, an object for a right password, a text for a time.
 *
 * An answer of another kind throws a `TypeError` that names the method: 503 for the caller, a line in the log.
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
      const caller: unknown = await host.identify(req);
      return caller === null || caller === undefined ? null : toCaller(caller);
    },
    checkPassword: async (caller, password) => toBoolean('checkPassword', await host.checkPassword(caller, password)),
    recordProof: async (req, res, caller, proof) =>
      toBoolean('recordProof', await host.recordProof(req, res, caller, proof)),
    async completeChallenge(req, res, caller, passed) {
      const completed: unknown = await host.completeChallenge(req, res, caller, passed);
      if (completed === null) return null;
      if (typeof completed !== 'object') {
        throw new TypeError(`host.completeChallenge returned ${nameOf(completed)}, not an object or null`);
      }
      const { result } = completed as { result?: unknown };
      return result === undefined ? {} : { result };
    },
    factorChanged: (req, res, caller, now) => host.factorChanged(req, res, caller, now),
  };
}

function toCaller(caller: unknown): Caller {
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
  return value === null ? 'null' : typeof value;
}
