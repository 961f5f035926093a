import type { Fault } from './faults.js';
import { Refusal } from './refusal.js';
import { minute, type Account, type Session, type World } from './world.js';

export interface Context {
  readonly world: World;
  readonly session: Session | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The last part of the path, where it names something. */
  readonly id: string;
  readonly instance: 1 | 2;
}

export interface Reply {
  status: number;
  body: unknown;
}

export type Operation = (context: Context) => Reply | Promise<Reply>;

export const nothing: Reply = { status: 204, body: undefined };
export const reply = (body: unknown, status = 200): Reply => ({ status, body });

/** The account that a body names, which nobody may look at. */
export function namedAccount({ world, body }: Context): Account | undefined {
  return world.accounts.get(String(body['accountId']));
}

/** A full session, or one that has to turn 2FA on. */
export function requireSetupSession(context: Context, halfDoes?: Fault): Session {
  const { world, session } = context;
  if (session?.stage !== 'enrolment') return requireFull(context, halfDoes);
  const isOver = world.now >= session.challengeEnds && !world.has('an enrolment never ends');
  if (isOver || session.account.factor !== null) throw new Refusal('not_signed_in');
  return session;
}

/** @param halfDoes the fault that lets a half signed-in session through */
export function requireFull({ world, session, headers }: Context, halfDoes?: Fault): Session {
  const isEnrolling = session?.stage === 'enrolment';
  const counts =
    session?.stage === 'full' ||
    (isEnrolling && world.has('an enrolment reaches everything')) ||
    (session?.stage === 'half' && world.has('a half signed-in session is a full one')) ||
    (session?.stage === 'half' && halfDoes !== undefined && world.has(halfDoes));
  if (!session || !counts) throw new Refusal('not_signed_in');
  const shown = headers['x-two-factor-account'];
  const isForeign =
    shown !== undefined && shown !== accountName(world, session) && !world.has('the account of a page is not compared');
  if (isForeign) throw new Refusal('not_signed_in');
  return session;
}

export function requireHalf({ world, session }: Context): Session {
  if (!session)
    throw new Refusal(
      world.has('without a session the challenge says not_signed_in') ? 'not_signed_in' : 'challenge_expired',
    );
  const isOver = world.now >= session.challengeEnds && !world.has('a challenge never ends');
  const isHalf = session.stage === 'half' || world.has('a challenge can be answered again');
  if (!isHalf || isOver || session.account.factor === null) throw new Refusal('challenge_expired');
  return session;
}

export function requireProof({ world }: Context, { account, proof, stage }: Session): void {
  const isEnrolling = stage === 'enrolment';
  const lasts = world.has('a proof lasts an hour') ? 60 * minute : 5 * minute;
  const at = world.has('a proof is of all sessions') ? account.provedAt : (proof?.at ?? 0);
  // The sign-in of an enrolment is its proof.
  const isRecent = world.now < at + lasts || (isEnrolling && !world.has('an enrolment needs a recent proof'));
  const isStrong =
    account.factor === null || proof?.method === 'second_factor' || world.has('a password is a proof while 2FA is on');
  if (isRecent && isStrong) return;
  throw new Refusal('reauthentication_required', { methods: account.factor ? ['totp', 'backup_code'] : ['password'] });
}

function accountName(world: World, session: Session): string {
  return Buffer.from(world.has('account differs between sessions') ? session.id : session.account.id)
    .toString('base64url')
    .slice(0, 40);
}

export function statusOf(world: World, session: Session): Record<string, unknown> {
  const { account } = session;
  const named = {
    account: accountName(world, session),
    ...(account.isRequired && { required: { since: new Date(account.requiredAt).toISOString(), graceEndsAt: null } }),
  };
  const { factor } = account;
  if (!factor) return { enabled: world.has('2FA is on once it is begun') && account.pendingSetup !== null, ...named };
  const remaining = [...factor.codes.values()].filter((isUsed) => !isUsed).length;
  return {
    enabled: true,
    enabledAt: new Date(factor.enabledAt).toISOString(),
    backupCodes: {
      remaining: world.has('backup codes are not counted down') ? 10 : remaining,
      total: factor.codes.size,
    },
    authenticators: factor.apps.map(({ id, name, addedAt, lastUsedAt }) => ({
      id,
      name,
      addedAt: new Date(addedAt).toISOString(),
      lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
      ...(world.has('the status holds the secret') && { secret: factor.apps[0]!.secret.toString('hex') }),
    })),
    ...named,
  };
}
