import { TwoFactorError } from '../../core/errors.js';
import { requireFunction } from '../../core/require-options.js';
import type { SignedIn, SignInStore } from '../../core/sign-in/sign-in-store.js';
import { challengeMs } from '../../core/two-factor/caller.js';
import { toAccountId } from '../../core/two-factor/check-input.js';
import type { RecentProofOptions, SessionProof } from '../../core/two-factor/rules.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { TwoFactorHost } from './host.js';
import { recentProofGuard, type RecentProofGuard } from './recent-proof-guard.js';
import { signInDevices, toDeviceName } from './sign-in-devices.js';

/** What an identity provider says of a sign-in, after its token was verified (OpenID Connect Core 1.0 §2). */
export interface IdentityClaims {
  /** The `iss` of the token. */
  issuer: string;
  /** Authentication methods, such as `['pwd', 'otp']` (RFC 8176). */
  amr?: readonly string[] | undefined;
  acr?: string | undefined;
}

/** The first factor was given days ago: a remembered device. Nobody has proved anything just now. */
export interface Remembered {
  remembered: true;
}

/**
 * The first factor is right, and the browser is a device that its owner trusts: it has shown a token that the app gave it after a
 * challenge with `trustDevice`. The second factor is not asked for. The sign-in is no second-factor proof.
 */
export interface TrustedDevice {
  trustedDevice: true;
}

/** What the app says of a first factor that was not given to itself just now, or of the browser. */
export type FirstFactor = IdentityClaims | Remembered | TrustedDevice;

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
   * `harmony-2fa-devices`. Neither the user agent nor the address is stored.
   */
  deviceName?(userAgent: string | null): string;
  clock?: () => Date;
}

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
  /** The user agent of a request, for `deviceName`. */
  userAgent?(context: Context): string | null | undefined;
}

export interface SignIn<Context> {
  /** Connects the routes of the contract with these sign-ins. */
  host: TwoFactorHost<Context>;
  /**
   * Call it whenever the first factor is right: a password, a link in a mail, an identity provider, a password reset, a
   * remembered device. It decides whether the second factor is due.
   *
   * @param first with `{ remembered: true }` the sign-in is no recent proof, with `{ trustedDevice: true }` no challenge is due
   * @returns `challenge`: show `harmony-2fa-challenge`; `enrolment`: show `harmony-2fa-enrolment`; `full`: the account is signed in
   * @throws `not_signed_in` for an account that `findAccount` does not find, and for a remembered device of an account that has to
   *   be enrolled: its person has to give the first factor
   */
  begin(context: Context, accountId: string, first?: FirstFactor): Promise<SignedIn['stage']>;
  /**
   * The full sign-in of a request; null without one, also while the second factor is due or has to be turned on. A full sign-in of an
   * account that the policy now requires to enrol has ended.
   */
  read(context: Context): Promise<SignedIn | null>;
  /** For a page that shows `harmony-2fa-challenge` or `harmony-2fa-enrolment`; null without a sign-in. */
  stageOf(context: Context): Promise<SignedIn['stage'] | null>;
  /** @throws `not_signed_in`, also while the second factor is due */
  requireFull(context: Context): Promise<SignedIn>;
  /**
   * For the app's own sensitive changes. `requireRecentProof({ maxAge: 60 })` makes a stricter guard.
   *
   * @throws `not_signed_in`, `reauthentication_required`
   */
  requireRecentProof: RecentProofGuard<Context>;
  /** Signs out. */
  end(context: Context): Promise<void>;
  /** Signs an account out everywhere: after a password reset, for example. */
  endAll(accountId: string): Promise<void>;
}

/** For how long a sign-in lasts (NIST SP 800-63B-4 §2.2.3). */
export const defaultHours = 24;
export const hourMs = 60 * 60 * 1000;
/** No code of the app runs where nobody becomes fully signed in. */
const nothing = (): Promise<void> => Promise.resolve();
/** 2FA may be turned on while a sign-in runs. The second try sees it. */
const tries = 2;

