import { TwoFactorError } from '../../core/errors.js';
import { requireFunction } from '../../core/require-options.js';
import type { SignedIn, SignInStore } from '../../core/sign-in/sign-in-store.js';
import { challengeMs } from '../../core/two-factor/caller.js';
import { toAccountId } from '../../core/two-factor/check-input.js';
import type { RecentProofOptions, SessionProof } from '../../core/two-factor/rules.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { TwoFactorHost } from './host.js';
import { recentProofGuard, type RecentProofGuard } from './recent-proof-guard.js';

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

/** What the app says of a first factor that was not given to itself just now. */
export type FirstFactor = IdentityClaims | Remembered;

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
   * true only for an issuer whose `amr` or `acr` you have checked: most providers send none.
   */
  acceptsSecondFactorOf?(claims: IdentityClaims): boolean;
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
}

export interface SignIn<Context> {
  /** Connects the routes of the contract with these sign-ins. */
  host: TwoFactorHost<Context>;
  /**
   * Call it whenever the first factor is right: a password, a link in a mail, an identity provider, a password reset, a
   * remembered device. It decides whether the second factor is due.
   *
   * @param first with `{ remembered: true }` the sign-in is no recent proof
   * @returns `challenge`: show `harmony-2fa-challenge`; `full`: the account is signed in
   * @throws `not_signed_in` for an account that `findAccount` does not find
   */
  begin(context: Context, accountId: string, first?: FirstFactor): Promise<'full' | 'challenge'>;
  /** The full sign-in of a request; null without one, also while the second factor is due. */
  read(context: Context): Promise<SignedIn | null>;
  /** `challenge` while the second factor is due, for a page that then shows `harmony-2fa-challenge`; null without a sign-in. */
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
      const exempt = first !== undefined && !remembered && options.acceptsSecondFactorOf?.(first) === true;
      await endCarried(context);
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const now = clock();
        // The sign-in exists before 2FA is looked up. If 2FA is turned on at the same time, either this code sees it, or the
        // change ends this sign-in before it is full.
        const half = await signIns.begin(accountId, new Date(now.getTime() + challengeMs), now);
        if (!exempt && (await twoFactor.isEnabled(accountId))) {
          await carrier.write(context, half, false, nothing);
          return 'challenge';
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
        return stage === 'full'
          ? { stage, accountId, accountName: found.name, proof }
          : { stage, accountId, expiresAt };
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

      async factorChanged(context, { accountId }, { enabled, authenticator }) {
        const isProof = enabled && authenticator !== 'removed';
        const token = await rotate(context, isProof ? { method: 'second_factor', at: clock() } : null);
        // A change at the same time has ended this sign-in. Then no sign-in is known to be newer than both changes.
        if (token === null) return signIns.endAll(accountId);
        if (authenticator !== 'added') await signIns.endOthers(accountId, token);
        await carrier.write(context, token, true, nothing);
      },
    },
  };
  return signIn;

  function endOf(now: Date): Date {
    return new Date(now.getTime() + hours * hourMs);
  }

  /** The sign-in of a request, with the name of its account. */
  async function find(context: Context): Promise<{ signedIn: SignedIn; name: string } | null> {
    const token = await carrier.read(context);
    const signedIn = token === null ? null : await signIns.find(token, clock());
    const account = signedIn && (await findAccount(signedIn.accountId));
    return signedIn && account && { signedIn, name: account.name };
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

function checkOptions(options: SignInOptions): void {
  const { twoFactor, store, hours, clock } = options;
  if (typeof (twoFactor as Partial<TwoFactor> | undefined)?.isEnabled !== 'function') {
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
}
