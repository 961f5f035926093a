/** Routes of the reference server outside the protocol: accounts and sessions of the host. */

export interface Session {
  email: string;
  workspaces: Workspace[];
  /** Only in the session of an administrator. */
  administrator?: true;
}

export interface Workspace {
  slug: string;
  name: string;
}

export interface Credentials {
  email: string;
  password: string;
}

/** A refusal by the server, or `unreachable` without a valid answer. */
export class SessionError extends Error {
  override readonly name = 'SessionError';

  constructor(
    readonly code: string,
    readonly retryAfter: number | null,
  ) {
    super(code);
  }
}

export async function createAccount(credentials: Credentials): Promise<void> {
  await call('POST', '/api/accounts', credentials);
}

export type SignInStep = 'done' | 'challenge' | 'enrolment';

/** @returns what comes after the right password */
export async function signIn(credentials: Credentials): Promise<SignInStep> {
  const { next } = (await call('POST', '/api/session', credentials)) as { next: SignInStep };
  return next;
}

/** @returns null without a full session */
export async function readSession(): Promise<Session | null> {
  try {
    return (await call('GET', '/api/session')) as Session;
  } catch (error) {
    if (error instanceof SessionError && error.code === 'not_signed_in') return null;
    throw error;
  }
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/api/session');
}

/** @param token of the link in a mail about a recovery */
export async function stopRecovery(token: string): Promise<void> {
  await call('POST', '/api/recovery/stop', { token });
}

export async function readWorkspace(slug: string): Promise<Workspace> {
  return (await call('GET', `/api/workspaces/${encodeURIComponent(slug)}`)) as Workspace;
}

/** @param send a `fetch` that asks for the proof that the server wants */
export async function changePassword(oldPassword: string, newPassword: string, send: typeof fetch): Promise<void> {
  await call('POST', '/api/password', { oldPassword, newPassword }, send);
}

/** @param send a `fetch` that asks for the proof that the server wants */
export async function deleteWorkspace(slug: string, send: typeof fetch): Promise<void> {
  await call('DELETE', `/api/workspaces/${encodeURIComponent(slug)}`, undefined, send);
}

/** One account in the report of an administrator. */
export interface Person {
  account: string;
  address: string;
  twoFactor: 'on' | 'off' | 'damaged';
  enabledAt: string | null;
  backupCodesLeft: number | null;
  lastUsedAt: string | null;
  lastUsedBy: 'totp' | 'backup_code' | null;
  requiredFrom: string | null;
}

export interface PeoplePage {
  people: Person[];
  next: string | null;
  total: number;
  withTwoFactor: number;
  /** The account of the administrator. */
  own: string;
}

export async function readPeople(query: Record<string, string>): Promise<PeoplePage> {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  return (await call('GET', `/api/administration/report?${search}`)) as PeoplePage;
}

/** @param send a `fetch` that asks for the proof that the server wants */
export async function resetTwoFactor(account: string, reason: string, send: typeof fetch): Promise<Person> {
  return (await call('POST', '/api/administration/resets', { account, reason }, send)) as Person;
}

async function call(method: string, path: string, body?: object, send = fetch): Promise<unknown> {
  let status: number;
  let answer: unknown;
  try {
    const response = await send(path, {
      method,
      headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      cache: 'no-store',
    });
    status = response.status;
    const text = await response.text();
    answer = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new SessionError('unreachable', null);
  }
  if (status < 400) return answer;
  const { code, retryAfter } = Object(answer) as Record<string, unknown>;
  throw new SessionError(
    typeof code === 'string' ? code : 'unreachable',
    typeof retryAfter === 'number' ? retryAfter : null,
  );
}
