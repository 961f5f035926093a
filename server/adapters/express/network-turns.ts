import type { RequestHandler } from 'express';
import { Turnstile } from '../../core/turns/turnstile.js';
import { clientOf } from './client-info.js';
import { networkOf, widerNetworkOf } from './network-limit.js';

/** Waiting requests hold little more than their connections. */
const mostWaiting = 1000;

/**
 * Lets networks take turns in this process: a network that sends as fast as it gets answers delays its own requests. It comes
 * before all work, so that a request that waits has cost little. The wider networks take turns, and within one its subscribers' networks.
 *
 * @example
 * app.use(networkTurns());
 */
export function networkTurns(): RequestHandler {
  const turnstile = new Turnstile(mostWaiting);
  return (req, _res, next) => {
    const { address } = clientOf(req);
    turnstile.pass(widerNetworkOf(address), networkOf(address)).then(() => next(), next);
  };
}
