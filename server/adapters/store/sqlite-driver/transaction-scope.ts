import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.js';

/**
 * An open transaction without a statement between so many checks waits for the write that its own callback has begun. Checks and not
 * milliseconds: after a pause of the whole process its callback gets as many turns of the event loop as without it.
 */
const stuckChecks = 50;
const checkMs = 10;

/**
 * Knows which code runs inside the callback of an open transaction. A write that would wait for its own caller's transaction is
 * refused.
 *
 * While the storage is enabled, Node 20 tracks every promise of the process, and an answer takes about a fifth longer. So the
 * storage is enabled only while a caller's transaction waits or is open.
 */
export class TransactionScope {
  readonly #caller = new AsyncLocalStorage<Connection>();
  readonly #open = new Set<Connection>();

  /**
   * Marks the code that follows. The driver hands out connections after an `await`, so the mark reaches the transaction's
   * callback and not the code that asked for the transaction.
   */
  enter(connection: Connection): void {
    this.#open.add(connection);
    this.#caller.enterWith(connection);
  }

  leave(connection: Connection): void {
    this.#open.delete(connection);
    if (this.#open.size === 0) this.#caller.disable();
  }

  /** Whether this code runs inside the callback of an open transaction, or beside one: see `waitOutside`. */
  get isInside(): boolean {
    return Boolean(this.#caller.getStore()?.group);
  }

  /**
   * Waits for the end of that transaction. The mark alone proves nothing: Node gives it also to other code that goes on in the same turn
   * of the event loop, such as the requests of one group commit, because their promises were made while nothing was tracked.
   *
   * @throws {Error} when the transaction does nothing meanwhile: the write and the callback wait for each other
   */
  async waitOutside(): Promise<void> {
    const connection = this.#caller.getStore()!;
    let { statements } = connection;
    for (let idle = 0; connection.group; idle += 1) {
      if (connection.statements !== statements) idle = 0;
      if (idle === stuckChecks) throw stuckError();
      ({ statements } = connection);
      await sleep(checkMs);
    }
  }
}

function stuckError(): Error {
  return new Error(
    'a write within db.transaction() would wait for that transaction for ever: ' +
      'use the transaction object for it, or write after the transaction; this holds for twoFactor.forget() and every other call of this package',
  );
}
