import type { RequestHandler } from 'express';
import { Turnstile } from '../../core/turns/turnstile.js';
import { clientOf } from './client-info.js';
import { networkOf, widerNetworkOf } from '../../core/turns/network.js';

/** Of one wider network. More would wait for longer than people do. */
const maxWaiting = 200;

/**
 * Lets networks take turns in this process: a network that sends as fast as it gets answers delays its own requests. It comes
 * before all work, so that a request that waits has cost little. The wider networks take turns, and within one its subscribers' networks.
 *
 * @example
 * app.use(networkTurns());
 */
export function networkTurns(): RequestHandler {
  const turnstile = new Turnstile(maxWaiting);
  return (req, res, next) => {
    const { address } = clientOf(req);
    const turn = turnstile.pass(widerNetworkOf(address), networkOf(address));
    if (turn === undefined) return next();
    turn.then(() => {
      // The client of a request that has waited may be gone.
      if (!res.closed) next();
    }, next);
  };
}
