import type { HttpAnswer } from './http-message.js';

/** No browser and no proxy may store an answer of the contract. */
const noStore = { 'Cache-Control': 'no-store' };

export function json(
  status: number,
  body: unknown,
  { type = 'application/json', ...headers }: { type?: string; [header: string]: string } = {},
): HttpAnswer {
  return {
    status,
    headers: { ...noStore, 'Content-Type': `${type}; charset=utf-8`, ...headers },
    body: JSON.stringify(body),
  };
}

export const noContent: HttpAnswer = { status: 204, headers: noStore, body: null };
