import { retryWhileBusy } from './busy.js';
import type { Group, Write } from './group.js';
import { Statements } from './statements.js';

/** The connection that writes, with the file's one transaction and the savepoint of the caller that holds the mutex. */
export class GroupWriter extends Statements {
  get inTransaction(): boolean {
    return this.database.inTransaction;
  }

  /** @param deadline until when it waits for another process, of `performance.now()` */
  begin(deadline: number): Promise<void> {
    return retryWhileBusy(() => this.run('begin immediate'), deadline);
  }

  beginMember(): void {
    this.run('savepoint member');
  }

  endMember(): void {
    this.run('release member');
  }

  undoMember(): void {
    this.run('rollback to member');
    this.run('release member');
  }

  /** Makes all writes of a group and commits it; none of it is there when this fails. */
  async make(group: Group): Promise<void> {
    try {
      if (group.open) this.#makeOneByOne(group.writes);
      else await this.#makeTogether(group);
      this.run('commit');
    } catch (error) {
      this.#rollback();
      throw error;
    }
  }

  /** As if none could fail: a savepoint for each would copy every page that it changes. Is one refused, all are made anew. */
  async #makeTogether(group: Group): Promise<void> {
    await this.begin(group.deadline);
    try {
      for (const write of group.writes) this.#make(write);
    } catch {
      this.#rollback();
      await this.begin(group.deadline);
      this.#makeOneByOne(group.writes);
    }
  }

  /** Undoes alone the one that fails. */
  #makeOneByOne(writes: readonly Write[]): void {
    for (const write of writes) {
      this.beginMember();
      try {
        this.#make(write);
        this.endMember();
      } catch (error) {
        if (!this.inTransaction) throw error;
        this.undoMember();
        write.outcome = () => {
          throw error;
        };
      }
    }
  }

  #make(write: Write): void {
    const result = this.execute(write.query);
    write.outcome = () => result;
  }

  #rollback(): void {
    if (this.inTransaction) this.run('rollback');
  }
}
