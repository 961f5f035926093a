import { tokenCookie, type TokenCookie } from './token-cookie.js';

/** The cookie of `cookieSignIn`. */
export interface CookieOptions {
  /** False only for development over http: then the cookie has no `Secure` and no `__Host-` prefix. */
  secure?: boolean;
  /** The name of the cookie, without its prefix; the default is `session`. */
  cookieName?: string;
}

const hourMs = 3_600_000;

/** @throws {TypeError} for a name that no cookie can have */
export function readCookieOptions(
  { secure = true, cookieName = 'session' }: CookieOptions,
  hours: number = 24,
): TokenCookie {
  if (!/^[\w-]{1,64}$/.test(cookieName)) throw new TypeError('cookieName has to be letters, digits, _ and -');
  return tokenCookie(cookieName, secure, hours * hourMs);
}
