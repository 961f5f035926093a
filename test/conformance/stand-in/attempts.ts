import { setTimeout as pause } from 'node:timers/promises';
import { hotp } from '../../server/support/phone.js';
import { Refusal } from './refusal.js';
import {
  budgetOf,
  minute,
  resetBudget,
  type Account,
  type App,
  type Budget,
  type Session,
  type World,
} from './world.js';

export type Purpose = 'challenge' | 'proof' | 'confirmation';
export type Factor = 'totp' | 'backup_code' | 'password';

export interface Attempt {
  session: Session;
  purpose: Purpose;
  factor: Factor;
  /** A header that names another address. */
  address: string;
  /** Another such header. */
  clientAddress: string;
  /** Which of two instances has the request. */
  instance: 1 | 2;
  /** The account that the body names: for a fault that believes it. */
  named: Account | undefined;
}

const period = 30_000;
const skewSteps = 20;

export const stepOf = (now: number): number => Math.floor(now / period);

/** The budget that an attempt draws on: the account's, unless a fault divides it. */
export function budgetFor(world: World, { session, purpose, factor, address, clientAddress }: Attempt): Budget {
  const key = session.account.id;
  if (world.has('the budget belongs to the session')) return budgetOf(world, `${key} ${session.serial}`);
  if (world.has('the budget belongs to the address')) return budgetOf(world, `${key} ${address}`);
  if (world.has('the budget belongs to the address of another header'))
    return budgetOf(world, `${key} ${clientAddress}`);
  if (world.has('a proof has a budget of its own') && purpose === 'proof') return budgetOf(world, `${key} proof`);
  if (world.has('backup codes have a budget of their own') && factor === 'backup_code') {
    return budgetOf(world, `${key} backup codes`);
  }
  if (world.has('a wait slows another account')) {
    // The one that was created just before: its owner did nothing, and no other check uses two accounts in this order.
    const ids = [...world.accounts.keys()];
    const next = ids[ids.indexOf(key) + 1];
    if (next !== undefined) refuseWhileLocked(world, budgetOf(world, next));
  }
  return budgetOf(world, key);
}

export function refuseWhileLocked(world: World, budget: Budget): void {
  if (world.now >= budget.lockedUntil) return;
  if (world.has('an attempt while a wait lasts makes it longer')) budget.lockedUntil += minute;
  const retryAfter = Math.ceil((budget.lockedUntil - world.now) / 1000);
  throw new Refusal('too_many_attempts', { retryAfter });
}

export function attemptsLeft(world: World, { failures }: Budget): number {
  return Math.max(0, (world.has('ten failures are free') ? 10 : 5) - failures);
}

export function countFailure(world: World, budget: Budget): void {
  const free = world.has('ten failures are free') ? 10 : 5;
  budget.failures += 1;
  budget.recent = [...budget.recent, world.now].filter((time) => time > world.now - 30 * 24 * 60 * minute);
  const doublings = world.has('every wait is a minute') ? 0 : budget.failures - free;
  const first = world.has('the first wait is ten seconds') ? 10_000 : minute;
  const longest = world.has('waits grow up to a day') ? 24 * 60 * minute : 60 * minute;
  if (budget.failures >= free && !world.has('no account ever waits')) {
    budget.lockedUntil = world.now + Math.min(first * 2 ** doublings, longest);
  }
  if (budget.recent.length >= 100 && !world.has('failures of before a right answer are forgotten')) {
    budget.lockedUntil = world.now + 24 * 60 * minute;
  }
  if (budget.failures >= 100 && !world.has('nothing blocks an authenticator')) budget.isBlocked = true;
}

/** Counts a failure, and says how many attempts are left. */
export function fail(world: World, budget: Budget): never {
  countFailure(world, budget);
  throw new Refusal('code_invalid', { attemptsRemaining: attemptsLeft(world, budget) });
}

export function succeed(world: World, budget: Budget, account: Account): void {
  if (world.has('a right answer does not set the count back')) return;
  budget.failures = 0;
  budget.lockedUntil = 0;
  resetBudget(world, account.id);
}

/** Where the digits of some scripts begin. */
const zeroes = [0x30, 0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce];

/** Six ASCII digits, after ASCII spaces and hyphens are removed; null for anything else. */
export function readCode(world: World, text: string): string | null {
  if (world.has('a text that is not ASCII is a fault') && /[^\0-\x7f]/.test(text)) throw new TypeError('not ASCII');
  let plain = text;
  if (world.has('digits of other scripts are read')) {
    plain = plain.replaceAll(/\p{Nd}/gu, (digit) =>
      String(zeroes.map((zero) => digit.codePointAt(0)! - zero).find((value) => value >= 0 && value < 10)),
    );
  }
  if (world.has('all white space is removed')) plain = plain.replaceAll(/[\s\u200b-\u200f\u2013\0]/g, '');
  plain = world.has('spaces in a code are refused') ? plain : plain.replaceAll(/[ -]/g, '');
  return /^[0-9]{6}$/.test(plain) ? plain : null;
}

