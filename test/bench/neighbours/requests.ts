import { createHmac } from 'node:crypto';
import { newAccountToken } from '../../../server/core/crypto/token.js';
import { accountId, codeOf, secretOf, wrongCodeOf } from '../accounts.js';

/** All accounts have this password, because hashing is slow by design. */
export const password = 'correct horse battery';

/** Derived from the number of the account, so that every process of the bench knows it. */
export function sessionOf(account: number): string {
  const secret = createHmac('sha256', 'bench session').update(String(account)).digest('base64url');
  return newAccountToken(accountId(account), secret);
}

export function emailOf(account: number): string {
  return `${accountId(account)}@example.com`;
}

/** An address in a /24 of its own. */
export function addressOf(network: number): string {
  return `10.${(network >> 8) & 255}.${network & 255}.7`;
}

/** The right code of a half signed-in account. */
export function codeRequest(account: number, address: string): string {
  return codeRequestOf(account, address, codeOf(secretOf(account)));
}

export function wrongCodeRequest(account: number, address: string): string {
  return codeRequestOf(account, address, wrongCodeOf(account));
}

export function signInRequest(email: string, password: string, address: string): string {
  return post('/api/session', `X-Forwarded-For: ${address}`, { email, password });
}

function codeRequestOf(account: number, address: string, code: string): string {
  const headers = `X-Forwarded-For: ${address}\r\nCookie: harmony_session=${sessionOf(account)}`;
  return post('/api/2fa/challenge', headers, { code });
}

function post(path: string, headers: string, message: object): string {
  const body = JSON.stringify(message);
  return [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    'Origin: http://localhost',
    headers,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
