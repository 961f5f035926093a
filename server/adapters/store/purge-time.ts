/**
 * The time to purge by: the earlier of this clock and the database's. What only one of them calls old is kept. Otherwise one purge of an
 * instance whose clock is ahead would delete what nobody can bring back. With a database that uses this machine's clock it is this one.
 *
 * @param time of the database; null where it has no clock of its own
 */
export async function purgeTime(now: Date, time: () => Promise<Date | null>): Promise<Date> {
  const other = await time();
  return other !== null && other < now ? other : now;
}
