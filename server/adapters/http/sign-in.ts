import { createAnnouncer } from '../../core/audit/announcer.js';
import { eventsOf, type ClientInfo } from '../../core/audit/events.js';
import { callApp } from '../../core/call-app.js';
import { hourMs } from '../../core/durations.js';
import { TwoFactorError } from '../../core/errors.js';
import { consoleLog } from '../../core/log.js';
import type { SignedIn } from '../../core/sign-in/sign-in-store.js';
import { challengeMs } from '../../core/two-factor/caller.js';
import { toAccountId } from '../../core/two-factor/check-input.js';
import { wrongClockMs } from '../../core/two-factor/instance-clocks.js';
import type { RecentProofOptions, SessionProof } from '../../core/two-factor/rules.js';
import { describeClient } from './client-info.js';
import { isClaims, isRemembered, isStillRight, isTrusted, type FirstFactor } from './first-factor.js';
import type { TwoFactorHost } from './host.js';
import { recentProofGuard, type RecentProofGuard } from './recent-proof-guard.js';
import type { SessionCarrier } from './session-carrier.js';
import { signInDevices, toDeviceName } from './sign-in-devices.js';
import { checkSignInOptions, defaultHours, type SignInOptions } from './sign-in-options.js';

export interface SignIn<Context> {
  /** Connects the routes of the contract with these sign-ins. */
  host: TwoFactorHost<Context>;
  /**
   * Call it whenever the first factor is right: a password, a link in a mail, an identity provider, a password reset, a
   * remembered device. It decides whether the second factor is due.
   *
   * @param first with `{ stillRight }` a password that is changed meanwhile signs nobody in; with `{ remembered: true }` the sign-in is no
   *   recent proof; with `{ trustedDevice }` no challenge is due on a device that is trusted
   * @returns `challenge`: show `harmony-2fa-challenge`; `enrolment`: show `harmony-2fa-enrolment`; `full`: the account is signed in
   * @throws `not_signed_in` for an account that `findAccount` does not find, for a first factor that is not `stillRight`, and for a
   *   remembered device of an account that has to be enrolled: its person has to give the first factor; `unavailable` when a change, such
   *   as a password reset, has ended the sign-in meanwhile: check the first factor again
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
  /**
   * Ends the account's other sign-ins, also those that wait for a second factor: after another password, for example.
   *
   * @throws `not_signed_in` without a full sign-in
   */
  endOthers(context: Context): Promise<void>;
  /** Signs an account out everywhere: after a password reset, for example. */
  endAll(accountId: string): Promise<void>;
}

