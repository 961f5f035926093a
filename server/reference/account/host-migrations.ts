import type { Kysely } from 'kysely';
import { addAccountToPrimaryKey, prepareAccountKey, type HashedTable } from '../../adapters/store/account-key.js';
import type { StoreMigration } from '../../adapters/store/migrate.js';
import { createAddresses, prepareAddresses } from './addresses.js';

/** In the order in which a transaction locks both. */
const hashedTables: HashedTable[] = [
  { table: 'sessions', hash: 'id_hash' },
  { table: 'devices', hash: 'series_hash' },
];

/** The table that lists these migrations where they have run. */
export const hostRecord = 'host_migrations';

export const hostMigrations: Record<string, StoreMigration> = {
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
  '008_account_keys': {
    async prepare(db: Kysely<unknown>): Promise<void> {
      await prepareAddresses(db);
      for (const hashed of hashedTables) await prepareAccountKey(db, hashed);
    },
    async up(db: Kysely<unknown>): Promise<void> {
      await createAddresses(db);
      for (const hashed of hashedTables) await addAccountToPrimaryKey(db, hashed);
    },
  },
};
