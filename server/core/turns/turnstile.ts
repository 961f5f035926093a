import { FairQueue } from './fair-queue.js';

/** How long a party pauses after a call, as a multiple of the event-loop turn in which the call began. */
const pause = 3;

/** A party with a call whose pause is not over. */
interface Party {
  /** How many calls have begun or wait. */
  calls: number;
  /** Where calls wait; null while there is only one call, since most parties never have more. */
  queue: FairQueue | null;
  /** Ends the pause of the first call, which had no queue, so that the next call may begin. */
  endFirst: (() => void) | null;
}

/**
 * Starts the calls of a party one after the other, with pauses. So a party that sends as fast as it gets answers takes about a quarter of
 * the event loop, and leaves the rest to other parties. Only the start of a call waits: a call that takes long delays no other.
 */
export class Turnstile {
  readonly #maxWaiting: number;
  readonly #parties = new Map<string, Party>();

  /** @param maxWaiting how many calls of one party may wait; further ones are refused */
  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
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
    const queue = new FairQueue({ concurrency: 1, maxWaiting: this.#maxWaiting, maxWaitingOfParty: this.#maxWaiting });
    void queue.run({ parties: [''], member: '' }, () => new Promise<void>((end) => (own.endFirst = end)));
    return queue;
  }

  #leave(party: string, own: Party): void {
    own.calls -= 1;
    if (own.calls === 0) this.#parties.delete(party);
  }
}

/** Callbacks of the pause after this event-loop turn. One timer serves all of them, since a timer is the costliest part. */
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
