import type { Kysely } from 'kysely';
import type { TwoFactorTables } from '../../adapters/store/tables.js';

export interface AccountTable {
  id: string;
  email: string;
  password_hash: string;
  created_at: number;
}

/** Which account has an address: no other table finds an account by anything but its id. */
export interface AddressTable {
  email: string;
  account_id: string;
}

/** Only the SHA-256 of the cookie's id is stored. Times are epoch milliseconds. */
export interface SessionTable {
  id_hash: string;
  account_id: string;
  /**
   * The password was right. `challenge`: the second factor is due. `enrolment`: 2FA has to be turned on first. `full`: signed in.
   */
  stage: 'challenge' | 'enrolment' | 'full';
  created_at: number;
  last_seen_at: number;
  /** When a challenge or an enrolment ends; null for a full session. */
  challenge_expires_at: number | null;
  proved_at: number | null;
  proved_with: 'password' | 'second_factor' | null;
  /** The trusted device whose token has opened this session, until the browser's first request with it. */
  device_hash: string | null;
  address: string | null;
  user_agent: string | null;
}

/**
 * A trusted device, on which the password alone signs in. Its token has two parts: the series stays, the secret changes with each
 * use. Only their SHA-256 is stored.
 */
export interface DeviceTable {
  series_hash: string;
  secret_hash: string;
  account_id: string;
  /** A hash of the account's password and factor. A change of either makes the device invalid. */
  fingerprint: string;
  /** The secret before the last use. */
  former_hash: string | null;
  /** 0 from a use until a request comes with a session that a token of this series has opened. */
  delivered: number;
  created_at: number;
  last_used_at: number;
  expires_at: number;
  user_agent: string | null;
}

/** A workspace that an account has deleted. */
export interface DeletedWorkspaceTable {
  account_id: string;
  slug: string;
}

/** When a server first had this value of REQUIRE_2FA. */
export interface EnforcementTable {
  rule: string;
  since: number;
}

/** A type and not an interface: Kysely's `withTables` needs a type that no later declaration can extend. */
export type HostOnlyTables = {
  accounts: AccountTable;
  addresses: AddressTable;
  sessions: SessionTable;
  devices: DeviceTable;
  deleted_workspaces: DeletedWorkspaceTable;
  enforcements: EnforcementTable;
};

export type HostTables = TwoFactorTables & HostOnlyTables;

/** Narrows the type: a query builder for more tables works for fewer. */
export function forTwoFactor(db: Kysely<HostTables>): Kysely<TwoFactorTables> {
  return db;
}

/** Locks an account's row, which serialises changes of its sessions and devices. False when there is no such account. */
export async function lockAccount(transaction: Kysely<HostTables>, accountId: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('accounts')
    .set((row) => ({ created_at: row.ref('created_at') }))
    .where('id', '=', accountId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
