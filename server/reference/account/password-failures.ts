import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Announce } from '../../core/audit/announcer.js';
import { firstIdAt, insertEvents } from '../../adapters/store/audit-rows.js';
import { eventsOf, type ClientInfo } from '../../core/audit/events.js';
import { hourMs } from '../../core/durations.js';
import type { Log } from '../../core/log.js';
import { wrongClockMs } from '../../core/two-factor/instance-clocks.js';
import { forTwoFactor, lockAccount, type HostTables } from './tables.js';
import { transact } from '../../adapters/store/transact.js';

/** After so many wrong passwords within an hour the owner gets a notice, once in that hour. */
const noticeThreshold = 10;
/** The audit trail gets so many entries per hour. Further failures are only counted and logged, so that they do not fill the database. */
const maxEntriesPerHour = 100;

/** Ids of entries begin with a digit of base 16. */
const afterEveryId = 'z';

/** Records wrong passwords at sign-in: an audit entry, a count, a log line, and a notice when there are many. */
export interface PasswordFailures {
  /**
   * An unknown address takes as long as a known one: the same statements and the same durable commit, which leaves no row.
   *
   * @param accountId null when no account has the address
   */
  record(accountId: string | null, client: ClientInfo, now: Date): Promise<void>;
}

/** @param announce called with each failure; for an unknown address with a random account id */
export function createPasswordFailures(db: Kysely<HostTables>, announce: Announce, log: Log): PasswordFailures {
  return {
    async record(accountId, client, now) {
      const { requestId } = client;
      // A random id: a shared one would make failures of unknown addresses wait for each other, which reveals them.
      const unknownAccountId = randomUUID();
      if (accountId === null) log.info({ requestId }, 'sign-in with an unknown address');
      else log.info({ accountId, requestId }, 'a password was wrong');

      const countedId = accountId ?? unknownAccountId;
      const earlier = await count(db, countedId, now);
      const recorded = accountId !== null && earlier.failed < maxEntriesPerHour;
      const writtenId = recorded ? countedId : unknownAccountId;
      const events = eventsOf({ accountId: writtenId, client }, now, ['password_failed', 'password']);
      await transact(db, async (transaction) => {
        await insertEvents(forTwoFactor(transaction), events);
        // Of one account alone, so that a transaction touches one server of a database which is spread by account.
        await transaction
          .deleteFrom('audit_events')
          .where('account_id', '=', writtenId)
          .where('id', '>', recorded ? afterEveryId : '')
          .execute();
      });
      announce(events);

      // Count after the commit: of several concurrent failures the last one sees all.
      const { failed, noticed } = await count(db, countedId, now);
      if (failed >= noticeThreshold && !noticed) await recordGuessing(countedId, client, now);
    },
  };

  async function recordGuessing(accountId: string, client: ClientInfo, now: Date): Promise<void> {
    const events = eventsOf({ accountId, client }, now, 'password_guessing');
    const first = await transact(db, async (transaction) => {
      if (!(await lockAccount(transaction, accountId))) return false;
      if ((await count(transaction, accountId, now)).noticed) return false;
      await insertEvents(forTwoFactor(transaction), events);
      return true;
    });
    if (first) announce(events);
  }
}

/** Counts the entries of the last hour. */
async function count(
  db: Kysely<HostTables>,
  accountId: string,
  now: Date,
): Promise<{ failed: number; noticed: boolean }> {
  const rows = await db
    .selectFrom('audit_events')
    .select((row) => ['event', row.fn.countAll<number>().as('total')])
    .where('account_id', '=', accountId)
    .where('id', '>=', firstIdAt(new Date(now.getTime() - hourMs + 1)))
    // Entries of a clock that was ahead would keep these of now from the trail, and the owner from the notice.
    .where('id', '<', firstIdAt(new Date(now.getTime() + wrongClockMs)))
    .where('event', 'in', ['password_failed', 'password_guessing'])
    .groupBy('event')
    .execute();
  const total = (event: string): number => rows.find((row) => row.event === event)?.total ?? 0;
  return { failed: total('password_failed'), noticed: total('password_guessing') > 0 };
}
