import { rateLimit, type AugmentedRequest } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { TwoFactorError } from '../../core/errors.js';
import { clientOf } from './client-info.js';
import { networkOf, widerNetworkOf } from '../../core/turns/network.js';

const windowSeconds = 60;
/** The wider network may make so many times the calls of one subscriber's network. */
const widerFactor = 4;

/**
 * Limits the calls per minute from one network, in this process. An account is protected by its own budget; this limit slows an
 * attacker that tries many accounts from one network. A /48 contains 65,536 subscriber networks, so the wider network has its own
 * limit.
 *
 * @example
 * app.use('/api/2fa', twoFactorRouter(twoFactor, { host, origins, limiter: networkLimit(120) }));
 *
 * @param perMinute 0 turns the limit off
 * @throws {TypeError} for anything but a whole number from 0
 */
export function networkLimit(perMinute: number): RequestHandler {
  // NaN, for example from an unset variable, would mean no limit.
  if (!Number.isSafeInteger(perMinute) || perMinute < 0) {
    throw new TypeError('networkLimit takes a whole number of calls a minute, and 0 for no limit');
  }
  if (perMinute === 0) return (_req, _res, next) => next();
  const narrow = limitBy(networkOf, perMinute);
  const wide = limitBy(widerNetworkOf, perMinute * widerFactor);
  return (req, res, next) => {
    void narrow(req, res, (refusal?: unknown) => {
      if (refusal !== undefined) next(refusal);
      else void wide(req, res, next);
    });
  };
}

function limitBy(networkOfAddress: (address: string | null) => string, limit: number): RequestHandler {
  return rateLimit({
    windowMs: windowSeconds * 1000,
    limit,
    standardHeaders: false,
    legacyHeaders: false,
    // Its checks print to the console, also for a forged X-Forwarded-For. The configuration checks the trusted proxies.
    validate: false,
    keyGenerator: (req) => networkOfAddress(clientOf(req).address),
    handler: (req, _res, next) => {
      const resetTime = (req as AugmentedRequest)['rateLimit']?.resetTime;
      const left = resetTime ? Math.ceil((resetTime.getTime() - Date.now()) / 1000) : windowSeconds;
      next(new TwoFactorError('too_many_attempts', { retryAfter: Math.max(1, left) }));
    },
  });
}
