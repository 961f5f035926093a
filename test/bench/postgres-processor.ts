import { readFile } from 'node:fs/promises';
import { query } from '../server/support/postgres-query.js';

/** Processor time of each process of a PostgreSQL on this machine, in microseconds. */
type ProcessorTimes = Map<number, number>;

/** Linux counts it to the nanosecond; a process that is gone, or another system, has none. */
export async function processorTimes(url: string): Promise<ProcessorTimes> {
  const processes = await query<{ pid: number }>(url, 'select pid from pg_stat_activity where pid <> pg_backend_pid()');
  const times: ProcessorTimes = new Map();
  for (const { pid } of processes) {
    const line = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => null);
    if (line !== null) times.set(pid, Number(line.split(' ')[0]) / 1000);
  }
  return times;
}

/** A process that ended in between had nothing to do: a connection is closed once it is idle. */
export function processorTimeBetween(before: ProcessorTimes, after: ProcessorTimes): number {
  let sum = 0;
  for (const [pid, time] of after) sum += time - (before.get(pid) ?? 0);
  return sum;
}
