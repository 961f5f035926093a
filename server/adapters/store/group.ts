import type { QueryResult } from 'kysely';
import { StoreBusyError } from './busy.js';
import type { GuardedQuery } from './statements.js';

export interface Write {
  readonly query: GuardedQuery;
  /** Of `performance.now()`. */
  readonly deadline: number;
  outcome: () => QueryResult<never>;
  readonly resolve: (result: QueryResult<never>) => void;
  readonly reject: (error: unknown) => void;
}

/** What arrived together: all of it is in one transaction of the file and is answered after its one commit. */
export class Group {
  writes: Write[] = [];
  /** Writes, and transactions of callers. */
  members = 0;
  /** Whether the file's transaction is open already, for the sake of a caller's. */
  open = false;
  /** Resolves once the group is committed. */
  readonly durable: Promise<void>;
  #commit!: () => void;
  #refuse!: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param deadline until when it may wait for another process, of `performance.now()` */
  constructor(readonly deadline: number) {
    this.durable = new Promise<void>((...settle) => ([this.#commit, this.#refuse] = settle));
    // A member that was rolled back waits for nothing.
    this.durable.catch(() => undefined);
  }

  /** Resolves after the commit. A write whose transaction has not begun by its deadline is withdrawn. */
  add(query: GuardedQuery, patience: number): Promise<QueryResult<never>> {
    this.members += 1;
    this.#timer ??= setTimeout(() => this.#withdraw(), patience);
    return new Promise((resolve, reject) => {
      const deadline = performance.now() + patience;
      this.writes.push({ query, deadline, outcome: neverMade, resolve, reject });
    });
  }

  /** From now on it waits only for another process, and has its own deadline. */
  beginEnding(): void {
    clearTimeout(this.#timer);
  }

  committed(): void {
    this.beginEnding();
    this.#commit();
    for (const { outcome, resolve, reject } of this.writes) {
      try {
        resolve(outcome());
      } catch (error) {
        reject(error);
      }
    }
  }

  fail(error: unknown): void {
    this.beginEnding();
    this.#refuse(error);
    for (const { reject } of this.writes) reject(error);
  }

  #withdraw(): void {
    const now = performance.now();
    const late = this.writes.filter(({ deadline }) => deadline <= now);
    this.writes = this.writes.filter(({ deadline }) => deadline > now);
    const [next] = this.writes;
    this.#timer = next && setTimeout(() => this.#withdraw(), Math.ceil(next.deadline - now));
    for (const { reject } of late) {
      reject(new StoreBusyError('a transaction of this process has kept a write waiting for too long'));
    }
  }
}

function neverMade(): never {
  throw new Error('a write was answered before it was made');
}
