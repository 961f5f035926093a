/** Fields of one row: the server gives numbers or texts, by its version. */
export type ServerAnswer = Record<'version' | 'flush' | 'binlog' | 'sync' | 'reads', string | number>;

/** One statement for all that `requireSafeServer` asks. A server of another kind answers it, too. */
export const serverQuestion = `select version() as version, @@innodb_flush_log_at_trx_commit as flush,
  @@log_bin as binlog, @@sync_binlog as sync, @@read_only as \`reads\``;

/**
 * For every new connection, since an address may lead elsewhere after a failover. A replica is behind: a session that has ended would
 * go on there.
 *
 * @throws {Error} for a server of another kind, one that only reads, or one whose commits are not durable: a spent code could become
 *   valid again
 */
export function requireSafeServer({ version, flush, binlog, sync, reads }: ServerAnswer): void {
  const [, major = '0', minor = '0'] = /^(?:5\.5\.5-)?(\d+)\.(\d+)\..*MariaDB/i.exec(String(version)) ?? [];
  if (Number(major) * 1000 + Number(minor) < 10_006) throw new Error('the database has to be MariaDB 10.6 or later');
  // Later versions have more than one way to only read, each with a name.
  if (!['0', 'OFF'].includes(String(reads).toUpperCase())) {
    throw new Error(
      'the database is a replica or allows no writes (read_only): the database URL has to lead to the primary, which the store reads, too',
    );
  }
  if (Number(flush) !== 1) {
    throw new Error(
      'the database has innodb_flush_log_at_trx_commit other than 1: after a crash a spent code could work again',
    );
  }
  // With a binary log, the log decides after a crash which transactions are committed.
  if (Number(binlog) === 1 && Number(sync) !== 1) {
    throw new Error(
      'the database has a binary log and sync_binlog other than 1: after a crash a spent code could work again',
    );
  }
}
