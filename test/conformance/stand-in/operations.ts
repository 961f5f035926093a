import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  attemptsLeft,
  budgetFor,
  checkBackupCode,
  checkCode,
  countFailure,
  fail,
  matchStep,
  plain,
  readCode,
  refuseWhileLocked,
  skewOf,
  succeed,
  type Attempt,
  type Purpose,
} from './attempts.js';
import {
  namedAccount,
  nothing,
  reply,
  requireFull,
  requireHalf,
  requireProof,
  requireSetupSession,
  statusOf,
  type Context,
  type Operation,
  type Reply,
} from './callers.js';
import { deviceOperations, nameAuthenticator, removeAuthenticator } from './optional-operations.js';
import { Refusal } from './refusal.js';
import {
  budgetOf,
  endOthers,
  minute,
  newBackupCodes,
  resetBudget,
  rotate,
  type Account,
  type App,
  type Session,
  type World,
} from './world.js';

/** The one credential of a body, or nothing for a wrong shape. */
function readCredential(
  { world, body }: Context,
  kinds: readonly ('code' | 'backupCode' | 'password')[],
): { kind: 'code' | 'backupCode' | 'password'; text: string } | undefined {
  const given = kinds.filter((kind) => body[kind] !== undefined);
  if (given.length > 1 && world.has('of two credentials the first is read')) given.length = 1;
  const [kind] = given;
  if (kind === undefined || given.length > 1) return undefined;
  const value = body[kind];
  if (typeof value === 'number' && world.has('a number is read as a code'))
    return { kind, text: String(value).padStart(6, '0') };
  return typeof value === 'string' ? { kind, text: value } : undefined;
}

function attemptOf(context: Context, session: Session, purpose: Purpose, factor: Attempt['factor']): Attempt {
  const { headers, instance } = context;
  const [address = '', clientAddress = ''] = [headers['x-forwarded-for'], headers['true-client-ip']];
  return { session, purpose, factor, address, clientAddress, instance, named: namedAccount(context) };
}

/** A body of a wrong shape is an attempt, too. */
function refuseShape(context: Context, session: Session, purpose: Purpose): never {
  const { world, body } = context;
  const budget = budgetFor(world, attemptOf(context, session, purpose, 'totp'));
  refuseWhileLocked(world, budget);
  if (!world.has('a wrong shape is free')) countFailure(world, budget);
  if (body['code'] !== undefined && body['backupCode'] !== undefined && world.has('two credentials are two attempts')) {
    countFailure(world, budget);
  }
  throw new Refusal(world.has('a wrong shape is code_invalid') ? 'code_invalid' : 'request_invalid', {
    ...(world.has('a wrong shape is code_invalid') && { attemptsRemaining: attemptsLeft(world, budget) }),
  });
}

const pendingEnds = ({ world }: Context, lasts = 10 * minute): number => world.now + lasts;
const isOver = (world: World, pending: { expiresAt: number }): boolean => world.now >= pending.expiresAt;

function beginSetup(context: Context): Reply {
  const { world, body } = context;
  const session = requireSetupSession(context);
  const { account } = session;
  const isAddition = account.factor !== null && body['mode'] === 'add';
  const isFree = isAddition && world.has('adding an authenticator needs no proof');
  if (!isFree && !world.has('begin set-up needs no proof')) requireProof(context, session);
  const most = world.has('there may be any number of authenticators') ? 99 : 5;
  if (isAddition && account.factor!.apps.length >= most) throw new Refusal('too_many_authenticators');
  const secret = randomBytes(world.has('secrets have 80 bits') ? 10 : 20);
  const codes = isAddition ? [] : newBackupCodes(world, account);
  const former = account.pendingSetup;
  if (world.has('begin set-up sets the count back')) resetBudget(world, account.id);
  account.pendingSetup = { id: randomUUID(), secret, codes, isAddition, expiresAt: pendingEnds(context) };
  if (former && world.has('a second begin keeps the first secret')) account.pendingSetup.secret = former.secret;
  if (account.factor && !isAddition && world.has('a replacement begins at once'))
    account.factor.apps[0]!.secret = account.pendingSetup.secret;
  const label = `Stand-in:${account.email.replace('@', '%40')}`;
  const keyUri = `otpauth://totp/${label}?secret=${base32(account.pendingSetup.secret)}&issuer=Stand-in&algorithm=SHA1&digits=6&period=30`;
  const { id, expiresAt } = account.pendingSetup;
  const answer = { keyUri, backupCodes: codes, expiresAt: timeOf(world, expiresAt), id };
  return reply(answer, world.has('begin set-up is 200') ? 200 : 201);
}