/**
 * Sign-ins for an app that has sessions of its own. The app's session carries only a token; what it is worth is decided by the
 * store, with one conditional statement for each change.
 *
 *     begin ──► 2FA off ──► full ◄── right answer ── challenge ◄── 2FA on ◄── begin
 *     begin ──► 2FA off and required ──► enrolment ── set-up confirmed ──► full
 *
 * @param onSignedIn called when an account is fully signed in, before the session is stored; the page gets its result
 * @throws {TypeError} at once when an option is missing
 */
export function createSignIn<Context>(
  options: SignInOptions,
  carrier: SessionCarrier<Context>,
  onSignedIn: (context: Context, accountId: string) => unknown = () => undefined,
): SignIn<Context> {
  checkOptions(options);
  const { twoFactor, store, hours = defaultHours, clock = () => new Date() } = options;
  const { signIns } = store;

  const signIn: SignIn<Context> = {
    async begin(context, accountId, first) {
      toAccountId(accountId, 'begin');
      if ((await findAccount(accountId)) === null) throw new TwoFactorError('not_signed_in');
      const remembered = isRemembered(first);
      const exempt = isTrusted(first) || (isClaims(first) && options.acceptsSecondFactorOf?.(first) === true);
      await endCarried(context);
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const now = clock();
        // The sign-in exists before 2FA is looked up. If 2FA is turned on at the same time, either this code sees it, or the
        // change ends this sign-in before it is full.
        const half = await signIns.begin(accountId, new Date(now.getTime() + challengeMs), now, nameOf(context));
        const stage = await twoFactor.nextStage(accountId);
        if (stage === 'challenge' && !exempt) {
          await carrier.write(context, half, false, nothing);
          return 'challenge';
        }
        if (stage === 'enrolment') {
          // The first factor has to be of this sign-in: it is the proof for the set-up.
          if (remembered) {
            await signIns.end(half);
            throw new TwoFactorError('not_signed_in');
          }
          const enrolling = await signIns.enrol(half, now);
          if (enrolling === null) continue;
          await carrier.write(context, enrolling, false, nothing);
          return 'enrolment';
        }
        const proof = remembered ? null : ({ method: 'password', at: now } as const);
        const full = await signIns.promote(half, proof, endOf(now), now);
        if (full === null) continue;
        await carry(context, accountId, full, false);
        return 'full';
      }
      throw new TwoFactorError('unavailable', { retryAfter: 1 });
    },

    async read(context) {
      const found = await find(context);
      return found?.signedIn.stage === 'full' ? found.signedIn : null;
    },
    stageOf: async (context) => (await find(context))?.signedIn.stage ?? null,
    async requireFull(context) {
      const signedIn = await signIn.read(context);
      if (signedIn === null) throw new TwoFactorError('not_signed_in');
      return signedIn;
    },
    requireRecentProof: recentProofGuard(async (context: Context, limit?: RecentProofOptions) => {
      const signedIn = await signIn.requireFull(context);
      await twoFactor.requireRecentProof(signedIn, limit);
      return signedIn;
    }),
    async end(context) {
      await endCarried(context);
      await carrier.clear(context);
    },
    endAll: (accountId) => signIns.endAll(toAccountId(accountId, 'endAll')),

    host: {
      async identify(context) {
        const found = await find(context);
        if (found === null) return null;
        const { accountId, stage, expiresAt, proof } = found.signedIn;
        switch (stage) {
          case 'full':
            return { stage, accountId, accountName: found.name, proof };
          case 'enrolment':
            return { stage, accountId, accountName: found.name, expiresAt };
          case 'challenge':
            return { stage, accountId, expiresAt };
        }
      },
      checkPassword: ({ accountId }, password) => options.checkPassword(accountId, password),

      async recordProof(context, _caller, proof) {
        const token = await rotate(context, proof);
        if (token === null) return false;
        await carrier.write(context, token, true, nothing);
        return true;
      },

      async completeChallenge(context, { accountId }) {
        const now = clock();
        const token = await carrier.read(context);
        const proof: SessionProof = { method: 'second_factor', at: now };
        const full = token === null ? null : await signIns.promote(token, proof, endOf(now), now);
        if (full === null) return null;
        return { result: await carry(context, accountId, full, true) };
      },

      async completeEnrolment(context, { accountId }) {
        const now = clock();
        const token = await carrier.read(context);
        const proof: SessionProof = { method: 'second_factor', at: now };
        const full = token === null ? null : await signIns.promote(token, proof, endOf(now), now, 'enrolment');
        if (full === null) {
          // A change at the same time has ended this sign-in. Then no sign-in is known to be newer than both changes.
          await signIns.endAll(accountId);
          return false;
        }
        await signIns.endOthers(accountId, full);
        await carry(context, accountId, full, true);
        return true;
      },

      async factorChanged(context, { accountId }, { enabled, authenticator }) {
        const isProof = enabled && authenticator !== 'removed';
        const token = await rotate(context, isProof ? { method: 'second_factor', at: clock() } : null);
        // A change at the same time has ended this sign-in. Then no sign-in is known to be newer than both changes.
        if (token === null) return signIns.endAll(accountId);
        if (authenticator !== 'added') await signIns.endOthers(accountId, token);
        await carrier.write(context, token, true, nothing);
      },

      ...(options.deviceName && signInDevices({ signIns, read: (context: Context) => carrier.read(context), clock })),
    },
  };
  return signIn;

  /** Null in an app that shows no list: then none is stored. */
  function nameOf(context: Context): string | null {
    return options.deviceName ? toDeviceName(options.deviceName(carrier.userAgent?.(context) ?? null)) : null;
  }

  function endOf(now: Date): Date {
    return new Date(now.getTime() + hours * hourMs);
  }

  /** The sign-in of a request, with the name of its account. */
  async function find(context: Context): Promise<{ signedIn: SignedIn; name: string } | null> {
    const token = await carrier.read(context);
    const signedIn = token === null ? null : await signIns.find(token, clock());
    const account = signedIn && (await findAccount(signedIn.accountId));
    if (token === null || !signedIn || !account) return null;
    if (signedIn.stage === 'full' && (await twoFactor.mustEnrol(signedIn.accountId))) {
      // Of before the rule, or of its time of grace, which is over.
      await signIns.end(token);
      return null;
    }
    return { signedIn, name: account.name };
  }

  /** Many databases return `undefined` for an account that does not exist. Any other wrong value is an error: it could sign in. */
  async function findAccount(accountId: string): Promise<{ name: string } | null> {
    const account: unknown = (await options.findAccount(accountId)) ?? null;
    if (typeof account === 'object' && !Array.isArray(account)) return account as { name: string } | null;
    const kind = Array.isArray(account) ? 'a list' : `a value of type ${typeof account}`;
    throw new TypeError(`findAccount returned ${kind}, not an account or null`);
  }

  async function endCarried(context: Context): Promise<void> {
    const token = await carrier.read(context);
    if (token !== null) await signIns.end(token);
  }

  async function rotate(context: Context, proof: SessionProof | null): Promise<string | null> {
    const token = await carrier.read(context);
    return token === null ? null : signIns.rotate(token, proof, clock());
  }

  /** Hands a full sign-in to the session. When the app cannot store it, nobody may use it. */
  async function carry(context: Context, accountId: string, token: string, keep: boolean): Promise<unknown> {
    let result: unknown;
    try {
      await carrier.write(context, token, keep, async () => {
        result = await onSignedIn(context, accountId);
      });
    } catch (error) {
      await signIns.end(token);
      throw error;
    }
    return result;
  }
}

function isRemembered(first: FirstFactor | undefined): first is Remembered {
  return typeof first === 'object' && first !== null && 'remembered' in first && Boolean(first.remembered);
}

/** Only `true`: another value, such as a promise, would skip the second factor. */
function isTrusted(first: FirstFactor | undefined): first is TrustedDevice {
  return typeof first === 'object' && first !== null && 'trustedDevice' in first && first.trustedDevice === true;
}

function isClaims(first: FirstFactor | undefined): first is IdentityClaims {
  return typeof first === 'object' && first !== null && !isRemembered(first) && !('trustedDevice' in first);
}

function checkOptions(options: SignInOptions): void {
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
  if (hours !== undefined && !(hours > 0 && hours <= 24 * 366)) throw new TypeError('hours has to be more than 0');
  requireFunction(clock, 'clock');
  requireFunction((options as { acceptsSecondFactorOf?: unknown }).acceptsSecondFactorOf, 'acceptsSecondFactorOf');
  requireFunction((options as { deviceName?: unknown }).deviceName, 'deviceName');
}
