import { ClientError } from '../client/client-error.js';
import { readEndpoint } from '../client/http-client.js';
import type { TwoFactorClient } from '../client/two-factor-client.js';
import type { CodedError, ErrorCode } from '../protocol/error-codes.js';
import type { SecondFactorMethod } from '../protocol/messages.js';

type Options = { allowPasswordless?: boolean };
type Changed = { totpURI: string; backupCodes: string[]; status: unknown };
type Verified = { token?: unknown; user?: unknown };
type Codes = Readonly<Record<string, ErrorCode>>;
/** Milliseconds: a call without an answer counts as unreachable, and a password that no change has taken is forgotten. */
const [callTimeout, passwordLifetime] = [15_000, 60_000];
/** better-auth ends neither a pending set-up nor a set of backup codes. */
const never = '9999-12-31T23:59:59Z';
const json = { 'content-type': 'application/json' };

const defaultCodes: Codes = {
  INVALID_CODE: 'code_invalid',
  INVALID_BACKUP_CODE: 'code_invalid',
  INVALID_PASSWORD: 'code_invalid',
  ACCOUNT_TEMPORARILY_LOCKED: 'too_many_attempts',
  INVALID_TWO_FACTOR_COOKIE: 'challenge_expired',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'challenge_expired',
  // Another tab has changed it. At this code the section reads the status again.
  TOTP_ALREADY_ENABLED: 'not_enabled',
  TWO_FACTOR_NOT_ENABLED: 'not_enabled',
};
/** Without a session, `verify-totp` looks for a sign-in that waits for its second step. */
const confirmCodes: Codes = { INVALID_TWO_FACTOR_COOKIE: 'not_signed_in', TOTP_NOT_ENABLED: 'setup_expired' };
const statusCodes: Codes = { 401: 'not_signed_in', 403: 'origin_refused', 429: 'too_many_attempts' };

/**
 * The two-factor plugin of better-auth (1.7) as a back end of the elements. The page “Back ends” of the documentation lists what
 * it cannot say or do.
 *
 * better-auth takes the password with each change, and checks no proof by itself. So `reauthenticate` keeps the password for the
 * next change. A wrong password fails that change with `code_invalid`, and the elements ask again.
 *
 * @param endpoint where the page's own origin serves better-auth
 * @param options `allowPasswordless` as on the server: only people that have a password are asked for it
 * @throws {TypeError} when the endpoint is of another origin; where there is no document, the first request rejects with it
 */
export function createBetterAuthClient(endpoint = '/api/auth', options: Options = {}): TwoFactorClient {
  // Frameworks that render on a server load the modules of a page there, too.
  const base = (globalThis as Partial<typeof globalThis>).document ? readEndpoint(endpoint) : null;
  let password: string | undefined;
  let forgetting: ReturnType<typeof setTimeout> | undefined;

  async function call<T>(path: string, body?: object, signal?: AbortSignal, codes?: Codes): Promise<T> {
    const url = (base ?? readEndpoint(endpoint)) + path;
    const run = new AbortController();
    const abort = (): void => run.abort();
    const timer = setTimeout(abort, callTimeout);
    signal?.addEventListener('abort', abort);
    try {
      const post = body && { method: 'POST', headers: json, body: JSON.stringify(body) };
      const common: RequestInit = { signal: run.signal, cache: 'no-store', redirect: 'manual' };
      const response = await fetch(url, { ...post, ...common });
      const answer: unknown = await response.json().catch(() => undefined);
      if (response.ok) {
        // A proxy may answer with a page. The answer to a lookup without a session is null.
        check(post ? typeof answer === 'object' && answer : answer !== undefined);
        return answer as T;
      }
      const name = (answer as { code?: string } | null | undefined)?.code ?? '';
      const { status } = response;
      // Sign-in proxies answer a request without a session by a redirect. Browsers show its status as 0.
      const other = status < 400 ? 'not_signed_in' : status < 500 ? 'request_invalid' : 'unavailable';
      const code = { ...defaultCodes, ...codes }[name] ?? statusCodes[status] ?? other;
      const retryAfter = Number(response.headers.get('x-retry-after'));
      throw new ClientError({ code, ...(retryAfter > 0 && { retryAfter }) } as CodedError);
    } catch (error) {
      throw error instanceof ClientError ? error : new ClientError({ code: 'unreachable' }, { cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Sends a change with the password that a person has just typed, if any. */
  async function change(path: string, signal?: AbortSignal): Promise<Changed> {
    const given = password;
    password = undefined;
    const due = new ClientError({ code: 'reauthentication_required', methods: ['password'] });
    if (given === undefined && !options.allowPasswordless) throw due;
    try {
      return await call(path, { password: given }, signal);
    } catch (error) {
      throw given === undefined && (error as ClientError).code === 'code_invalid' ? due : error;
    }
  }

  return {
    changes: ['renew', 'disable'],
    proofWithChange: true,
    async status(signal) {
      const path = '/get-session?disableCookieCache=true';
      const session = await call<{ user: { twoFactorEnabled?: boolean } } | null>(path, undefined, signal);
      if (!session) throw new ClientError({ code: 'not_signed_in' });
      return { enabled: session.user.twoFactorEnabled === true };
    },
    async beginSetup(signal?: AbortSignal) {
      const { totpURI, backupCodes } = await change('/two-factor/enable', signal);
      return { keyUri: totpURI, backupCodes, expiresAt: never };
    },
    async confirmSetup({ code }, signal) {
      const { token, user } = await call<Verified>('/two-factor/verify-totp', { code }, signal, confirmCodes);
      check(token ?? user);
      return { enabled: true };
    },
    async answerChallenge(answer, signal) {
      const [method, code] = 'code' in answer ? ['totp', answer.code] : ['backup_code', spelling(answer.backupCode)];
      const path = `/two-factor/verify-${method.replace('_', '-')}`;
      const { token, user } = await call<Verified>(path, { code }, signal);
      check(token ?? user);
      return { verified: true, method: method as SecondFactorMethod };
    },
    reauthenticate(answer) {
      password = 'password' in answer ? answer.password : '';
      clearTimeout(forgetting);
      forgetting = setTimeout(() => (password = undefined), passwordLifetime);
      return Promise.resolve({ validUntil: new Date(Date.now() + passwordLifetime).toISOString() });
    },
    async beginBackupCodes(signal) {
      const { backupCodes } = await change('/two-factor/generate-backup-codes', signal);
      return { backupCodes, expiresAt: never };
    },
    async disable(signal) {
      const { status } = await change('/two-factor/disable', signal);
      check(status === true);
      return { enabled: false };
    },
  };
}

/** An answer that does not say that it was done counts as none. */
function check(done: unknown): void {
  if (!done) throw new ClientError({ code: 'unreachable' });
}

/** As better-auth writes its codes: five characters, a hyphen, and the others. It compares capitals. */
const spelling = (code: string): string => code.replace(/\s/g, '').replace(/^(\w{5})(\w{5})$/, '$1-$2');
