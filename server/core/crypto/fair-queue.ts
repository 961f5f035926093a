/** Too many jobs are waiting. Callers let it pass; the HTTP layer answers `unavailable`. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

export interface FairQueueOptions {
  /** Jobs that run at a time. */
  places: number;
  /** Jobs that may wait, in all and of one party; a job beyond it is refused before it begins. */
  mostWaiting: number;
  mostWaitingOfOne: number;
}

/**
 * Runs a few jobs at a time, and lets parties take turns: a party is an account or a network, and one that sends a thousand
 * jobs delays another's single one by no more than the jobs that are running.
 */
export class FairQueue {
  #running = 0;
  #waiting = 0;
  /** The jobs of each party in their order; the party whose turn is next stands first. */
  readonly #parties = new Map<string, (() => void)[]>();

  constructor(private readonly options: FairQueueOptions) {}

  /** @throws {QueueFullError} */
  async run<T>(party: string, job: () => Promise<T>): Promise<T> {
    if (this.#running < this.options.places) this.#running += 1;
    // The job before hands its place over, so that no newcomer can slip in between.
    else await this.#wait(party);
    try {
      return await job();
    } finally {
      this.#handOver();
    }
  }

  #wait(party: string): Promise<void> {
    const { mostWaiting, mostWaitingOfOne } = this.options;
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
    // To the end of the line: the others' turn comes before this party's next job.
    this.#parties.delete(party);
    const begin = jobs.shift();
    if (jobs.length > 0) this.#parties.set(party, jobs);
    begin?.();
  }
}
