/** Too many jobs are waiting. No caller catches it: the HTTP layer answers `unavailable`. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

export interface FairQueueOptions {
  /** How many jobs run at the same time. */
  places: number;
  /** How many jobs may wait, in total and of one party. A job above these limits is refused before it begins. */
  mostWaiting: number;
  mostWaitingOfOne: number;
}

/**
 * Runs a few jobs at a time and lets parties take turns. A party is an account or a network. A party with a thousand jobs
 * delays the single job of another party only by the jobs that are running.
 */
export class FairQueue {
  #running = 0;
  #waiting = 0;
  /** The waiting jobs of each party, in order. The party whose turn is next comes first. */
  readonly #parties = new Map<string, (() => void)[]>();
  readonly #options: FairQueueOptions;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  /** @throws {QueueFullError} */
  async run<T>(party: string, job: () => Promise<T>): Promise<T> {
    if (this.#running < this.#options.places) this.#running += 1;
    // The job that ends passes its place on, so that a newcomer cannot overtake.
    else await this.#wait(party);
    try {
      return await job();
    } finally {
      this.#handOver();
    }
  }

  #wait(party: string): Promise<void> {
    const { mostWaiting, mostWaitingOfOne } = this.#options;
    const jobs = this.#parties.get(party) ?? [];
    if (this.#waiting >= mostWaiting || jobs.length >= mostWaitingOfOne) {
      throw new QueueFullError('too many hashes are waiting');
    }
    this.#waiting += 1;
    return new Promise((resolve) => {
      jobs.push(resolve);
      this.#parties.set(party, jobs);
    });
  }

  #handOver(): void {
    const [next] = this.#parties;
    if (!next) {
      this.#running -= 1;
      return;
    }
    const [party, jobs] = next;
    this.#waiting -= 1;
    // The party goes to the end of the queue: the others' turn comes before its next job.
    this.#parties.delete(party);
    const begin = jobs.shift();
    if (jobs.length > 0) this.#parties.set(party, jobs);
    begin?.();
  }
}
