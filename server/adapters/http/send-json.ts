import type { Response } from 'express';

/**
 * Answers with JSON. Not `res.json`: where the app has `etag` on, that one adds a validator to an answer that nobody may
 * keep, and turns it into a 304 when the caller sends `If-None-Match`.
 */
export function sendJson(res: Response, status: number, body: unknown, type = 'application/json'): void {
  res.status(status).setHeader('Content-Type', `${type}; charset=utf-8`);
  res.end(JSON.stringify(body));
}
