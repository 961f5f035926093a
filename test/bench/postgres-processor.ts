import { readFile } from 'node:fs/promises';
import { query } from '../server/support/postgres-query.js';

/** Processor time of each PostgreSQL process on this machine, in microseconds, by its id. */
type ProcessorTimes = Map<number, number>;

/** Linux counts nanoseconds. A process that has ended, and other systems, have no count. */
export async function processorTimes(url: string): Promise<ProcessorTimes> {
  const processes = await query<{ pid: number }>(url, 'select pid from pg_stat_activity where pid <> pg_backend_pid()');
  const times: ProcessorTimes = new Map();
  for (const { pid } of processes) {
    const line = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => null);
    if (line !== null) times.set(pid, Number(line.split(' ')[0]) / 1000);
  }
  return times;
}

/** Ignores processes that ended in between: an idle connection is closed, and used no time. */
export function processorTimeBetween(before: ProcessorTimes, after: ProcessorTimes): number {
  let sum = 0;
  for (const [pid, time] of after) sum += time - (before.get(pid) ?? 0);
  return sum;
}
