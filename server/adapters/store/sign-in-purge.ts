import { sql, type Kysely } from 'kysely';
import { purgeRows } from './purge-rows.js';
import type { TwoFactorTables } from './tables.js';

/** Deletes the sign-ins that have expired. A sign-in itself deletes those of its own account only, and not everybody comes back. */
export function purgeSignIns(db: Kysely<TwoFactorTables>, now: Date, signal: AbortSignal | undefined): Promise<void> {
  const where = sql<boolean>`expires_at <= ${now.getTime()}`;
  return purgeRows(db, { table: 'sign_ins', key: ['account_id', 'token_hash'], where }, signal);
}
