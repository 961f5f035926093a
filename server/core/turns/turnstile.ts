import { FairQueue } from './fair-queue.js';

/** How long a party pauses after a call, as a multiple of the turn of the event loop in which the call began. */
const pause = 3;

/** A party with a call whose pause is not over. */
interface Party {
  /** How many calls have begun or wait. */
  calls: number;
  /** Where calls wait; null while there is one call alone, which most parties never exceed. */
  queue: FairQueue | null;
  /** Gives the place of the call that had no queue to the next one. */
  endFirst: (() => void) | null;
}

/**
 * Lets the calls of a party begin one after the other, with pauses. A party that sends as fast as it gets answers then takes about a
 * quarter of the event loop, and the calls of others find it free. A call that has begun holds up nothing, however long it takes.
 */
export class Turnstile {
  readonly #mostWaiting: number;
  readonly #parties = new Map<string, Party>();

  /** @param mostWaiting the calls of one party that may wait; more are refused */
  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
  }

  /**
   * @param member takes turns with the other members of the party
   * @returns undefined when the call may begin at once, and otherwise a promise that resolves when it may. It rejects with a
   *     `QueueFullError` when too many calls wait.
   */
  pass(party: string, member = party): Promise<void> | undefined {
    const own = this.#parties.get(party);
    if (own) return this.#wait(party, own, member);
    const first: Party = { calls: 1, queue: null, endFirst: null };
    this.#parties.set(party, first);
    afterPause(() => {
      first.endFirst?.();
      this.#leave(party, first);
    });
    return undefined;
  }

  #wait(party: string, own: Party, member: string): Promise<void> {
    own.calls += 1;
    const queue = (own.queue ??= this.#queueBehindFirst(own));
    return new Promise((begin, refuse) => {
      const call = (): Promise<void> =>
        new Promise((end) => {
          begin();
          afterPause(end);
        });
      queue
        .run({ parties: [member], member }, call)
        .catch(refuse)
        .finally(() => this.#leave(party, own));
    });
  }

  #queueBehindFirst(own: Party): FairQueue {
    const queue = new FairQueue({ places: 1, mostWaiting: this.#mostWaiting, mostWaitingOfOne: this.#mostWaiting });
    void queue.run({ parties: [''], member: '' }, () => new Promise<void>((end) => (own.endFirst = end)));
    return queue;
  }

  #leave(party: string, own: Party): void {
    own.calls -= 1;
    if (own.calls === 0) this.#parties.delete(party);
  }
}

/** What ends with the pause of this turn of the event loop. One timer serves all of it, since timers cost more than the rest. */
let ending: (() => void)[] | null = null;

function afterPause(done: () => void): void {
  ending ??= beginTurn();
  ending.push(done);
}

function beginTurn(): (() => void)[] {
  const ownEnding: (() => void)[] = [];
  const began = performance.now();
  setImmediate(() => {
    ending = null;
    setTimeout(
      () => {
        for (const done of ownEnding) done();
      },
      (performance.now() - began) * pause,
    );
  });
  return ownEnding;
}
