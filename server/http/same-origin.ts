import type { RequestHandler } from 'express';
import { TwoFactorError } from '../errors.js';

/**
 * Refuses a state-changing call that does not come from a page of the listed origins (ASVS 5.0 3.5.1 to 3.5.3). An absent
 * `Origin` is refused too: every browser sends it with these methods, and `SameSite` cookies alone still let sibling
 * subdomains in. `Sec-Fetch-Site`, which no page can set, has to agree where a browser sends it.
 *
 * @param origins as browsers write them: scheme, host and port, lower case, no trailing slash
 */
export function sameOrigin(origins: readonly string[]): RequestHandler {
  const allowed = new Set(origins);
  return (req, _res, next) => {
    const { origin } = req.headers;
    const site = req.headers['sec-fetch-site'];
    if (origin === undefined || !allowed.has(origin) || (site !== undefined && site !== 'same-origin')) {
      throw new TwoFactorError('origin_refused');
    }
    next();
  };
}
