import { requireRequester, toAccountId, toDate } from './check-input.js';
import type { TwoFactor } from './service.js';

/** The use cases that take an account's id alone, and those that need to know when a challenge is over. */
const byId: ReadonlySet<string> = new Set(['status', 'isEnabled', 'fingerprint', 'forget', 'isAccount']);
const byChallenge: ReadonlySet<string> = new Set(['readChallenge', 'answerChallenge']);

/**
 * The use cases, each of which first checks what it was handed: an id that is none finds no row, and “no row” means that
 * 2FA is off. A wrong argument rejects with a `TypeError` that names the use case.
 */
export function checkedUse(useCases: TwoFactor): TwoFactor {
  const checked = Object.entries(useCases).map(([name, run]) => {
    const source = `twoFactor.${name}`;
    return [
      name,
      // Asynchronous, so that a wrong argument rejects like every other refusal.
      async (first: unknown, ...rest: unknown[]): Promise<unknown> => {
        if (byId.has(name)) toAccountId(first, source);
        else requireRequester(first, source);
        if (byChallenge.has(name)) toDate((first as { expiresAt?: unknown }).expiresAt, `${source}: expiresAt`);
        return (run as (...parts: unknown[]) => Promise<unknown>)(first, ...rest);
      },
    ];
  });
  return Object.fromEntries(checked) as TwoFactor;
}