function timeOf(world: World, time: number): string {
  const text = new Date(time).toISOString();
  return world.has('times have no zone') ? text.slice(0, 19) : text;
}

async function confirmSetup(context: Context): Promise<Reply> {
  const { world, body } = context;
  const isPending = context.session?.account.pendingSetup;
  const session = requireSetupSession(context, isPending ? 'a half signed-in session confirms a set-up' : undefined);
  const { account } = session;
  const credential = readCredential(context, ['code', 'backupCode']);
  if (credential?.kind !== 'code') refuseShape(context, session, 'confirmation');
  const budget = budgetFor(world, attemptOf(context, session, 'confirmation', 'totp'));
  refuseWhileLocked(world, budget);
  const pending = account.pendingSetup;
  if (!pending || (isOver(world, pending) && !world.has('a pending set-up never ends')))
    throw new Refusal('setup_expired');
  const isFormer = body['id'] !== undefined && body['id'] !== pending.id;
  if (isFormer && !world.has('the id of what is pending is not compared')) throw new Refusal('setup_expired');
  const code = readCode(world, credential.text);
  const step = code === null ? null : matchStep(world, pending.secret, code, 'confirmation');
  if (step === null && !world.has('any code confirms a set-up')) {
    if (world.has('a burst of confirmations is checked before it is counted')) await pause(5);
    if (world.has('a wrong code ends the set-up')) account.pendingSetup = null;
    const skew =
      code === null || world.has('clock_out_of_sync is never said') ? null : skewOf(world, pending.secret, code);
    const isFree = (skew !== null && world.has('clock_out_of_sync is free')) || world.has('confirm set-up is free');
    if (!isFree) countFailure(world, budget);
    if (skew !== null)
      throw new Refusal('clock_out_of_sync', {
        skewSeconds: skew * (world.has('skewSeconds has the wrong sign') ? -30 : 30),
      });
    const members = { attemptsRemaining: attemptsLeft(world, budget) };
    throw new Refusal('code_invalid', {
      ...members,
      ...(world.has('an error holds the secret') && { detail: `expected ${base32(pending.secret)}` }),
    });
  }
  if (world.has('two confirmations at once both win')) await pause(5);
  activate(context, account, pending, step ?? 0);
  succeed(world, budget, account);
  budget.isBlocked = world.has('a replacement keeps the block') && budget.isBlocked;
  if (!world.has('the session of a confirmation gives no proof')) prove(world, session, 'second_factor');
  const isEnrolling = session.stage === 'enrolment';
  session.stage = 'full';
  afterChange(world, session, isEnrolling && world.has('an enrolment keeps its id'));
  return reply(statusOf(world, session));
}

function activate(
  { world }: Context,
  account: Account,
  pending: NonNullable<Account['pendingSetup']>,
  step: number,
): void {
  const isAdditionFree = pending.isAddition && world.has('an added authenticator spends no step');
  const isSpending = !isAdditionFree && !world.has('a set-up spends no step');
  const app: App = {
    id: randomUUID(),
    name: '',
    secret: pending.secret,
    lastStep: isSpending ? step : -1,
    addedAt: world.now,
    lastUsedAt: world.now,
  };
  account.usedTexts.add(`${app.id} ${step}`);
  const former = account.factor;
  if (pending.isAddition && former) {
    if (world.has('an added authenticator revives spent steps')) reviveSteps(former);
    former.apps.push(app);
  } else {
    const codes = new Map(pending.codes.map((code) => [plain(code), false]));
    const isKept = world.has('a replacement keeps the backup codes') && former;
    if (isKept) for (const [code, isUsed] of former.codes) codes.set(code, isUsed);
    const apps = world.has('a replacement keeps the former authenticator') && former ? [...former.apps, app] : [app];
    account.factor = { enabledAt: former?.enabledAt ?? world.now, apps, codes };
    if (!world.has('trust outlives a replacement')) account.trusted = [];
  }
  if (!world.has('a set-up can be confirmed again')) account.pendingSetup = null;
}

function reviveSteps({ apps }: NonNullable<Account['factor']>): void {
  for (const app of apps) app.lastStep = -1;
}

