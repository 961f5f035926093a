import type { AuditEvent } from '../../core/audit/events.js';
import type { Log } from '../../core/log.js';
import { requireFunction } from '../../core/require-options.js';
import type { SignInStore } from '../../core/sign-in/sign-in-store.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { IdentityClaims } from './first-factor.js';

/** For how long a sign-in lasts (NIST SP 800-63B-4 §2.2.3). */
export const defaultHours = 24;
const maxHours = 24 * 366;

/** What every app gives, whatever carries its sessions. */
export interface SignInOptions {
  twoFactor: TwoFactor;
  /** The result of `openStore`. */
  store: { signIns: SignInStore };
  /**
   * The account's name for its authenticator app; null for an account that may not be signed in, such as a suspended one: its
   * sign-ins count no more, and `begin` refuses it. Called for each request that carries a sign-in.
   */
  findAccount(accountId: string): Promise<{ name: string } | null>;
  /** Whether this is the account's password. Called only while 2FA is off. */
  checkPassword(accountId: string, password: string): Promise<boolean>;
  /** How long a sign-in lasts; the default is `defaultHours`, a day. */
  hours?: number;
  /**
   * Whether the identity provider itself has asked for a second factor, so that this app does not ask again. Off by default. Return
   * true only for an issuer whose `amr` or `acr` you have checked: most providers send none. An account that the policy requires to
   * have 2FA here is enrolled all the same: let the policy return null for accounts that sign in there.
   */
  acceptsSecondFactorOf?(claims: IdentityClaims): boolean;
  /**
   * Names a browser for its owner, such as “Chrome on Windows”. With it the host lists the account's sign-ins and ends them, for
   * `harmony-2fa-devices`. The list stores neither the user agent nor the address.
   */
  deviceName?(userAgent: string | null): string;
  /**
   * Called with each audit entry of these sign-ins after it was written: `challenge_issued`, `enrolment_begun`, `session_revoked`,
   * `signed_out_elsewhere`. `createTwoFactor` has an `onEvent` for all others.
   */
  onEvent?: (event: AuditEvent) => void;
  clock?: () => Date;
  /** For faults of `onEvent`, and on express-session for warnings and for faults of a guard; the default is `console`. */
  log?: Log;
}

/** @throws {TypeError} when an option is missing or wrong */
export function checkSignInOptions(options: SignInOptions): void {
  const { twoFactor, store, hours, clock } = options;
  if (typeof (twoFactor as Partial<TwoFactor> | undefined)?.nextStage !== 'function') {
    throw new TypeError('twoFactor has to be the result of createTwoFactor');
  }
  if (typeof (store as Partial<SignInOptions['store']> | undefined)?.signIns?.promote !== 'function') {
    throw new TypeError('store has to be the result of openStore');
  }
  for (const name of ['findAccount', 'checkPassword'] as const) {
    if (typeof (options as Partial<SignInOptions>)[name] !== 'function') {
      throw new TypeError(`${name} has to be a function`);
    }
  }
  if (hours !== undefined && !(typeof hours === 'number' && hours > 0 && hours <= maxHours)) {
    throw new TypeError(`hours has to be a number of more than 0 and at most ${maxHours}, a year`);
  }
  requireFunction(clock, 'clock');
  requireFunction((options as { acceptsSecondFactorOf?: unknown }).acceptsSecondFactorOf, 'acceptsSecondFactorOf');
  requireFunction((options as { onEvent?: unknown }).onEvent, 'onEvent');
  requireFunction((options as { deviceName?: unknown }).deviceName, 'deviceName');
}
