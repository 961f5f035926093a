import { sql, type Kysely } from 'kysely';
import { addAccountToPrimaryKey, prepareAccountKey, type HashedTable } from './account-key.js';
import type { StoreMigration } from './migrate.js';

const signIns: HashedTable = { table: 'sign_ins', hash: 'token_hash' };

/** A released migration is never edited. A change of a column is a new migration at the end. */
export const twoFactorMigrations: Record<string, StoreMigration> = {
  '001_second_factors': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('second_factors')
        .addColumn('account_id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('enabled_at', 'bigint')
        .addColumn('secret', 'text')
        .addColumn('last_step', 'bigint')
        .addColumn('backup_codes', 'text')
        .addColumn('backup_codes_spent', 'integer', (column) => column.notNull())
        .addColumn('setup_secret', 'text')
        .addColumn('setup_backup_codes', 'text')
        .addColumn('setup_expires_at', 'bigint')
        .addColumn('new_backup_codes', 'text')
        .addColumn('new_backup_codes_expires_at', 'bigint')
        .addColumn('failures', 'integer', (column) => column.notNull())
        .addColumn('locked_until', 'bigint')
        .addColumn('blocked_at', 'bigint')
        .addColumn('recent_failures', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '002_audit_events': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('audit_events')
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('method', 'text')
        .addColumn('address', 'text')
        .addColumn('user_agent', 'text')
        .addColumn('request_id', 'text')
        .addColumn('detail', 'text')
        // The account comes first, so that a table that is sharded by account keeps the entries on the shard of the row.
        .addPrimaryKeyConstraint('audit_events_pkey', ['account_id', 'id'])
        .execute();
      await db.schema.createIndex('audit_events_at').on('audit_events').column('at').execute();
    },
  },
  '003_forgotten_accounts': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('forgotten_accounts')
        .addColumn('account_digest', 'text', (column) => column.primaryKey().notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
  '004_notices': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('audit_events').addColumn('notice_due_at', 'bigint').execute();
      await db.schema
        .alterTable('audit_events')
        .addColumn('notice_tries', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema
        .createIndex('audit_events_notice_due_at')
        .on('audit_events')
        .column('notice_due_at')
        .where(sql.ref('notice_due_at'), 'is not', null)
        .execute();
    },
  },
  '005_sign_ins': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('sign_ins')
        .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('proved_at', 'bigint')
        .addColumn('proved_with', 'text')
        .execute();
      await db.schema.createIndex('sign_ins_account_id').on('sign_ins').column('account_id').execute();
    },
  },
  '006_webhooks': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('audit_events').addColumn('outbox_at', 'bigint').execute();
      await db.schema
        .createIndex('audit_events_outbox_at')
        .on('audit_events')
        .column('outbox_at')
        .where(sql.ref('outbox_at'), 'is not', null)
        .execute();
      await db.schema
        .createTable('webhook_endpoints')
        .addColumn('name', 'varchar(40)', (column) => column.primaryKey().notNull())
        .addColumn('events', 'text')
        .addColumn('seen_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('webhook_deliveries')
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('event_id', 'text', (column) => column.notNull())
        .addColumn('endpoint', 'varchar(40)', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('queued_at', 'bigint', (column) => column.notNull())
        .addColumn('due_at', 'bigint')
        .addColumn('tries', 'integer', (column) => column.notNull())
        .addColumn('failure', 'text')
        // The account comes first, as in the trail.
        .addPrimaryKeyConstraint('webhook_deliveries_pkey', ['account_id', 'event_id', 'endpoint'])
        .execute();
      await db.schema
        .createIndex('webhook_deliveries_due_at')
        .on('webhook_deliveries')
        .columns(['endpoint', 'due_at'])
        .execute();
    },
  },
  '007_listed_sign_ins': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('sign_ins').addColumn('device_name', 'text').execute();
      for (const column of ['created_at', 'last_used_at']) {
        await db.schema.alterTable('sign_ins').addColumn(column, 'bigint').execute();
      }
    },
  },
  '008_enrolments': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('enrolments')
        .addColumn('account_id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('grace_began_at', 'bigint')
        .addColumn('extended_until', 'bigint')
        .addColumn('reminded_deadline', 'bigint')
        .addColumn('reminded_days', 'integer')
        .execute();
    },
  },
  // Columns that an instance of an earlier version neither reads nor writes: both versions run on one database meanwhile.
  '009_recovery': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('second_factors').addColumn('recovery_code', 'text').execute();
      const recovery = ['recovery_from', 'recovery_expires_at', 'recovery_announced_at'];
      for (const column of [...recovery, 'right_codes', 'right_codes_step']) {
        await db.schema.alterTable('second_factors').addColumn(column, 'bigint').execute();
      }
    },
  },
  '010_authenticators': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('second_factors').addColumn('authenticators', 'text').execute();
    },
  },
  '011_account_keys': {
    prepare: (db) => prepareAccountKey(db, signIns),
    up: (db: Kysely<unknown>) => addAccountToPrimaryKey(db, signIns),
  },
};