function prove(world: World, session: Session, method: 'password' | 'second_factor'): void {
  session.proof = { method, at: world.now };
  session.account.provedAt = world.now;
}

/** What follows a change: other sessions end, and this one gets a new id. */
function afterChange(world: World, session: Session, keepsId = false): void {
  if (!world.has('other sessions outlive a change')) {
    endOthers(world, session, world.has('half signed-in sessions outlive a change') ? ['full'] : undefined);
  }
  if (!keepsId) rotate(world, session);
}

function cancelSetup(context: Context): Reply {
  const session = requireSetupSession(context);
  const { world } = context;
  if (!session.account.pendingSetup && world.has('cancelling nothing is 410')) throw new Refusal('setup_expired');
  if (world.has('cancel set-up sets the count back')) resetBudget(world, session.account.id);
  if (!world.has('cancel set-up does nothing')) session.account.pendingSetup = null;
  return world.has('cancel set-up is 200 with a body') ? reply({}) : nothing;
}

function readChallenge(context: Context): Reply {
  const { world } = context;
  const session = requireHalf(context);
  if (world.has('a read of the challenge sets the count back')) resetBudget(world, session.account.id);
  if (world.has('a read prolongs the challenge')) session.challengeEnds = world.now + 10 * minute;
  const isBlocked = budgetOf(world, session.account.id).isBlocked;
  return reply({
    methods: isBlocked ? ['backup_code'] : ['totp', 'backup_code'],
    expiresAt: new Date(session.challengeEnds).toISOString(),
    trustDays: 30,
  });
}

async function answerChallenge(context: Context): Promise<Reply> {
  const { world } = context;
  const session = requireHalf(context);
  const credential = readCredential(context, ['code', 'backupCode']);
  if (!credential) refuseShape(context, session, 'challenge');
  const { kind, text } = credential;
  const isTrusting = context.body['trustDevice'] === true;
  if (isTrusting && world.has('trustDevice is refused')) throw new Refusal('request_invalid');
  const attempt = attemptOf(context, session, 'challenge', kind === 'code' ? 'totp' : 'backup_code');
  const isBelieved = context.body['verified'] === true && world.has('a field says that it is verified');
  if (kind === 'code' && !isBelieved) await checkCode(world, attempt, text);
  else if (kind === 'backupCode') await checkBackupCode(world, attempt, text);
  session.stage = 'full';
  const named = namedAccount(context);
  if (named && world.has('a challenge signs in the account that its body names')) session.account = named;
  if (world.has('one answer signs in all sessions of the account')) {
    for (const one of world.sessions.values()) if (one.account === session.account) one.stage = 'full';
  }
  if (isTrusting || world.has('every device is trusted'))
    session.account.trusted.push({ id: randomUUID(), addedAt: world.now });
  if (!world.has('a challenge gives no proof')) prove(world, session, 'second_factor');
  if (!world.has('the session keeps its id')) rotate(world, session);
  const { backupCodes } = statusOf(world, session);
  const method = kind === 'code' ? 'totp' : 'backup_code';
  return reply({ verified: true, ...(!world.has('Verified names no method') && { method }), backupCodes });
}

async function reauthenticate(context: Context): Promise<Reply> {
  const { world } = context;
  const session = requireFull(context);
  const { account } = session;
  const credential = readCredential(context, ['code', 'backupCode', 'password']);
  if (!credential) refuseShape(context, session, 'proof');
  const { kind, text } = credential;
  const isPassword = kind === 'password';
  const isAllowed = isPassword
    ? account.factor === null || world.has('a password is a proof while 2FA is on')
    : account.factor !== null;
  if (!isAllowed)
    throw new Refusal('reauthentication_required', {
      methods: account.factor ? ['totp', 'backup_code'] : ['password'],
    });
  if (isPassword) {
    const budget = budgetFor(world, attemptOf(context, session, 'proof', 'password'));
    const isFree = text !== account.password && world.has('a wrong password is free');
    if (isFree) throw new Refusal('code_invalid', { attemptsRemaining: attemptsLeft(world, budget) });
    refuseWhileLocked(world, budget);
    if (text !== account.password && !world.has('any password is right')) fail(world, budget);
    succeed(world, budget, account);
  } else {
    const attempt = attemptOf(context, session, 'proof', kind === 'code' ? 'totp' : 'backup_code');
    if (kind === 'code') await checkCode(world, attempt, text);
    else await checkBackupCode(world, attempt, text);
  }
  prove(
    world,
    session,
    isPassword && !world.has('a password is a proof while 2FA is on') ? 'password' : 'second_factor',
  );
  if (!world.has('a proof keeps the id of the session')) rotate(world, session);
  const lasts = world.has('a proof lasts an hour') ? 60 * minute : 5 * minute;
  return reply({ validUntil: new Date(world.now + lasts).toISOString() });
}

