/** A token in a cookie that scripts cannot read and that forms of other sites do not send. It is one of `newAccountToken`, or a device's. */
export interface TokenCookie {
  /**
   * Null without a cookie, and with several of this name: then another site has set one of them.
   *
   * @param header the `Cookie` of the request
   */
  read(header: string | null | undefined): string | null;
  /** The value of `Set-Cookie` that stores the token. */
  store(token: string): string;
  /** The value of `Set-Cookie` that deletes the cookie. */
  remove(): string;
}

/** Two parts: an account and a secret, or the two secrets of a device. One part: a secret of an earlier version. */
const form = /^(?:(?:[\w-]{43}){1,2}|[\w-]{1,2048}\.[\w-]{43})$/;

/**
 * @param secure whether browsers reach the server by https; the `__Host-` prefix needs it
 * @param maxAgeMs for how long the browser keeps the cookie; without it, until the browser is closed
 *
 * The `cookie` package is not used: with several cookies of one name it returns one, and does not report the others. White space
 * around a pair is a space or a tab (RFC 6265 §5.2). `trim()` would also remove U+00A0, which is part of a name: a sibling domain
 * can set such a name, since for the browser it does not begin with `__Host-`.
 */
export function tokenCookie(suffix: string, secure: boolean, maxAgeMs?: number): TokenCookie {
  const name = `${secure ? '__Host-' : ''}${suffix}`;
  const lifetime = maxAgeMs === undefined ? [] : [`Max-Age=${Math.floor(maxAgeMs / 1000)}`];
  const line = (token: string, lifetime: string[]): string =>
    [`${name}=${token}`, 'Path=/', ...lifetime, 'HttpOnly', ...(secure ? ['Secure'] : []), 'SameSite=Lax'].join('; ');
  return {
    read(header) {
      const values = (header ?? '')
        .split(';')
        .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ''))
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      const [token] = values;
      return values.length === 1 && token !== undefined && form.test(token) ? token : null;
    },
    store: (token) => line(token, lifetime),
    remove: () => line('', ['Expires=Thu, 01 Jan 1970 00:00:00 GMT']),
  };
}
