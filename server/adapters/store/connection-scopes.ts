import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from './connection.js';

interface Scope {
  connection: Connection;
  outer: Scope | undefined;
}

/** Remembers the connections that each caller holds. A write that would wait for its own caller's transaction is refused. */
export class ConnectionScopes {
  readonly #scopes = new AsyncLocalStorage<Scope>();

  run<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
    return this.#scopes.run({ connection, outer: this.#scopes.getStore() }, work);
  }

  /** @throws {Error} inside the callback of an open transaction: the write and the callback would wait for each other */
  refuseInsideTransaction(): void {
    for (let scope = this.#scopes.getStore(); scope; scope = scope.outer) {
      if (scope.connection.group) {
        throw new Error(
          'a write within db.transaction() would wait for that transaction for ever: ' +
            'use the transaction object for it, or write after the transaction; this holds for twoFactor.forget() and every other call of this package',
        );
      }
    }
  }
}
