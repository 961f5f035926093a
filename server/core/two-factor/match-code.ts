import type { Authenticator, Authenticators, SpentStep } from './store.js';
import { isJustSpent, matchStep, oldestJustSpent, type Tolerance } from './totp.js';

export interface CodeQuery {
  code: string;
  /** The clock is read once per attempt. */
  now: Date;
  tolerance: Tolerance;
  /** Each code of a row that opens a block counts for every authenticator that shows it. */
  isBlocked: boolean;
  openSecret: (sealed: string) => Uint8Array;
}

export interface MatchedCode {
  /** The step that the code spends, of each authenticator that shows it. Empty when the code is not right. */
  spent: SpentStep[];
  /** It was accepted already: somebody has seen or intercepted it. */
  isReplayed: boolean;
}

/**
 * Compares a code with the authenticators of an account. Each has its own last spent step. The comparison ends with the first one that shows
 * the code, so that an answer of several authenticators is about as fast as that of one. Two may show the same code, which is accepted
 * once: a code that another one has just spent is a replay.
 */
export function matchCode(authenticators: Authenticators, query: CodeQuery): MatchedCode {
  const { code, now, tolerance, isBlocked, openSecret } = query;
  const stepsOf = ({ sealedSecret, lastStep }: Authenticator) => ({
    secret: openSecret(sealedSecret),
    code,
    now,
    after: lastStep,
    tolerance,
  });
  const spent: SpentStep[] = [];
  for (const authenticator of byLastUse(authenticators)) {
    const step = matchStep(stepsOf(authenticator));
    if (step === null) continue;
    spent.push({ index: authenticators.indexOf(authenticator), step });
    if (!isBlocked) break;
  }
  const oldest = oldestJustSpent(now, tolerance);
  const isReplayed = authenticators.some((one) => one.lastStep >= oldest && isJustSpent(stepsOf(one)));
  return { spent: isReplayed ? [] : spent, isReplayed };
}

/** The one that was used last comes first: most people use one of them. */
function byLastUse(authenticators: Authenticators): Authenticator[] {
  return [...authenticators].sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0));
}
