import type { Response } from 'express';

/**
 * Answers with JSON. `res.json` is not used: in an app with `etag` on it adds a validator to an answer that must not be stored, and
 * turns it into a 304 when the client sends `If-None-Match`.
 */
export function sendJson(res: Response, status: number, body: unknown, type = 'application/json'): void {
  res.status(status).setHeader('Content-Type', `${type}; charset=utf-8`);
  res.end(JSON.stringify(body));
}
