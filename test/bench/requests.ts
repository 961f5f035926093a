import { challengeCookieOf, textSecretCodeOf } from './peers/pending-challenge.js';
import { accountId, codeOf, secretOf } from './people.js';

/** What is asked of a server, each time for another account. The last is a right code too, as the peer takes it. */
export type Kind =
  | 'challenge'
  | 'right code'
  | 'wrong code'
  | 'backup code'
  | 'wrong backup code'
  | 'status'
  | 'set-up'
  | 'better-auth code';

/** One request as it goes over the wire, made when it is sent: a code lives as long as its time step. */
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

/** Of no step that is live, or comes to be while it is on its way: one guess in half a million would be right. */
function wrongCodeOf(account: number): string {
  const live = [-1, 0, 1, 2].map((step) => codeOf(secretOf(account), Date.now(), step));
  return ['000000', '000001', '000002', '000003', '000004'].find((code) => !live.includes(code))!;
}

function answerOf(account: number, answer: object): string {
  return request('POST', '/api/2fa/challenge', callerOf(account), JSON.stringify(answer));
}

function callerOf(account: number): string {
  return `X-Account: ${accountId(account)}`;
}

/** `caller` is the header that says who asks. */
function request(method: string, path: string, caller: string, body?: string): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n${caller}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
