import type { ClientInfo } from '../../core/audit/events.js';
import { hourMs } from '../../core/durations.js';
import type { SessionCarrier } from './session-carrier.js';
import { defaultHours } from './sign-in-options.js';
import { tokenCookie } from './token-cookie.js';

/** The cookie of `cookieSignIn`. */
export interface CookieOptions {
  /** False only for development over http: then the cookie has no `Secure` and no `__Host-` prefix. */
  secure?: boolean;
  /** The name of the cookie, without its prefix; the default is `session`. */
  cookieName?: string;
}

/** How a server reads the cookies of a request and sends one: all that differs between servers. */
export interface CookieHeaders<Context> {
  /** The `Cookie` of the request. */
  read(context: Context): string | null | undefined;
  /** Adds a `Set-Cookie` to the answer. */
  send(context: Context, line: string): void;
  userAgent(context: Context): string | null | undefined;
  /** For the audit trail. */
  client(context: Context): ClientInfo;
}

/** The cookie is the session: it has only the token. @throws {TypeError} for a name that no cookie can have, and for an option of a wrong type */
export function cookieCarrier<Context>(
  { secure = true, cookieName = 'session', hours = defaultHours }: CookieOptions & { hours?: number },
  headers: CookieHeaders<Context>,
): SessionCarrier<Context> {
  if (!/^[\w-]{1,64}$/.test(cookieName)) throw new TypeError('cookieName has to be letters, digits, _ and -');
  if (/^__(Host|Secure)-/i.test(cookieName)) {
    throw new TypeError(
      `cookieName has to be without its prefix, which comes with \`secure\`: ${cookieName.replace(/^__(Host|Secure)-/i, '')}`,
    );
  }
  // Another value, such as null, would quietly count as false.
  if (typeof secure !== 'boolean') throw new TypeError('secure has to be true or false');
  const cookie = tokenCookie(cookieName, secure, hours * hourMs);
  return {
    read: (context) => cookie.read(headers.read(context)),
    userAgent: (context) => headers.userAgent(context),
    client: (context) => headers.client(context),
    async write(context, token, _keep, fill) {
      await fill();
      headers.send(context, cookie.store(token));
    },
    clear(context) {
      headers.send(context, cookie.remove());
      return Promise.resolve();
    },
  };
}
