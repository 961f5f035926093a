import { waitAtMost } from './deadline.js';
import { singleFlight, type SingleFlight } from './single-flight.js';

export interface WorkLoopOptions<Item> {
  /** So many are claimed and in memory; the others wait in the database. */
  maxRunning: number;
  /** Claims due items, so many at most. */
  claim: (limit: number) => Promise<readonly Item[]>;
  /** Works on one item. It never rejects. */
  work: (item: Item) => Promise<void>;
  /** Called when a claim has failed. */
  onError: (error: unknown) => void;
}

/** Claims items from a queue in the database and works on several at once. */
export interface WorkLoop {
  /** Looks for due items. Returns at once. */
  wake(): void;
  /** Resolves once no item is due and none is being worked on. */
  settled(): Promise<void>;
  /** Works on due items for at most this time. Then it claims no more, and waits as long again for those that it has claimed. */
  stop(timeoutMs: number): Promise<void>;
}

export function createWorkLoop<Item>({ maxRunning, claim, work, onError }: WorkLoopOptions<Item>): WorkLoop {
  const running = new Set<Promise<void>>();
  const claims: SingleFlight = singleFlight(async () => {
    if (running.size >= maxRunning) return;
    for (const item of await claim(maxRunning - running.size)) {
      const one = work(item).finally(() => {
        running.delete(one);
        // Claim another one in its place.
        claims.wake();
      });
      running.add(one);
    }
  }, onError);

  return {
    wake: () => claims.wake(),
    settled,
    async stop(timeoutMs) {
      await waitAtMost(timeoutMs, settled());
      claims.stop();
      await waitAtMost(timeoutMs, Promise.all([claims.running, ...running]));
    },
  };

  async function settled(): Promise<void> {
    claims.wake();
    while (claims.running !== null || running.size > 0) await Promise.all([claims.running, ...running]);
  }
}
