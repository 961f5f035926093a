import { SqliteAdapter, sql, type Kysely, type RawBuilder } from 'kysely';
import { inBatches, type BatchOptions } from './batches.js';

/** A statement of SQLite blocks the whole process, so it reads fewer rows. */
const batchSizes = { sqlite: 100, others: 1000 };

export interface RowPurge {
  table: string;
  /** These columns are unique together. The batches follow their order, so an index has to begin with the first of them. */
  key: readonly string[];
  /** The rows to delete, or to change. */
  where: RawBuilder<boolean>;
  /** The rows to visit, as far as the key bounds them. Without it every row is visited. */
  within?: RawBuilder<boolean>;
}

/**
 * Deletes rows in small batches. Each batch is the next few rows in the order of the key, of which one statement deletes
 * those that match. So no statement gets longer where many rows stay, and none takes more rows than a batch has. Processes that
 * purge at once find the rows of the others gone.
 */
export async function purgeRows<Tables>(db: Kysely<Tables>, purge: RowPurge, signal?: AbortSignal): Promise<void> {
  await visitRows(db, purge, deletion(purge.table), { signal });
}

/**
 * Deletes every row in small batches, for a command that runs while no server does. One statement for all rows could take longer
 * than the database allows a statement.
 *
 * @param key as of a purge
 */
export async function deleteAllRows<Tables>(db: Kysely<Tables>, table: string, key: readonly string[]): Promise<void> {
  await deleteRows(db, { table, key, where: sql<boolean>`true` });
}

/**
 * Deletes rows in small batches, without rests between them, for work that somebody waits for.
 *
 * @returns how many
 */
export function deleteRows<Tables>(db: Kysely<Tables>, purge: RowPurge): Promise<number> {
  return visitRows(db, purge, deletion(purge.table), { rests: false });
}

/**
 * Sets columns of rows in small batches, without rests between them. The columns of the key stay.
 *
 * @param values numbers and null, since such a value has the type of its column in every database
 * @returns how many rows
 */
export function updateRows<Tables>(
  db: Kysely<Tables>,
  purge: RowPurge,
  values: Record<string, number | null>,
): Promise<number> {
  const columns = Object.entries(values).map(([name, value]) => sql`${sql.ref(name)} = ${sql.lit(value)}`);
  return visitRows(db, purge, sql`update ${sql.table(purge.table)} set ${sql.join(columns)}`, { rests: false });
}

/** How many rows one statement deletes or changes at most. */
export function batchSizeOf<Tables>(db: Kysely<Tables>): number {
  return db.getExecutor().adapter instanceof SqliteAdapter ? batchSizes.sqlite : batchSizes.others;
}

function deletion(table: string): RawBuilder<unknown> {
  return sql`delete from ${sql.table(table)}`;
}

/** Runs a statement without its condition on the rows, batch by batch. Returns how many rows it found. */
async function visitRows<Tables>(
  db: Kysely<Tables>,
  purge: RowPurge,
  statement: RawBuilder<unknown>,
  options: BatchOptions,
): Promise<number> {
  const { key, where, within = sql<boolean>`true` } = purge;
  const size = batchSizeOf(db);
  const table = sql.table(purge.table);
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let from = sql<boolean>`true`;
  let count = 0;
  await inBatches(async () => {
    const { rows } = await sql<Record<string, unknown>>`select ${columns} from ${table} where ${within} and ${from}
      order by ${columns} limit 1 offset ${sql.lit(size - 1)}`.execute(db);
    const last = rows[0];
    const upTo = last === undefined ? sql<boolean>`true` : beforeOrAfter(key, '<', last);
    const result = await sql`${statement} where ${within} and ${from} and ${upTo} and ${where}`.execute(db);
    count += Number(result.numAffectedRows ?? 0n);
    if (last === undefined) return false;
    from = beforeOrAfter(key, '>', last);
    return true;
  }, options);
  return count;
}

/**
 * `>`: rows after these values. `<`: rows up to and including them. Not a comparison of row values: MariaDB would read the whole table.
 * The first column also has a condition of its own, so that an index of this column alone serves, too.
 */
function beforeOrAfter(key: readonly string[], sign: '<' | '>', values: Record<string, unknown>): RawBuilder<boolean> {
  const columns = key.map((column) => ({ ref: sql.ref(column), value: values[column] }));
  const beyond = columns.map(({ ref, value }, index) => {
    const equal = columns.slice(0, index).map((one) => sql`${one.ref} = ${one.value}`);
    return sql`(${sql.join([...equal, sql`${ref} ${sql.raw(sign)} ${value}`], sql` and `)})`;
  });
  const all = columns.map(({ ref, value }) => sql`${ref} = ${value}`);
  if (sign === '<') beyond.push(sql`(${sql.join(all, sql` and `)})`);
  const [first] = columns;
  return sql<boolean>`${first!.ref} ${sql.raw(sign)}= ${first!.value} and (${sql.join(beyond, sql` or `)})`;
}
