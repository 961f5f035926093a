/**
 * The times to purge by: `until` is the earlier of this clock and the database's, for what is old. What only one of them calls old is kept.
 * Otherwise one purge of an instance whose clock is ahead would delete what nobody can bring back. `from` is the later one, for what was made
 * ahead of its time. With a database that uses this machine's clock both are this one.
 *
 * @param time of the database; null where it has no clock of its own
 */
export async function purgeTimes(now: Date, time: () => Promise<Date | null>): Promise<{ until: Date; from: Date }> {
  const other = (await time()) ?? now;
  return other < now ? { until: other, from: now } : { until: now, from: other };
}
