import { TwoFactorError } from '../../core/errors.js';
import type { HttpRequest } from './http-message.js';

/**
 * Refuses a state-changing call that does not come from a page of the listed origins (ASVS 5.0 3.5.1 to 3.5.3). A call without
 * `Origin` is refused too: every browser sends it with these methods. `SameSite` cookies alone would allow sibling subdomains.
 * If the browser sends `Sec-Fetch-Site`, which no page can set, it has to be `same-origin`.
 *
 * @param origins as browsers write them: scheme, host and port, lower case, no trailing slash
 * @returns throws `origin_refused`
 * @throws {TypeError} when the list is empty or has an entry that no browser sends
 */
export function originCheck(origins: readonly string[]): (request: Pick<HttpRequest, 'header'>) => void {
  const allowed = new Set(readOrigins(origins));
  return (request) => {
    const origin = request.header('origin');
    const site = request.header('sec-fetch-site');
    if (origin === undefined || !allowed.has(origin) || (site !== undefined && site !== 'same-origin')) {
      throw new TwoFactorError('origin_refused');
    }
  };
}

/** A list that matches no browser's `Origin` would refuse every call. A text would be read as a list of characters. */
function readOrigins(origins: unknown): string[] {
  if (!Array.isArray(origins) || origins.length === 0) {
    throw new TypeError("origins has to be a list of origins, such as ['https://app.example.com']");
  }
  for (const [index, origin] of (origins as unknown[]).entries()) {
    if (!isOrigin(origin)) {
      throw new TypeError(
        `origins[${index}] is not an origin as browsers write it: scheme, host and port, such as https://app.example.com`,
      );
    }
  }
  return origins as string[];
}

export function isOrigin(text: unknown): text is string {
  // A pattern such as https://*.example.com is a valid URL, and no browser sends it.
  if (typeof text !== 'string' || !/^https?:[^*]+$/.test(text)) return false;
  return URL.canParse(text) && new URL(text).origin === text;
}
