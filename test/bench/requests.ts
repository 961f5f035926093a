import { challengeCookieOf, textSecretCodeOf } from './peers/pending-challenge.js';
import { accountId, codeOf, secretOf, wrongCodeOf } from './accounts.js';

/** Kinds of requests, each sent for another account. The last one is a right code in the form of the peer. */
export type Kind =
  | 'challenge'
  | 'right code'
  | 'wrong code'
  | 'backup code'
  | 'wrong backup code'
  | 'status'
  | 'set-up'
  | 'better-auth code';

/** The text of one HTTP request. The caller sends it at once, because its code expires with its time step. */
export function requestOf(kind: Kind, account: number, backupCode: string): string {
  switch (kind) {
    case 'challenge':
      return request('GET', '/api/2fa/challenge', callerOf(account));
    case 'right code':
      return answerOf(account, { code: codeOf(secretOf(account)) });
    case 'wrong code':
      return answerOf(account, { code: wrongCodeOf(account) });
    case 'backup code':
      return answerOf(account, { backupCode });
    case 'wrong backup code':
      return answerOf(account, { backupCode: '0000-0000-0000-0000' });
    case 'status':
      return request('GET', '/api/2fa/status', callerOf(account));
    case 'set-up':
      return request('POST', '/api/2fa/setup', callerOf(account), '{}');
    case 'better-auth code':
      return request(
        'POST',
        '/api/auth/two-factor/verify-totp',
        `Cookie: ${challengeCookieOf(account)}`,
        JSON.stringify({ code: textSecretCodeOf(account) }),
      );
  }
}

function answerOf(account: number, answer: object): string {
  return request('POST', '/api/2fa/challenge', callerOf(account), JSON.stringify(answer));
}

function callerOf(account: number): string {
  return `X-Account: ${accountId(account)}`;
}

/** @param caller the header that names the account */
function request(method: string, path: string, caller: string, body?: string): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n${caller}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
