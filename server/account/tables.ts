import type { Kysely, Migration } from 'kysely';
import type { TwoFactorTables } from '../store/tables.js';

export interface AccountTable {
  id: string;
  email: string;
  password_hash: string;
  created_at: number;
}

/** The id in the cookie is never stored, only its SHA-256. Times are epoch milliseconds. */
export interface SessionTable {
  id_hash: string;
  account_id: string;
  /** `challenge`: the first factor passed, the second is due. `full`: signed in. */
  stage: 'challenge' | 'full';
  created_at: number;
  last_seen_at: number;
  challenge_expires_at: number | null;
  proved_at: number | null;
  proved_with: 'password' | 'second_factor' | null;
}

/** A type rather than an interface: Kysely's `withTables` wants one that no later declaration can widen. */
export type HostOnlyTables = {
  accounts: AccountTable;
  sessions: SessionTable;
};

export type HostTables = TwoFactorTables & HostOnlyTables;

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
};
