import type { ClientInfo } from '../../core/audit/events.js';

/** How the sessions of an app carry a token of the sign-in store. */
export interface SessionCarrier<Context> {
  /** Null without a token. */
  read(context: Context): string | null | Promise<string | null>;
  /**
   * Puts the token into a session with a new id and calls `fill` before the session is stored.
   *
   * @param keep whether the session keeps the app's own data: true when its person stays the same
   */
  write(context: Context, token: string, keep: boolean, fill: () => Promise<unknown>): Promise<void>;
  clear(context: Context): Promise<void>;
  /** The user agent of a request, for `deviceName` and the audit trail. */
  userAgent?(context: Context): string | null | undefined;
  /** Where a request comes from, for the audit trail: what is known of `address`, `userAgent` and `requestId`. */
  client?(context: Context): Partial<ClientInfo>;
}
