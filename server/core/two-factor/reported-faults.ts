import { createHash } from 'node:crypto';
import { hourMs } from '../durations.js';

/** About 15 MB. Only the loss of a key damages so many accounts. Then the oldest is forgotten, and is reported again when it returns. */
const maxRemembered = 100_000;

/**
 * The faults of accounts that were reported within the last hour. A damaged account fails with every request, and a page may poll:
 * without this each request would add to the trail, the webhooks and the log.
 */
export class ReportedFaults {
  /** When each fault was reported, in epoch milliseconds and in this order, by a digest, since ids may be long. */
  readonly #reported = new Map<string, number>();

  constructor(
    readonly clock: () => Date,
    readonly limit = maxRemembered,
  ) {}

  /**
   * Whether nobody has reported this fault within the last hour. From now on it counts as reported.
   *
   * @param fault what tells it from others: the account first
   */
  isNew(...fault: readonly string[]): boolean {
    const key = keyOf(fault);
    const now = this.clock().getTime();
    const last = this.#reported.get(key);
    // After a clock was set back the last report lies ahead, and counts no more.
    if (last !== undefined && last <= now && now < last + hourMs) return false;
    // Deleted first: a Map keeps the place of a key that it has.
    this.#reported.delete(key);
    if (this.#reported.size >= this.limit) this.#forgetOldest();
    this.#reported.set(key, now);
    return true;
  }

  /** Reports a fault if it is new. If the report cannot be written, this rejects, and the next request tries again. */
  async once(fault: readonly string[], report: () => Promise<void>): Promise<void> {
    if (!this.isNew(...fault)) return;
    try {
      await report();
    } catch (error) {
      this.#reported.delete(keyOf(fault));
      throw error;
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#reported.keys();
    if (oldest !== undefined) this.#reported.delete(oldest);
  }
}

function keyOf(fault: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(fault)).digest('base64url').slice(0, 22);
}
