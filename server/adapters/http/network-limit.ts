import { ipKeyGenerator, rateLimit, type AugmentedRequest } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { TwoFactorError } from '../../core/errors.js';
import { addressOf } from './address.js';

const windowSeconds = 60;
/** A wider network may make so many times the calls of one subscriber's. */
const widerAllowance = 4;

/**
 * A second layer above the account's own budget: calls a minute from one network, in this process. It slows who tries
 * many accounts from one place; what protects one account is its budget. Whoever is given a /48 has 65,536 networks of one
 * subscriber each, so the wider network has a limit of its own.
 *
 * @param perMinute 0 turns it off
 */
export function networkLimit(perMinute: number): RequestHandler {
  if (perMinute === 0) return (_req, _res, next) => next();
  const narrow = limitBy(networkOf, perMinute);
  const wide = limitBy(widerNetworkOf, perMinute * widerAllowance);
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
    // Its start-up checks print to the console, for a forged X-Forwarded-For too. Which proxies count is checked in config.
    validate: false,
    keyGenerator: (req) => networkOfAddress(addressOf(req)),
    handler: (req, _res, next) => {
      const resetTime = (req as AugmentedRequest)['rateLimit']?.resetTime;
      const left = resetTime ? Math.ceil((resetTime.getTime() - Date.now()) / 1000) : windowSeconds;
      next(new TwoFactorError('too_many_attempts', { retryAfter: Math.max(1, left) }));
    },
  });
}

/** An IPv4 address as it is, in whichever spelling; of an IPv6 address its /64, which is what one subscriber gets. */
export function networkOf(address: string | null): string {
  return ipKeyGenerator(withoutZone(address), 64);
}

/** Of an IPv6 address its /48, of an IPv4 address its /24: what one organisation gets. */
export function widerNetworkOf(address: string | null): string {
  const network = ipKeyGenerator(withoutZone(address), 48);
  return network.replace(/^(\d+\.\d+\.\d+)\.\d+$/, '$1.0/24');
}

function withoutZone(address: string | null): string {
  return (address ?? '').split('%', 1)[0] ?? '';
}
