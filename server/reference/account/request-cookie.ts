import type { Request, Response } from 'express';
import { tokenCookie } from '../../adapters/http/token-cookie.js';

/** A token cookie in an Express app. */
export interface RequestCookie {
  /** Null without a cookie, and with several of this name. */
  read(req: Request): string | null;
  write(res: Response, token: string): void;
  clear(res: Response): void;
}

/**
 * @param secure whether browsers reach the server by https
 * @param maxAgeMs for how long the browser keeps the cookie; without it, until the browser is closed
 */
export function createCookie(suffix: string, secure: boolean, maxAgeMs?: number): RequestCookie {
  const cookie = tokenCookie(suffix, secure, maxAgeMs);
  return {
    read: (req) => cookie.read(req.headers.cookie),
    write: (res, token) => void res.append('Set-Cookie', cookie.store(token)),
    clear: (res) => void res.append('Set-Cookie', cookie.remove()),
  };
}
