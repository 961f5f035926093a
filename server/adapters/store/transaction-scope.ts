import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from './connection.js';

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

  /** @throws {Error} inside the callback of an open transaction: the write and the callback would wait for each other */
  refuseInside(): void {
    if (!this.#caller.getStore()?.group) return;
    throw new Error(
      'a write within db.transaction() would wait for that transaction for ever: ' +
        'use the transaction object for it, or write after the transaction; this holds for twoFactor.forget() and every other call of this package',
    );
  }
}
