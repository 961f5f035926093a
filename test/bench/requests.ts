import { accountId, codeOf, secretOf } from './people.js';

/** What is asked of a server, each time for another account. */
export type Kind = 'right code' | 'wrong code' | 'backup code' | 'wrong backup code' | 'status' | 'set-up';

/** One request as it goes over the wire, made when it is sent: a code lives as long as its time step. */
export function requestOf(kind: Kind, account: number, backupCode: string): string {
  switch (kind) {
    case 'right code':
      return answerOf(account, { code: codeOf(secretOf(account)) });
    case 'wrong code':
      return answerOf(account, { code: anotherThan(codeOf(secretOf(account))) });
    case 'backup code':
      return answerOf(account, { backupCode });
    case 'wrong backup code':
      return answerOf(account, { backupCode: '0000-0000-0000-0000' });
    case 'status':
      return request('GET', 'status', account);
    case 'set-up':
      return request('POST', 'setup', account, '{}');
  }
}

function anotherThan(code: string): string {
  return String((Number(code) + 500_000) % 1_000_000).padStart(6, '0');
}

function answerOf(account: number, answer: object): string {
  return request('POST', 'challenge', account, JSON.stringify(answer));
}

function request(method: string, path: string, account: number, body?: string): string {
  const head =
    `${method} /api/2fa/${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n` +
    `X-Account: ${accountId(account)}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
