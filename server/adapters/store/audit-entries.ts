import type { Kysely } from 'kysely';
import type { EntryRange } from '../../core/audit/audit-log.js';
import type { AuditEntry } from '../../core/audit/events.js';
import { entryColumns, toEntry } from './audit-rows.js';
import type { TwoFactorTables } from './tables.js';

/** Small enough for the time that a statement has. */
const batchSize = 500;

/** The entries of a range in batches, oldest first. An entry that is written meanwhile is included when it is later than the last one. */
export async function* readEntries(db: Kysely<TwoFactorTables>, range: EntryRange): AsyncGenerator<AuditEntry[]> {
  let last: AuditEntry | null = null;
  for (;;) {
    const batch: AuditEntry[] = await readBatch(db, range, last);
    if (batch.length > 0) yield batch;
    if (batch.length < batchSize) return;
    last = batch.at(-1)!;
  }
}

async function readBatch(
  db: Kysely<TwoFactorTables>,
  { since, until }: EntryRange,
  last: AuditEntry | null,
): Promise<AuditEntry[]> {
  let query = db
    .selectFrom('audit_events')
    .select(entryColumns)
    .orderBy('at')
    .orderBy('id')
    .orderBy('account_id')
    .limit(batchSize);
  if (since) query = query.where('at', '>=', since.getTime());
  if (until) query = query.where('at', '<', until.getTime());
  if (last) {
    const { at, id, accountId } = last;
    query = query
      // So that the index of the time is used.
      .where('at', '>=', at.getTime())
      .where((eb) =>
        eb.or([
          eb('at', '>', at.getTime()),
          eb('id', '>', id),
          eb.and([eb('id', '=', id), eb('account_id', '>', accountId)]),
        ]),
      );
  }
  return (await query.execute()).map(toEntry);
}
