import { setImmediate, setTimeout } from 'node:timers/promises';
import { FairQueue } from './fair-queue.js';

/** How long a party pauses after a call, as a multiple of the turn of the event loop in which the call began. */
const pause = 3;

/**
 * Lets the calls of a party begin one after the other, with pauses. A party that sends as fast as it gets answers then takes about a
 * quarter of the event loop, and the calls of others find it free. A call that has begun holds up nothing, however long it takes.
 */
export class Turnstile {
  readonly #mostWaiting: number;
  readonly #parties = new Map<string, { queue: FairQueue; calls: number }>();

  /** @param mostWaiting the calls of one party that may wait; more are refused */
  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Resolves when the call may begin.
   *
   * @param member takes turns with the other members of the party
   * @throws {QueueFullError}
   */
  pass(party: string, member = party): Promise<void> {
    return new Promise((begin, refuse) => {
      this.#hold(party, member, begin).catch(refuse);
    });
  }

  async #hold(party: string, member: string, begin: () => void): Promise<void> {
    const own = this.#parties.get(party) ?? { queue: this.#newQueue(), calls: 0 };
    this.#parties.set(party, own);
    own.calls += 1;
    try {
      await own.queue.run({ parties: [member], member }, async () => {
        const began = performance.now();
        begin();
        await setImmediate();
        await setTimeout((performance.now() - began) * pause);
      });
    } finally {
      own.calls -= 1;
      if (own.calls === 0) this.#parties.delete(party);
    }
  }

  #newQueue(): FairQueue {
    return new FairQueue({ places: 1, mostWaiting: this.#mostWaiting, mostWaitingOfOne: this.#mostWaiting });
  }
}
