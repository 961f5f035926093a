import type { Response } from 'express';
import { json } from '../http/json-answer.js';
import { sendAnswer } from '../node/node-request.js';

/**
 * Answers with JSON, as the contract does. `res.json` is not used: in an app with `etag` on it adds a validator to an answer that
 * must not be stored, and turns it into a 304 when the client sends `If-None-Match`.
 */
export function sendJson(res: Response, status: number, body: unknown): void {
  sendAnswer(res, json(status, body));
}
