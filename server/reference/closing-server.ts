import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

/** Ends an HTTP server without the loss of an answer. */
export interface ClosingServer {
  /**
   * From now on each answer asks for the end of its connection. So a load balancer empties its pool of connections, and sends no
   * request over one that is about to be closed: it could not know whether that request was carried out.
   */
  drain(): void;
  /** Accepts no more connections. Resolves once all answers are sent, or were cut at the timeout. */
  close(timeoutMs: number): Promise<void>;
}

/** @param server one that has had no request yet */
export function closingServer(server: Server): ClosingServer {
  const answers = new Set<ServerResponse>();
  let draining = false;
  let closing = false;

  /** Not while an answer is on its way: Node takes a connection for idle once its answer is written, and the client may not have it. */
  const closeIdleConnections = (): void => {
    if (closing && answers.size === 0) server.closeIdleConnections();
  };

  // Before the app, which may answer at once.
  server.prependListener('request', (_req, res) => {
    answers.add(res);
    if (draining) res.shouldKeepAlive = false;
    res.once('close', () => {
      answers.delete(res);
      closeIdleConnections();
    });
  });

  return {
    drain() {
      draining = true;
      for (const answer of answers) answer.shouldKeepAlive = false;
    },
    async close(timeoutMs) {
      this.drain();
      closing = true;
      const deadline = setTimeout(() => server.closeAllConnections(), timeoutMs);
      // The method of HTTP servers destroys at once what Node takes for idle, and no longer ends slow requests.
      const closed = new Promise<unknown>((resolve) => NetServer.prototype.close.call(server, resolve));
      closeIdleConnections();
      await closed;
      clearTimeout(deadline);
    },
  };
}
