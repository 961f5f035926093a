import pg from 'pg';

/** The error of the driver has no code. */
const noAnswerMessage = 'Query read timeout';

/**
 * Ends the connection when a statement gets no answer in time. The server may still run it: a `begin` that it runs late would take the
 * statements of the next request into its transaction, and the end of that transaction would undo what was answered as done.
 */
export class StoreClient extends pg.Client {
  override query(...call: unknown[]): never {
    const answer: unknown = super.query(...(call as [string]));
    return (answer instanceof Promise ? this.#endWithoutAnswer(answer) : answer) as never;
  }

  async #endWithoutAnswer(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      // At once, and before the caller gives the connection back to the pool. It waits for nothing: the socket is destroyed.
      if (error instanceof Error && error.message === noAnswerMessage) void this.end();
      throw error;
    }
  }
}