function requireEnabled({ world }: Context, account: Account): NonNullable<Account['factor']> {
  if (account.factor) return account.factor;
  if (world.has('with 2FA off everything is 404')) throw new Refusal('not_found');
  throw new Refusal('not_enabled');
}

function beginBackupCodes(context: Context): Reply {
  const { world } = context;
  const session = requireFull(context);
  const factor = requireEnabled(context, session.account);
  if (!world.has('new backup codes need no proof')) requireProof(context, session);
  const codes = newBackupCodes(world, session.account);
  session.account.pendingCodes = { id: randomUUID(), codes, expiresAt: pendingEnds(context) };
  if (world.has('new backup codes replace the old at once'))
    factor.codes = new Map(codes.map((code) => [plain(code), false]));
  const { id, expiresAt } = session.account.pendingCodes;
  return reply({ backupCodes: codes, expiresAt: timeOf(world, expiresAt), id }, 201);
}

async function keepBackupCodes(context: Context): Promise<Reply> {
  const { world, body } = context;
  const session = requireFull(context);
  const { account } = session;
  if (body['id'] !== undefined && typeof body['id'] !== 'string') throw new Refusal('request_invalid');
  const pending = account.pendingCodes;
  const isEnded = pending && isOver(world, pending) && !world.has('pending backup codes never end');
  if (!pending || isEnded) throw new Refusal('setup_expired');
  const isFormer = body['id'] !== undefined && body['id'] !== pending.id;
  if (isFormer && !world.has('the id of what is pending is not compared')) throw new Refusal('setup_expired');
  const factor = requireEnabled(context, account);
  if (world.has('two confirmations at once both win')) await pause(5);
  const codes = new Map(pending.codes.map((code) => [plain(code), false]));
  if (world.has('a new set keeps the old backup codes'))
    for (const [code, isUsed] of factor.codes) codes.set(code, isUsed);
  factor.codes = codes;
  account.pendingCodes = null;
  if (world.has('new backup codes revive spent steps')) reviveSteps(factor);
  if (world.has('new backup codes lift the wait and the block')) {
    resetBudget(world, account.id);
    budgetOf(world, account.id).isBlocked = false;
  }
  const status = statusOf(world, session);
  return reply(world.has('keep answers with the codes') ? { ...status, codes: pending.codes } : status);
}

function dropBackupCodes(context: Context): Reply {
  const session = requireFull(context);
  if (!context.world.has('drop does nothing')) session.account.pendingCodes = null;
  return nothing;
}

function disable(context: Context): Reply {
  const { world } = context;
  const session = requireFull(context);
  requireEnabled(context, session.account);
  const isForbidden = session.account.isRequired && !world.has('a required account turns 2FA off');
  if (isForbidden) throw new Refusal('required_by_policy');
  requireProof(context, session);
  session.account.factor = null;
  if (!world.has('trust outlives turning 2FA off')) session.account.trusted = [];
  session.account.pendingCodes = null;
  session.account.pendingSetup = null;
  session.proof = null;
  afterChange(world, session);
  const status = statusOf(world, session);
  if (world.has('disable ends its own session')) world.sessions.delete(session.id);
  return reply(status);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('');
}

export const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/status': { GET: (context) => reply(statusOf(context.world, requireSetupSession(context))) },
  '/setup': { POST: beginSetup, DELETE: cancelSetup },
  '/setup/confirm': { POST: confirmSetup },
  '/challenge': { GET: readChallenge, POST: answerChallenge },
  '/reauthenticate': { POST: reauthenticate },
  '/backup-codes': { POST: beginBackupCodes, DELETE: dropBackupCodes },
  '/backup-codes/confirm': { POST: keepBackupCodes },
  '/disable': { POST: disable },
  '/authenticators/{id}': { PATCH: nameAuthenticator, DELETE: removeAuthenticator },
  ...deviceOperations,
};
