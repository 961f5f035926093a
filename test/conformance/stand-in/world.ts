import { randomBytes, randomUUID } from 'node:crypto';
import type { Fault } from './faults.js';

/** What is stored, and the clock. Each handler runs without a pause, so everything is atomic, unless a fault pauses. */
export interface World {
  readonly has: (fault: Fault) => boolean;
  readonly accounts: Map<string, Account>;
  readonly sessions: Map<string, Session>;
  readonly budgets: Map<string, Budget>;
  /** How many ids were made: for a fault that counts them. */
  ids: number;
  /** Epoch milliseconds. */
  now: number;
}

export interface App {
  id: string;
  name: string;
  secret: Buffer;
  lastStep: number;
  addedAt: number;
  lastUsedAt: number | null;
}

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  /** The devices that it trusts. */
  trusted: { id: string; addedAt: number }[];
  /** Whether 2FA is the rule for it. */
  isRequired: boolean;
  requiredAt: number;
  factor: { enabledAt: number; apps: App[]; codes: Map<string, boolean> } | null;
  pendingSetup: { id: string; secret: Buffer; codes: string[]; isAddition: boolean; expiresAt: number } | null;
  pendingCodes: { id: string; codes: string[]; expiresAt: number } | null;
  /** Codes that were accepted, as they were written: for faults that compare texts. */
  readonly usedTexts: Set<string>;
  /** How many sets of backup codes it has got. */
  sets: number;
  /** When the account proved itself last: for a fault that forgets the session. */
  provedAt: number;
}

export interface Session {
  id: string;
  account: Account;
  stage: 'half' | 'enrolment' | 'full';
  challengeEnds: number;
  proof: { method: 'password' | 'second_factor'; at: number } | null;
  readonly addedAt: number;
  /** Goes on when the id changes. */
  readonly serial: string;
  /** The last step that this session has spent: for a fault that keeps it here. */
  lastStep: number;
}

export interface Budget {
  failures: number;
  lockedUntil: number;
  isBlocked: boolean;
  recent: number[];
}

export const minute = 60_000;

/** @param isReal whether the clock is the machine's, which nobody moves */
export function createWorld(fault: Fault | undefined, isReal = false): World {
  let time = Date.parse('2026-11-24T09:00:07.000Z');
  return {
    has: (one) => one === fault,
    accounts: new Map(),
    sessions: new Map(),
    budgets: new Map(),
    ids: 0,
    get now() {
      return isReal ? Date.now() : time;
    },
    set now(moved) {
      time = moved;
    },
  };
}

export function createAccount(world: World): Account {
  const account: Account = {
    id: randomUUID(),
    email: `p${randomBytes(6).toString('hex')}@example.com`,
    password: `pass ${randomBytes(8).toString('hex')}`,
    trusted: [],
    isRequired: false,
    requiredAt: 0,
    factor: null,
    pendingSetup: null,
    pendingCodes: null,
    usedTexts: new Set(),
    sets: 0,
    provedAt: 0,
  };
  world.accounts.set(account.id, account);
  return account;
}

/** The first factor: a half signed-in session while 2FA is on. */
export function signIn(world: World, account: Account): Session {
  const isDue = account.factor !== null;
  const isEnrolling = !isDue && account.isRequired;
  const session: Session = {
    id: newId(world),
    account,
    stage: isDue ? 'half' : isEnrolling ? 'enrolment' : 'full',
    challengeEnds: world.now + 10 * minute,
    proof: isDue ? null : { method: 'password', at: world.now },
    addedAt: world.now,
    serial: newId(world),
    lastStep: -1,
  };
  world.sessions.set(session.id, session);
  account.provedAt = world.now;
  if (world.has('the first factor sets the count back')) resetBudget(world, account.id);
  return session;
}

export function newId(world: World): string {
  world.ids += 1;
  if (world.has('session ids count up')) return String(world.ids);
  return randomBytes(24).toString('base64url');
}

/** Gives a session a new id; the former one is dead. */
export function rotate(world: World, session: Session): void {
  world.sessions.delete(session.id);
  session.id = newId(world);
  world.sessions.set(session.id, session);
}

export function endOthers(
  world: World,
  own: Session,
  stages: readonly Session['stage'][] = ['half', 'enrolment', 'full'],
): void {
  for (const [id, session] of world.sessions) {
    if (session.account === own.account && session !== own && stages.includes(session.stage)) world.sessions.delete(id);
  }
}

export function budgetOf(world: World, key: string): Budget {
  const budget = world.budgets.get(key) ?? { failures: 0, lockedUntil: 0, isBlocked: false, recent: [] };
  world.budgets.set(key, budget);
  return budget;
}

export function resetBudget(world: World, key: string): void {
  const budget = budgetOf(world, key);
  budget.failures = 0;
  budget.lockedUntil = 0;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function newBackupCodes(world: World, account: Account): string[] {
  account.sets += 1;
  const codes = new Set<string>();
  while (codes.size < 10) codes.add(newBackupCode(world, account.sets * 10 + codes.size));
  return [...codes];
}

function newBackupCode(world: World, number: number): string {
  if (world.has('all accounts have the same backup codes')) return `ABCD-EFGH-0001-${String(number).padStart(4, '0')}`;
  const random = world.has('backup codes have fifteen random bits') ? 3 : 14;
  const letters = Array.from(randomBytes(random), (byte) => alphabet.charAt(byte % 32)).join('');
  // A 0 and a 1 in each, so that their other spellings can be tried.
  return `01${letters.padEnd(14, 'X')}`.replace(/(.{4})(?=.)/g, '$1-');
}
