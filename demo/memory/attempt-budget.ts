import { ClientError } from '../../widget/client/index.js';

const freeFailures = 5;
const failuresUntilBlocked = 100;
const firstWaitSeconds = 60;
const maxWaitSeconds = 60 * 60;

/**
 * Counts the failures of one account, for all operations and both methods. Five failures are free, then each attempt needs a
 * wait. The server's second count over 30 days is left out, because this memory ends with the page.
 */
export class AttemptBudget {
  #failures = 0;
  #openAt = 0;

  /** @throws {ClientError} while the account has to wait; the error does not depend on the code */
  check(now: number, method: 'totp' | 'backup_code' | 'password'): void {
    if (method === 'totp' && this.#failures >= failuresUntilBlocked) {
      throw new ClientError({ code: 'authenticator_blocked', methods: ['backup_code'] });
    }
    if (now < this.#openAt) {
      throw new ClientError({ code: 'too_many_attempts', retryAfter: Math.ceil((this.#openAt - now) / 1000) });
    }
  }

  /** @returns how many attempts remain before a wait */
  recordFailure(now: number): number {
    this.#failures++;
    const waits = this.#failures - freeFailures;
    if (waits >= 0) this.#openAt = now + 1000 * Math.min(firstWaitSeconds * 2 ** waits, maxWaitSeconds);
    return Math.max(0, -waits);
  }

  reset(): void {
    this.#failures = 0;
    this.#openAt = 0;
  }
}