/**
 * Whether this looks like a wrong code of the kit, which fails a check that is about something else where it is right. Faults that make many
 * codes right leave these out: by chance they would be right now and then.
 */
const isWrongOfKit = (code: string | null): boolean => Number(code) >= 314_159 && Number(code) < 314_400;

/** The step of a code within the window, or null. */
export function matchStep(world: World, secret: Buffer, code: string, purpose: Purpose): number | null {
  const now = stepOf(world.now);
  let [before, after] = [1, 1];
  if (world.has('the window is three steps')) [before, after] = [3, 3];
  if (world.has('the step before is refused')) before = 0;
  if (world.has('the step after is refused')) after = 0;
  if (world.has('the window of a proof is two steps') && purpose === 'proof') [before, after] = [2, 2];
  if (world.has('the window of a confirmation is ten minutes') && purpose === 'confirmation')
    [before, after] = [20, 20];
  for (let step = now + after; step >= now - before; step -= 1) {
    const right = hotp(secret, step);
    const isLost = right.startsWith('0') && purpose === 'confirmation' && world.has('leading zeros are lost');
    if (right === code && !isLost) return step;
    const isCompared = purpose !== 'confirmation' || !world.has('a confirmation compares five digits');
    if (!isCompared && !isWrongOfKit(code) && right.slice(0, 5) === code.slice(0, 5)) return step;
  }

  return null;
}

/** How many steps the phone is ahead, or null where the code belongs to no step within ten minutes. */
export function skewOf(world: World, secret: Buffer, code: string): number | null {
  const now = stepOf(world.now);
  const search = world.has('a wrong clock is known within an hour') ? 120 : skewSteps;
  for (let skew = -search; skew <= search; skew += 1) if (hotp(secret, now + skew) === code) return skew;
  return null;
}

/** Checks a code of the authenticator app, and spends its step. */
export async function checkCode(world: World, attempt: Attempt, text: string): Promise<void> {
  const { session, purpose } = attempt;
  const { account } = session;
  const budget = budgetFor(world, attempt);
  const code = readCode(world, text);
  if (code === null && world.has('a malformed code is free')) {
    refuseWhileLocked(world, budget);
    throw new Refusal('code_invalid', { attemptsRemaining: attemptsLeft(world, budget) });
  }
  if (isRightByFault(world, purpose, text)) {
    refuseWhileLocked(world, budget);
    return succeed(world, budget, account);
  }
  const apps = appsFor(world, attempt, code);
  const found = code === null ? undefined : findApp(world, apps, code, purpose);
  // This fault decides before it looks at the wait.
  if (!(found && world.has('only wrong codes have to wait'))) refuseWhileLocked(world, budget);
  const isProofFree = purpose === 'proof' && world.has('the block does not stop a proof');
  if (budget.isBlocked && !isProofFree) throw new Refusal('authenticator_blocked', { methods: ['backup_code'] });
  const isSlow = purpose === 'proof' && world.has('a burst of proofs is checked before it is counted');
  if (isSlow || world.has('a burst is checked before it is counted')) await pause(5);
  if (!found || isSpent(world, attempt, found, text)) {
    if (!found && code !== null && world.has('clock_out_of_sync at a challenge')) {
      const skew = apps.map((app) => skewOf(world, app.secret, code)).find((one) => one !== null);
      if (skew !== undefined && skew !== null) {
        countFailure(world, budget);
        throw new Refusal('clock_out_of_sync', { skewSeconds: skew * 30 });
      }
    }
    if (found && world.has('a spent code has an answer of its own')) {
      countFailure(world, budget);
      throw new Refusal('request_invalid');
    }
    if (found && world.has('a spent code is free')) {
      throw new Refusal('code_invalid', { attemptsRemaining: attemptsLeft(world, budget) });
    }
    fail(world, budget);
  }
  if (world.has('a code is spent by two writes')) await pause(5);
  spend(world, attempt, found, text);
  succeed(world, budget, account);
}

function isRightByFault(world: World, purpose: Purpose, text: string): boolean {
  const isSixDigits = /^[0-9]{6}$/.test(text);
  return (
    (purpose === 'challenge' && isSixDigits && world.has('any six digits answer a challenge')) ||
    (purpose === 'proof' && isSixDigits && world.has('any six digits are a proof')) ||
    (text === '' && world.has('an empty code is right')) ||
    (text === '123456' && world.has('123456 is always right'))
  );
}

