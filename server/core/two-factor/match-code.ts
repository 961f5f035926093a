import type { Authenticator, Authenticators, SpentStep } from './store.js';
import { isJustSpent, matchStep, oldestJustSpent, type Tolerance } from './totp.js';

export interface CodeQuery {
  code: string;
  /** The clock is read once per attempt. */
  now: Date;
  tolerance: Tolerance;
  /** While blocked, a code counts for every authenticator that shows it: each may have shown the code before it in the series. */
  isBlocked: boolean;
  openSecret: (sealed: string) => Uint8Array;
}

export interface MatchedCode {
  /** The step that the code spends, of each authenticator that shows it. Empty when the code is not right. */
  spent: SpentStep[];
  /** The code was accepted before, so somebody may have seen or intercepted it. */
  isReplayed: boolean;
}

/**
 * Compares a code with the authenticators of an account. Each has its own last spent step. The comparison stops at the first one that
 * shows the code, so that several authenticators take about as long as one. Two may show the same code, which is accepted once: a code
 * that another one has just spent is a replay.
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

/** Most people use one authenticator, so the latest used comes first. */
function byLastUse(authenticators: Authenticators): Authenticator[] {
  return [...authenticators].sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0));
}
