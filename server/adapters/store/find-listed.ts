import { setImmediate } from 'node:timers/promises';
import { sql, type Expression, type Kysely, type RawBuilder } from 'kysely';
import { listedIdOf } from '../../core/crypto/listed-id.js';
import { maxDevices } from '../../../widget/protocol/limits.js';

/** How many keys are read and hashed at a stretch: a few milliseconds, as one look at the newest rows takes. */
const batchSize = 2000;

/**
 * The key of the row that an account's list shows under this id; null when there is none. An id is a digest of the key, which SQLite cannot
 * compute. It is nearly always that of a row which the list has just shown, and one look at the newest rows finds it. Thousands of sign-ins
 * may have begun since, and the row has to be found all the same. So then all rows are read, in batches, and others are answered in between.
 *
 * @param rows a select of the rows that a list may show
 */
export async function findListed<Tables>(
  db: Kysely<Tables>,
  id: string,
  rows: Expression<{ row_key: string; created_at: number | null }>,
): Promise<string | null> {
  const keysOf = async (rest: RawBuilder<unknown>): Promise<string[]> => {
    const found = await sql<{ row_key: string }>`select row_key from ${rows} as listed ${rest}`.execute(db);
    return found.rows.map(({ row_key }) => row_key);
  };
  const isShown = (key: string): boolean => listedIdOf(key) === id;
  const newest = await keysOf(sql`order by created_at desc limit ${sql.lit(maxDevices)}`);
  const shown = newest.find(isShown);
  if (shown !== undefined || newest.length < maxDevices) return shown ?? null;
  for (let last = ''; ;) {
    const batch = await keysOf(sql`where row_key > ${last} order by row_key limit ${sql.lit(batchSize)}`);
    const found = batch.find(isShown);
    if (found !== undefined || batch.length < batchSize) return found ?? null;
    last = batch.at(-1)!;
    await setImmediate();
  }
}
