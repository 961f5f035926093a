import { ClientError } from '../../widget/client/index.js';

const freeFailures = 5;
const failuresUntilBlocked = 100;
const firstWait = 60;
const longestWait = 60 * 60;

/**
 * The failures of one account over all its doors and both factors: five are free, then one attempt after each wait. The
 * protocol's second count over 30 days is left out, since nothing here lives longer than the page.
 */
export class AttemptBudget {
  #failures = 0;
  #openAt = 0;

  /** @throws {ClientError} the same for a right and a wrong code */
  check(now: number, method: 'totp' | 'backup_code' | 'password'): void {
    if (method === 'totp' && this.#failures >= failuresUntilBlocked) {
      throw new ClientError({ code: 'authenticator_blocked', methods: ['backup_code'] });
    }
    if (now < this.#openAt) {
      throw new ClientError({ code: 'too_many_attempts', retryAfter: Math.ceil((this.#openAt - now) / 1000) });
    }
  }

  /** @returns the attempts that are left before the account has to wait */
  recordFailure(now: number): number {
    this.#failures++;
    const waits = this.#failures - freeFailures;
    if (waits >= 0) this.#openAt = now + 1000 * Math.min(firstWait * 2 ** waits, longestWait);
    return Math.max(0, -waits);
  }

  reset(): void {
    this.#failures = 0;
    this.#openAt = 0;
  }
}
