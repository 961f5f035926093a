/** Too many jobs are waiting. No caller catches it: the HTTP layer answers `unavailable`. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

export interface FairQueueOptions {
  /** How many jobs run at the same time. */
  concurrency: number;
  /** How many jobs may wait, in total and for one party. A job above a limit is refused before it begins. */
  maxWaiting: number;
  maxWaitingOfParty: number;
  /** Which job of a party above its limit is refused. The default is the newest one, which exceeds the limit. */
  refusedOfParty?: 'newest' | 'oldest';
}

/** The parties whose turn a job takes. */
export interface Turn {
  /** An account, a network, or both. Each takes turns with all other parties. */
  parties: readonly string[];
  /** Takes turns with the other members of the same parties, such as a smaller network within the network. */
  member: string;
}

interface Job extends Turn {
  arrived: number;
  begin: () => void;
  refuse: () => void;
}

/**
 * Runs a few jobs at a time and lets parties take turns. A party with a thousand jobs delays the single job of another party only by
 * the running jobs and one more.
 *
 * A job of two parties, such as an account and a network, begins when it is the turn of both. So neither an account that many networks
 * attack nor a network that attacks many accounts gets more than one turn.
 */
export class FairQueue {
  #running = 0;
  /** Counts arrivals and turns. */
  #now = 0;
  /** In the order of their arrival. */
  readonly #waiting: Job[] = [];
  /** The last turn of each party and member that had a waiting job at the last hand-over. */
  #served = new Map<string, number>();
  readonly #options: FairQueueOptions;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  /** @throws {QueueFullError} */
  async run<T>(turn: Turn, job: () => Promise<T>): Promise<T> {
    if (this.#running < this.#options.concurrency) this.#running += 1;
    // A job that ends hands its place to a waiting job, so that a new job cannot overtake.
    else await this.#wait(turn);
    try {
      return await job();
    } finally {
      this.#handOver();
    }
  }

  #wait(turn: Turn): Promise<void> {
    return new Promise((begin, reject) => {
      const refuse = (): void => reject(new QueueFullError('too many jobs are waiting'));
      const loads = this.#loads();
      const crowded = turn.parties.find((party) => (loads.get(party) ?? 0) >= this.#options.maxWaitingOfParty);
      if (crowded !== undefined) {
        if (this.#options.refusedOfParty !== 'oldest') return refuse();
        this.#refuseAt(this.#waiting.findIndex(({ parties }) => parties.includes(crowded)));
      }
      this.#waiting.push({ ...turn, arrived: (this.#now += 1), begin, refuse });
      if (this.#waiting.length > this.#options.maxWaiting) this.#refuseOne();
    });
  }

  /** Refuses the newest job of the party with the most jobs, so that one party cannot crowd out the others. */
  #refuseOne(): void {
    const loads = this.#loads();
    const loadOf = ({ parties }: Job): number => Math.max(...parties.map((party) => loads.get(party)!));
    const most = Math.max(...this.#waiting.map(loadOf));
    this.#refuseAt(this.#waiting.findLastIndex((job) => loadOf(job) === most));
  }

  #refuseAt(place: number): void {
    this.#waiting.splice(place, 1)[0]!.refuse();
  }

  /** How many jobs each party has waiting. */
  #loads(): Map<string, number> {
    const loads = new Map<string, number>();
    for (const { parties } of this.#waiting) {
      for (const party of parties) loads.set(party, (loads.get(party) ?? 0) + 1);
    }
    return loads;
  }

  #handOver(): void {
    const next = this.#takeNext();
    if (next) next.begin();
    else this.#running -= 1;
  }

  /** Takes the job whose parties have waited longest since their last turn or their arrival. A scan of a few hundred jobs is fast. */
  #takeNext(): Job | undefined {
    const since = this.#waitingSince();
    let next: Job | undefined;
    let [nextTurn, nextTurnWithin] = [Infinity, Infinity];
    for (const job of this.#waiting) {
      const turn = Math.max(...job.parties.map((party) => since.get(party)!));
      const turnWithin = since.get(job.member)!;
      if (turn > nextTurn || (turn === nextTurn && turnWithin >= nextTurnWithin)) continue;
      [next, nextTurn, nextTurnWithin] = [job, turn, turnWithin];
    }
    if (next === undefined) return undefined;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    for (const name of namesOf(next)) since.set(name, (this.#now += 1));
    this.#served = since;
    return next;
  }

  /** For each party and member with a waiting job: when its first job arrived, or its last turn if that was later. */
  #waitingSince(): Map<string, number> {
    const since = new Map<string, number>();
    for (const job of this.#waiting) {
      for (const name of namesOf(job)) {
        if (!since.has(name)) since.set(name, Math.max(job.arrived, this.#served.get(name) ?? 0));
      }
    }
    return since;
  }
}

function namesOf({ parties, member }: Turn): string[] {
  return [...parties, member];
}
