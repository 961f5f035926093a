import { retryWhileBusy } from '../busy.js';
import type { Group, Write } from './group.js';
import { Statements } from './prepared-statements.js';

/** The only connection that writes: it runs one SQLite transaction at a time, with at most one savepoint in it. */
export class GroupWriter extends Statements {
  get inTransaction(): boolean {
    return this.database.inTransaction;
  }

  /** @param deadline for the lock of another process, on the clock of `performance.now()` */
  begin(deadline: number): Promise<void> {
    return retryWhileBusy(() => this.run('begin immediate'), deadline);
  }

  openSavepoint(): void {
    this.run('savepoint member');
  }

  releaseSavepoint(): void {
    this.run('release member');
  }

  rollBackSavepoint(): void {
    this.run('rollback to member');
    this.run('release member');
  }

  /** Runs all writes of a group and commits. When it throws, the file has none of them. */
  async commit(group: Group): Promise<void> {
    try {
      if (group.open) this.#runOneByOne(group.writes);
      else await this.#runTogether(group);
      this.run('commit');
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /**
   * The optimistic path has no savepoints, since each would copy every page that its write changes. If any write fails, the
   * group starts again, one by one.
   */
  async #runTogether(group: Group): Promise<void> {
    await this.begin(group.deadline);
    try {
      for (const write of group.writes) this.#runWrite(write);
    } catch {
      this.#rollBack();
      await this.begin(group.deadline);
      this.#runOneByOne(group.writes);
    }
  }

  /** A savepoint for each write: a write that fails undoes itself alone. */
  #runOneByOne(writes: readonly Write[]): void {
    for (const write of writes) {
      this.openSavepoint();
      try {
        this.#runWrite(write);
        this.releaseSavepoint();
      } catch (error) {
        if (!this.inTransaction) throw error;
        this.rollBackSavepoint();
        write.outcome = () => {
          throw error;
        };
      }
    }
  }

  #runWrite(write: Write): void {
    const result = this.execute(write.query);
    write.outcome = () => result;
  }

  #rollBack(): void {
    if (this.inTransaction) this.run('rollback');
  }
}
