import type { Request, Response } from 'express';

/** The session id in a cookie that scripts cannot read and other sites' forms do not send. */
export interface SessionCookie {
  /** Null without one, and when there are several: then somebody else planted one of them. */
  read(req: Request): string | null;
  write(res: Response, id: string): void;
  clear(res: Response): void;
}

/** @param secure whether browsers reach the server by https; the `__Host-` prefix needs it */
export function createSessionCookie(secure: boolean): SessionCookie {
  const name = secure ? '__Host-harmony_session' : 'harmony_session';
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  return {
    read(req) {
      const values = (req.headers.cookie ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      const [id] = values;
      return values.length === 1 && id !== undefined && /^[A-Za-z0-9_-]{43}$/.test(id) ? id : null;
    },
    write: (res, id) => void res.cookie(name, id, options),
    clear: (res) => void res.clearCookie(name, options),
  };
}
