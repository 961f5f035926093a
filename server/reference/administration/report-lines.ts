import type { Kysely } from 'kysely';
import type { OpenStore } from '../../adapters/store/open-store.js';
import { KeyRingError, type KeyRing } from '../../core/crypto/key-ring.js';
import { readAuthenticators } from '../../core/two-factor/authenticators.js';
import { countBackupCodes, secondFactorMethods } from '../../core/two-factor/rules.js';
import { purposes } from '../../core/two-factor/sealing.js';
import { DamagedRowError, type ActiveFactor, type SecondFactor } from '../../core/two-factor/store.js';
import type { SecondFactorMethod } from '../../../widget/protocol/messages.js';
import type { HostOnlyTables, HostTables } from '../account/tables.js';

/** What the report says of one account. No secret, no code. Times as in RFC 3339. */
export interface ReportLine {
  account: string;
  address: string;
  twoFactor: 'on' | 'off' | 'damaged';
  enabledAt: string | null;
  /** What a sign-in accepts now. */
  methods: SecondFactorMethod[];
  /** Null while 2FA is off, and for a set that this key ring cannot open. */
  backupCodesLeft: number | null;
  /** When a code or a backup code was last right. Of backup codes the audit trail knows, as far back as AUDIT_DAYS. */
  lastUsedAt: string | null;
  lastUsedBy: SecondFactorMethod | null;
  /** An administrator has given the account time to turn 2FA on until then. */
  extendedUntil: string | null;
}

/** An account of the report. `blocked` is no column of the file: only the summary counts it. */
export interface ReportEntry {
  line: ReportLine;
  /** After 100 failures in a row: a single code is refused, and `methods` names it all the same. */
  blocked: boolean;
}

const pageSize = 500;

/** All accounts, in the order of their ids. */
export async function* readReport(store: OpenStore, keys: KeyRing, now: Date): AsyncGenerator<ReportEntry> {
  const db: Kysely<HostTables> = store.db.withTables<HostOnlyTables>();
  let after = '';
  for (;;) {
    const accounts = await accountsAfter(db, after);
    if (accounts.length === 0) return;
    yield* await entriesOf(store, keys, now, accounts);
    after = accounts.at(-1)!.id;
  }
}

/** An entry for each of these accounts, in their order. */
export async function entriesOf(
  store: OpenStore,
  keys: KeyRing,
  now: Date,
  accounts: readonly { id: string; email: string; extended_until: number | null }[],
): Promise<ReportEntry[]> {
  if (accounts.length === 0) return [];
  const uses = await lastBackupCodes(store.db.withTables<HostOnlyTables>(), accounts);
  const entries: ReportEntry[] = [];
  for (const { id, email, extended_until } of accounts) {
    const person = { account: id, address: email, extendedUntil: toTime(extended_until) };
    const { blocked, ...state } = await describe(store, keys, now, id, uses.get(id) ?? null);
    entries.push({ line: { ...person, ...state }, blocked });
  }
  return entries;
}

interface State extends Omit<ReportLine, 'account' | 'address' | 'extendedUntil'> {
  blocked: boolean;
}

const nothingKnown: Omit<State, 'twoFactor'> = {
  enabledAt: null,
  methods: [],
  backupCodesLeft: null,
  lastUsedAt: null,
  lastUsedBy: null,
  blocked: false,
};

async function describe(
  store: OpenStore,
  keys: KeyRing,
  now: Date,
  accountId: string,
  codeUsedAt: number | null,
): Promise<State> {
  const factor = await readFactor(store, accountId);
  if (factor === null) return { twoFactor: 'damaged', ...nothingKnown };
  const { active } = factor;
  if (active === null) return { twoFactor: 'off', ...nothingKnown };
  const backupCodesLeft = countLeft(accountId, active, keys);
  const appUsedAt = Math.max(...readAuthenticators(active).map(({ usedAt, addedAt }) => usedAt ?? addedAt));
  const isCode = codeUsedAt !== null && codeUsedAt > appUsedAt;
  return {
    twoFactor: 'on',
    enabledAt: toTime(active.enabledAt),
    methods: secondFactorMethods(factor, now).filter((method) => method !== 'backup_code' || backupCodesLeft !== 0),
    backupCodesLeft,
    lastUsedAt: toTime(isCode ? codeUsedAt : appUsedAt),
    lastUsedBy: isCode ? 'backup_code' : 'totp',
    blocked: factor.budget.blockedAt !== null,
  };
}

async function readFactor(store: OpenStore, accountId: string): Promise<SecondFactor | null> {
  try {
    return await store.secondFactors.read(accountId);
  } catch (error) {
    if (error instanceof DamagedRowError) return null;
    throw error;
  }
}

function countLeft(accountId: string, active: ActiveFactor, keys: KeyRing): number | null {
  try {
    const packed = keys.open(active.sealedBackupCodes, { accountId, purpose: purposes.backupCodes });
    return countBackupCodes(active, packed).remaining;
  } catch (error) {
    if (error instanceof KeyRingError || error instanceof TypeError) return null;
    throw error;
  }
}

function accountsAfter(db: Kysely<HostTables>, accountId: string) {
  return db
    .selectFrom('accounts')
    .leftJoin('enrolments', 'enrolments.account_id', 'accounts.id')
    .select(['accounts.id', 'accounts.email', 'enrolments.extended_until'])
    .where('accounts.id', '>', accountId)
    .orderBy('accounts.id')
    .limit(pageSize)
    .execute();
}

/** When each of these accounts has last used a backup code. */
async function lastBackupCodes(
  db: Kysely<HostTables>,
  accounts: readonly { id: string }[],
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('audit_events')
    .select((row) => ['account_id', row.fn.max('at').as('at')])
    .where('event', '=', 'backup_code_used')
    .where(
      'account_id',
      'in',
      accounts.map(({ id }) => id),
    )
    .groupBy('account_id')
    .execute();
  return new Map(rows.map(({ account_id, at }) => [account_id, at]));
}

function toTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
