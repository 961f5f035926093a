import type { Kysely, Migration } from 'kysely';
import type { TwoFactorTables } from '../../adapters/store/tables.js';

export interface AccountTable {
  id: string;
  email: string;
  password_hash: string;
  created_at: number;
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
  /** The trusted device of the sign-in, until the browser's first request with this session. */
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
  /** 0 from a use until the browser proves that it has received the answer. */
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

export const hostMigrations: Record<string, Migration> = {
  '001_accounts_and_sessions': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('accounts')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('email', 'text', (column) => column.notNull().unique())
        .addColumn('password_hash', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('sessions')
        .addColumn('id_hash', 'text', (column) => column.primaryKey().notNull())
        .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
        .addColumn('challenge_expires_at', 'bigint')
        .addColumn('proved_at', 'bigint')
        .addColumn('proved_with', 'text')
        .execute();
      await db.schema.createIndex('sessions_account_id').on('sessions').column('account_id').execute();
    },
  },
  '002_session_visits': {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const column of ['address', 'user_agent']) {
        await db.schema.alterTable('sessions').addColumn(column, 'text').execute();
      }
    },
  },
  '003_devices': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('devices')
        .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
        .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
        .addColumn('fingerprint', 'text', (column) => column.notNull())
        .addColumn('former_hash', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('last_used_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('user_agent', 'text')
        .execute();
      await db.schema.createIndex('devices_account_id').on('devices').column('account_id').execute();
    },
  },
  // A series per device, so that every superseded token is recognised. Existing trusted devices become invalid.
  '004_device_series': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.dropTable('devices').execute();
      await db.schema
        .createTable('devices')
        .addColumn('series_hash', 'text', (column) => column.primaryKey().notNull())
        .addColumn('secret_hash', 'text', (column) => column.notNull())
        .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
        .addColumn('fingerprint', 'text', (column) => column.notNull())
        .addColumn('former_hash', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('last_used_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('user_agent', 'text')
        .execute();
      await db.schema.createIndex('devices_account_id').on('devices').column('account_id').execute();
    },
  },
  '005_device_delivery': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable('devices')
        .addColumn('delivered', 'integer', (column) => column.notNull().defaultTo(1))
        .execute();
      await db.schema.alterTable('sessions').addColumn('device_hash', 'text').execute();
    },
  },
  '006_deleted_workspaces': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('deleted_workspaces')
        .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
        .addColumn('slug', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('deleted_workspaces_pkey', ['account_id', 'slug'])
        .execute();
    },
  },
  '007_enforcements': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('enforcements')
        .addColumn('rule', 'text', (column) => column.primaryKey().notNull())
        .addColumn('since', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
};