function appsFor(world: World, { session: { account }, purpose, named }: Attempt, code: string | null): App[] {
  const own = account.factor?.apps ?? [];
  if (named && world.has('a code of the account that the body names is right')) return named.factor?.apps ?? own;
  if (world.has('a code of another account is right') && !isWrongOfKit(code)) {
    const newest = [...world.accounts.values()].slice(-2);
    return [...own, ...newest.flatMap((one) => one.factor?.apps ?? [])];
  }
  if (account.pendingSetup && world.has('a pending secret answers a challenge') && purpose === 'challenge') {
    const { secret } = account.pendingSetup;
    return [...own, { id: 'pending', name: '', secret, lastStep: -1, addedAt: 0, lastUsedAt: null }];
  }
  return own;
}

interface Found {
  app: App;
  step: number;
}

function findApp(world: World, apps: readonly App[], code: string, purpose: Purpose): Found | undefined {
  for (const app of apps) {
    const step = matchStep(world, app.secret, code, purpose);
    if (step !== null) return { app, step };
  }
  return undefined;
}

function isSpent(world: World, { session, purpose }: Attempt, { app, step }: Found, text: string): boolean {
  const { account } = session;
  if (world.has('a spent step is accepted again')) return step < app.lastStep;
  if (world.has('the spent step is kept per session')) return step <= session.lastStep;
  if (world.has('spent codes are compared as texts')) return account.usedTexts.has(text);
  if (world.has('only the code itself is spent')) return account.usedTexts.has(`${app.id} ${step}`);
  if (world.has('a proof accepts spent codes') && purpose === 'proof') return false;
  if (world.has('all authenticators share a spent step')) {
    return step <= Math.max(...account.factor!.apps.map(({ lastStep }) => lastStep));
  }
  return step <= app.lastStep;
}

function spend(world: World, { session, purpose }: Attempt, { app, step }: Found, text: string): void {
  const { account } = session;
  session.lastStep = step;
  account.usedTexts.add(text).add(`${app.id} ${step}`);
  app.lastUsedAt = world.now;
  if (world.has('a proof spends no step') && purpose === 'proof') return;
  if (world.has('a spent step shuts out the next one')) app.lastStep = Math.max(app.lastStep, step + 1);
  app.lastStep = Math.max(app.lastStep, step);
}

/** Checks a backup code, and spends it. */
export async function checkBackupCode(world: World, attempt: Attempt, text: string): Promise<void> {
  const { account } = attempt.session;
  const budget = budgetFor(world, attempt);
  refuseWhileLocked(world, budget);
  if (world.has('a burst is checked before it is counted')) await pause(5);
  const code = text.length > 64 ? null : extend(world, account, normalize(world, text));
  const isPending = code !== null && (account.pendingCodes?.codes.map((one) => plain(one)).includes(code) ?? false);
  if (isPending && world.has('pending backup codes work')) return succeed(world, budget, account);
  const sets = world.has('a backup code of any account is right')
    ? [...world.accounts.values()].flatMap((one) => (one.factor ? [one.factor.codes] : []))
    : [account.factor!.codes];
  const isShared = !world.has('instances do not share used backup codes');
  const isUnused = (one: Map<string, boolean>): boolean =>
    isShared ? one.get(code!) === false : one.has(code!) && !account.usedTexts.has(`${attempt.instance} ${code}`);
  const set = code === null ? undefined : sets.find(isUnused);
  if (!set) fail(world, budget);
  if (world.has('a backup code is spent by two writes')) await pause(5);
  account.usedTexts.add(`${attempt.instance} ${code}`);
  const isProofFree = attempt.purpose === 'proof' && world.has('a proof spends no backup code');
  if (!isProofFree && !world.has('a backup code is never spent')) set.set(code!, true);
  if (world.has('one backup code spends them all')) for (const one of set.keys()) set.set(one, true);
  succeed(world, budget, account);
}

export const plain = (code: string): string => code.replaceAll('-', '');

/** The backup code that a fault takes this text for. */
function extend(world: World, { factor }: Account, text: string | null): string | null {
  if (text === null) return null;
  const unused = [...factor!.codes].filter(([, isUsed]) => !isUsed).map(([code]) => code);
  const isBegun = text.length >= 6 && world.has('six characters of a backup code are compared');
  if (isBegun) return unused.find((code) => code.startsWith(text.slice(0, 6))) ?? text;
  return text === '' && world.has('an empty backup code is right') ? (unused[0] ?? text) : text;
}

function normalize(world: World, text: string): string {
  if (world.has('backup codes are compared as they are written')) return text.replace(/-/g, '');
  const upper = text.replaceAll(/[ -]/g, '').toUpperCase();
  return world.has('O is not read as 0') ? upper : upper.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
