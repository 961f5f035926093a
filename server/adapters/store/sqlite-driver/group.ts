import type { QueryResult } from 'kysely';
import { StoreBusyError } from '../busy.js';
import type { GuardedQuery } from './prepared-statements.js';

export interface Write {
  readonly query: GuardedQuery;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  /** Returns the result of the statement, or throws its error. */
  outcome: () => QueryResult<never>;
  readonly resolve: (result: QueryResult<never>) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes that arrive together. They share one SQLite transaction and are answered after its commit. */
export class Group {
  writes: Write[] = [];
  /** Counts single writes and callers' transactions. */
  members = 0;
  /** Whether the SQLite transaction is already open because a caller's transaction needed it. */
  open = false;
  /** Resolves after the commit. */
  readonly durable: Promise<void>;
  #commit!: () => void;
  #refuse!: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param deadline for the lock of another process, on the clock of `performance.now()` */
  constructor(readonly deadline: number) {
    this.durable = new Promise<void>((...settle) => ([this.#commit, this.#refuse] = settle));
    // A transaction that was rolled back does not await this promise.
    this.durable.catch(() => undefined);
  }

  /** Resolves after the commit. Rejects when the group's commit has not begun within the timeout. */
  add(query: GuardedQuery, timeoutMs: number): Promise<QueryResult<never>> {
    this.members += 1;
    this.#timer ??= setTimeout(() => this.#rejectLate(), timeoutMs);
    return new Promise((resolve, reject) => {
      const deadline = performance.now() + timeoutMs;
      this.writes.push({ query, deadline, outcome: notRun, resolve, reject });
    });
  }

  /** The commit begins. From now on the group's own deadline replaces those of its writes. */
  stopTimer(): void {
    clearTimeout(this.#timer);
  }

  committed(): void {
    this.stopTimer();
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
    this.stopTimer();
    this.#refuse(error);
    for (const { reject } of this.writes) reject(error);
  }

  #rejectLate(): void {
    const now = performance.now();
    const late = this.writes.filter(({ deadline }) => deadline <= now);
    this.writes = this.writes.filter(({ deadline }) => deadline > now);
    const [next] = this.writes;
    this.#timer = next && setTimeout(() => this.#rejectLate(), Math.ceil(next.deadline - now));
    for (const { reject } of late) {
      reject(new StoreBusyError('a transaction of this process has kept a write waiting for too long'));
    }
  }
}

function notRun(): never {
  throw new Error('a write was answered before its statement ran');
}
