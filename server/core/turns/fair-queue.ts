/** Too many jobs are waiting. No caller catches it: the HTTP layer answers `unavailable`. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

export interface FairQueueOptions {
  /** How many jobs run at the same time. */
  concurrency: number;
  /**
   * How many jobs may wait, in total and for one party. Above a limit one job of the crowded party is refused before it begins: the newest
   * one of its member or other party that has most jobs there.
   */
  maxWaiting: number;
  maxWaitingOfParty: number;
  /** How many jobs of the first party of a turn may wait where its newest ones matter. One more refuses its oldest one. */
  newestOfFirst?: number;
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
      this.#waiting.push({ ...turn, arrived: (this.#now += 1), begin, refuse });
      this.#refuseOldestOfFirst(turn.parties[0]!);
      for (const party of turn.parties) {
        if (this.#jobsOf(party).length > this.#options.maxWaitingOfParty) this.#refuseNewestOf(party);
      }
      if (this.#waiting.length > this.#options.maxWaiting) this.#refuseNewestOf(this.#mostCrowded());
    });
  }

  #refuseOldestOfFirst(first: string): void {
    const own = this.#waiting.filter(({ parties }) => parties[0] === first);
    if (own.length > (this.#options.newestOfFirst ?? Infinity)) this.#refuse(own[0]!);
  }

  /**
   * Refuses the newest job of the member or other party with the most jobs of this party. So many jobs from a few networks for one account
   * do not crowd out its owner, who has one from another network.
   */
  #refuseNewestOf(party: string): void {
    const jobs = this.#jobsOf(party);
    const othersOf = (job: Job): string[] => namesOf(job).filter((name) => name !== party);
    this.#refuse(newestOfMost(jobs, othersOf));
  }

  /** The party with the most jobs, so that it cannot crowd out the others. */
  #mostCrowded(): string {
    const { parties } = newestOfMost(this.#waiting, (job) => job.parties);
    const loads = parties.map((party) => this.#jobsOf(party).length);
    return parties[loads.indexOf(Math.max(...loads))]!;
  }

  #jobsOf(party: string): Job[] {
    return this.#waiting.filter(({ parties }) => parties.includes(party));
  }

  #refuse(job: Job): void {
    this.#waiting.splice(this.#waiting.indexOf(job), 1);
    job.refuse();
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
  return [...new Set([...parties, member])];
}

/** The newest of the jobs with the name that most of them have. */
function newestOfMost(jobs: readonly Job[], namesIn: (job: Job) => readonly string[]): Job {
  const loads = new Map<string, number>();
  const named = jobs.map((job) => {
    const names = namesIn(job);
    return names.length === 0 ? [''] : names;
  });
  for (const name of named.flat()) loads.set(name, (loads.get(name) ?? 0) + 1);
  const loadOf = named.map((names) => Math.max(...names.map((name) => loads.get(name)!)));
  return jobs[loadOf.lastIndexOf(Math.max(...loadOf))]!;
}
