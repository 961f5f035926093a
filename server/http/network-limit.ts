import { ipKeyGenerator, rateLimit, type AugmentedRequest } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { TwoFactorError } from '../errors.js';
import { addressOf } from './address.js';

const windowSeconds = 60;

/**
 * A second layer above the account's own budget: calls a minute from one network, in this process. It slows who tries
 * many accounts from one place; what protects one account is its budget.
 *
 * @param perMinute 0 turns it off
 */
export function networkLimit(perMinute: number): RequestHandler {
  if (perMinute === 0) return (_req, _res, next) => next();
  return rateLimit({
    windowMs: windowSeconds * 1000,
    limit: perMinute,
    standardHeaders: false,
    legacyHeaders: false,
    // Its start-up checks print to the console, for a forged X-Forwarded-For too. Which proxies count is checked in config.
    validate: false,
    keyGenerator: (req) => networkOf(addressOf(req) ?? ''),
    handler: (req, _res, next) => {
      const resetTime = (req as AugmentedRequest)['rateLimit']?.resetTime;
      const left = resetTime ? Math.ceil((resetTime.getTime() - Date.now()) / 1000) : windowSeconds;
      next(new TwoFactorError('too_many_attempts', { retryAfter: Math.max(1, left) }));
    },
  });
}

/** An IPv4 address as it is, in whichever spelling; of an IPv6 address its /64, which is what one subscriber gets. */
export function networkOf(address: string): string {
  return ipKeyGenerator(address.split('%', 1)[0] ?? '', 64);
}