/** No code of the app runs where nobody becomes fully signed in. */
const nothing = (): Promise<void> => Promise.resolve();

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
  checkSignInOptions(options);
  const { twoFactor, store, hours = defaultHours, onEvent, clock = () => new Date(), log = consoleLog } = options;
  const { signIns } = store;
  const announce = createAnnouncer(onEvent ? [onEvent] : [], log);

  const signIn: SignIn<Context> = {
    async begin(context, accountId, first) {
      toAccountId(accountId, 'begin');
      if ((await findAccount(accountId)) === null) throw new TwoFactorError('not_signed_in');
      await endCarried(context);
      const now = clock();
      // The sign-in exists before 2FA, or a trust, is looked up. If either changes at the same time, this code sees it, or the change ends
      // this sign-in before it is full.
      const half = await beginHalf(context, accountId, now);
      await requireStillRight(first, half);
      const stage = await twoFactor.nextStage(accountId);
      const remembered = isRemembered(first);
      if (stage === 'enrolment') return beginEnrolment(context, accountId, { half, now, remembered });
      if (stage === 'challenge' && !(await isExempt(first, half))) return issueChallenge(context, accountId, half);
      const proof = remembered ? null : ({ method: 'password', at: now } as const);
      const full = await signIns.promote(half, proof, endOf(now), now);
      if (full === null) return stage === 'full' ? beginAgain(context, accountId) : refuseEnded();
      await carry(context, accountId, full, false);
      return 'full';
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
    async endOthers(context) {
      const { accountId } = await signIn.requireFull(context);
      const token = await carrier.read(context);
      if (token !== null) await signIns.endOthers(accountId, token);
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
        // Here, while the sign-in can still end: an answer that fails later would leave the person signed in.
        return { result: await carry(context, accountId, full, true, (result) => JSON.stringify(result)) };
      },

      async completeEnrolment(context, { accountId }) {
        const now = clock();
        const token = await carrier.read(context);
        const proof: SessionProof = { method: 'second_factor', at: now };
        const full = token === null ? null : await signIns.promote(token, proof, endOf(now), now, 'enrolment');
        if (full === null) {
          // Another change has ended this sign-in. We cannot tell which sign-ins are newer than both changes, so end all.
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
        // Another change has ended this sign-in. We cannot tell which sign-ins are newer than both changes, so end all.
        if (token === null) return signIns.endAll(accountId);
        if (authenticator !== 'added') await signIns.endOthers(accountId, token);
        await carrier.write(context, token, true, nothing);
      },

      ...(options.deviceName &&
        signInDevices({ signIns, read: (context: Context) => carrier.read(context), clientOf, clock, announce })),
    },
  };
  return signIn;

  /** Stores a sign-in whose first factor is right. */
  async function beginHalf(context: Context, accountId: string, now: Date): Promise<string> {
    const deviceName = await callApp('deviceName', () => deviceNameOf(context));
    return signIns.begin(accountId, new Date(now.getTime() + challengeMs), now, deviceName);
  }

  /** The entry comes first: a challenge that the trail does not have reaches no browser. */
  async function issueChallenge(context: Context, accountId: string, half: string): Promise<'challenge'> {
    const events = eventsOf({ accountId, client: clientOf(context) }, clock(), 'challenge_issued');
    await signIns.record(events);
    announce(events);
    await carrier.write(context, half, false, nothing);
    return 'challenge';
  }

  async function beginEnrolment(
    context: Context,
    accountId: string,
    { half, now, remembered }: { half: string; now: Date; remembered: boolean },
  ): Promise<'enrolment'> {
    // The first factor has to be of this sign-in: it is the proof for the set-up.
    if (remembered) {
      await signIns.end(half);
      throw new TwoFactorError('not_signed_in');
    }
    const events = eventsOf({ accountId, client: clientOf(context) }, now, 'enrolment_begun');
    const enrolling = await signIns.enrol(half, now, events);
    if (enrolling === null) return refuseEnded();
    announce(events);
    await carrier.write(context, enrolling, false, nothing);
    return 'enrolment';
  }

  async function requireStillRight(first: FirstFactor | undefined, half: string): Promise<void> {
    if (await askApp('stillRight', half, () => isStillRight(first))) return;
    await signIns.end(half);
    throw new TwoFactorError('not_signed_in');
  }

  /** Whether no challenge is due, although 2FA is on. */
  function isExempt(first: FirstFactor | undefined, half: string): Promise<boolean> {
    return askApp('trustedDevice or acceptsSecondFactorOf', half, async () => {
      return (await isTrusted(first)) || (await isAccepted(first));
    });
  }

  /** Asks the app about a sign-in that is stored already. The sign-in ends where the app fails. */
  async function askApp<T>(name: string, half: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await callApp(name, ask);
    } catch (error) {
      await signIns.end(half);
      throw error;
    }
  }

  async function isAccepted(first: FirstFactor | undefined): Promise<boolean> {
    if (!isClaims(first)) return false;
    // TypeScript accepts an asynchronous function where it does not look. Node would end the process because of its rejection.
    const accepted: unknown = options.acceptsSecondFactorOf?.(first);
    return (await accepted) === true;
  }

  /**
   * A change has ended the sign-in while 2FA was off, and the first factor is older than that change. If 2FA was turned on, a code
   * is asked for, whatever exempts from it. After any other change, such as a password reset, the first factor may be wrong by now.
   */
  async function beginAgain(context: Context, accountId: string): Promise<'challenge'> {
    const now = clock();
    const half = await beginHalf(context, accountId, now);
    const isOn = (await twoFactor.nextStage(accountId)) === 'challenge';
    // The sign-in that has turned 2FA on is still there, unless all sign-ins have ended since.
    if (!isOn || (await signIns.list(accountId, half, now)).length === 0) {
      await signIns.end(half);
      return refuseEnded();
    }
    return issueChallenge(context, accountId, half);
  }

  /** A second try would rest on a first factor, or on a trust, that is older than the change. So the app has to ask again. */
  function refuseEnded(): never {
    throw new TwoFactorError('unavailable', { retryAfter: 1 });
  }

  /** Null in an app that shows no list: then none is stored. */
  async function deviceNameOf(context: Context): Promise<string | null> {
    if (!options.deviceName) return null;
    const name: unknown = options.deviceName(carrier.userAgent?.(context) ?? null);
    return toDeviceName(await name);
  }

  /** For the audit trail: as much as the carrier knows of the request. */
  function clientOf(context: Context): ClientInfo {
    const { address, userAgent, requestId } = carrier.client?.(context) ?? {};
    return describeClient({
      addresses: [address],
      userAgent: userAgent ?? carrier.userAgent?.(context) ?? undefined,
      requestId: requestId ?? null,
    });
  }

  function endOf(now: Date): Date {
    return new Date(now.getTime() + hours * hourMs);
  }

  /** The sign-in of a request, with the name of its account. */
  async function find(context: Context): Promise<{ signedIn: SignedIn; name: string } | null> {
    const token = await carrier.read(context);
    const now = clock();
    const signedIn = token === null ? null : await signIns.find(token, now);
    const account = signedIn && (await findAccount(signedIn.accountId));
    if (token === null || !signedIn || !account || isOfWrongClock(signedIn, now)) return null;
    if (signedIn.stage === 'full' && (await twoFactor.mustEnrol(signedIn.accountId))) {
      // The session is older than the rule, or its grace period has ended.
      await signIns.end(token);
      return null;
    }
    return { signedIn, name: account.name };
  }

  /** One that a clock has made which was ahead would live until that time. */
  function isOfWrongClock({ stage, expiresAt }: SignedIn, now: Date): boolean {
    const livesMs = stage === 'full' ? hours * hourMs : challengeMs;
    return expiresAt.getTime() > now.getTime() + livesMs + wrongClockMs;
  }

  /** Many databases return `undefined` for an account that does not exist. Any other wrong value is an error: it could sign in. */
  async function findAccount(accountId: string): Promise<{ name: string } | null> {
    const account: unknown = (await callApp('findAccount', () => options.findAccount(accountId))) ?? null;
    if (typeof account !== 'object' || Array.isArray(account)) {
      const kind = Array.isArray(account) ? 'a list' : `a value of type ${typeof account}`;
      throw new TypeError(`findAccount returned ${kind}, not an account or null`);
    }
    const name: unknown = (account as { name?: unknown } | null)?.name;
    // An authenticator app shows it. A row of the database often has another word for it.
    if (account !== null && (typeof name !== 'string' || name === '')) {
      throw new TypeError('findAccount has to return { name } with the name that an authenticator app shows, or null');
    }
    return account as { name: string } | null;
  }

  async function endCarried(context: Context): Promise<void> {
    const token = await carrier.read(context);
    if (token !== null) await signIns.end(token);
  }

  async function rotate(context: Context, proof: SessionProof | null): Promise<string | null> {
    const token = await carrier.read(context);
    return token === null ? null : signIns.rotate(token, proof, clock());
  }

  /**
   * Hands a full sign-in to the session. When the app cannot store it, nobody may use it.
   *
   * @param check throws for a result of `onSignedIn` that cannot be answered
   */
  async function carry(
    context: Context,
    accountId: string,
    token: string,
    keep: boolean,
    check: (result: unknown) => unknown = () => undefined,
  ): Promise<unknown> {
    let result: unknown;
    try {
      await carrier.write(context, token, keep, async () => {
        result = await callApp('onSignedIn', () => onSignedIn(context, accountId));
        check(result);
      });
    } catch (error) {
      await signIns.end(token);
      throw error;
    }
    return result;
  }
}
