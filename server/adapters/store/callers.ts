import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from './connection.js';

interface Scope {
  connection: Connection;
  outer: Scope | undefined;
}

/** Remembers which connections a caller holds, so that a write that would wait for its own transaction is refused. */
export class Callers {
  readonly #scopes = new AsyncLocalStorage<Scope>();

  with<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
    return this.#scopes.run({ connection, outer: this.#scopes.getStore() }, work);
  }

  /** @throws {Error} within the callback of a transaction that is open, where the file's only writer waits for that callback */
  refuseWithinTransaction(): void {
    for (let scope = this.#scopes.getStore(); scope; scope = scope.outer) {
      if (scope.connection.group) {
        throw new Error(
          'a write within db.transaction() would wait for that transaction for ever: ' +
            'make it through the transaction itself, or after it, as twoFactor.forget() and every other call of this package',
        );
      }
    }
  }
}
