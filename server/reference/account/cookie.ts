import type { Request, Response } from 'express';

/** A token in a cookie that scripts cannot read and that forms of other sites do not send. It has one or two parts of 256 bits. */
export interface TokenCookie {
  /** Null without a cookie, and with several of this name: then another site has set one of them. */
  read(req: Request): string | null;
  write(res: Response, token: string): void;
  clear(res: Response): void;
}

/**
 * @param secure whether browsers reach the server by https; the `__Host-` prefix needs it
 * @param maxAgeMs for how long the browser keeps the cookie; without it, until the browser is closed
 *
 * The `cookie` package is not used: with several cookies of one name it returns one, and does not report the others. White space
 * around a pair is a space or a tab (RFC 6265 §5.2). `trim()` would also remove U+00A0, which is part of a name: a sibling domain
 * can set such a name, since for the browser it does not begin with `__Host-`.
 */
export function createCookie(suffix: string, secure: boolean, maxAgeMs?: number): TokenCookie {
  const name = `${secure ? '__Host-' : ''}${suffix}`;
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  return {
    read(req) {
      const values = (req.headers.cookie ?? '')
        .split(';')
        .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ''))
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      const [token] = values;
      return values.length === 1 && token !== undefined && /^(?:[A-Za-z0-9_-]{43}){1,2}$/.test(token) ? token : null;
    },
    write: (res, token) =>
      void res.cookie(name, token, maxAgeMs === undefined ? options : { ...options, maxAge: maxAgeMs }),
    clear: (res) => void res.clearCookie(name, options),
  };
}
