import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Announce } from '../../core/audit/announcer.js';
import { insertEvents } from '../../adapters/store/audit-rows.js';
import { eventsOf, type ClientInfo } from '../../core/audit/events.js';
import type { Log } from '../../core/log.js';
import { forTwoFactor, lockAccount, type HostTables } from './tables.js';

const hourMs = 60 * 60 * 1000;
/** From so many within an hour on the owner is told, once in that hour. */
export const tellingFailures = 10;
/** So many of an hour stand in the trail; later ones fill the counts and the log, not the database. */
export const mostKeptAnHour = 100;

/** Wrong passwords at sign-in: an entry in the account's trail, a count, a line in the log, and a notice when there are many. */
export interface PasswordFailures {
  /**
   * Takes as long for an address that nobody has: the same statements and the same durable commit, of which nothing stays.
   *
   * @param accountId whose password it was not; null when the address is nobody's
   */
  record(accountId: string | null, client: ClientInfo, now: Date): Promise<void>;
}

/** @param announce told of each failure, those at nobody's address under an id that is nobody's */
export function createPasswordFailures(db: Kysely<HostTables>, announce: Announce, log: Log): PasswordFailures {
  const nobody = randomUUID();

  return {
    async record(accountId, client, now) {
      const { requestId } = client;
      if (accountId === null) log.info({ requestId }, 'a sign-in named no account');
      else log.info({ accountId, requestId }, 'a password was wrong');

      const asked = accountId ?? nobody;
      const earlier = await count(db, asked, now);
      const kept = accountId !== null && earlier.failed < mostKeptAnHour;
      const events = eventsOf({ accountId: kept ? asked : nobody, client }, now, ['password_failed', 'password']);
      await db.transaction().execute(async (transaction) => {
        await insertEvents(forTwoFactor(transaction), events);
        await transaction.deleteFrom('audit_events').where('account_id', '=', nobody).execute();
      });
      announce(events);

      // After the commit, so that of several at once the last to commit sees them all.
      const { failed, told } = await count(db, asked, now);
      if (failed >= tellingFailures && !told) await tell(asked, client, now);
    },
  };

  async function tell(accountId: string, client: ClientInfo, now: Date): Promise<void> {
    const events = eventsOf({ accountId, client }, now, 'password_guessing');
    const first = await db.transaction().execute(async (transaction) => {
      if (!(await lockAccount(transaction, accountId))) return false;
      if ((await count(transaction, accountId, now)).told) return false;
      await insertEvents(forTwoFactor(transaction), events);
      return true;
    });
    if (first) announce(events);
  }
}

/** Of the last hour. */
async function count(db: Kysely<HostTables>, accountId: string, now: Date): Promise<{ failed: number; told: boolean }> {
  const rows = await db
    .selectFrom('audit_events')
    .select((row) => ['event', row.fn.countAll<number>().as('total')])
    .where('account_id', '=', accountId)
    .where('at', '>', now.getTime() - hourMs)
    .where('event', 'in', ['password_failed', 'password_guessing'])
    .groupBy('event')
    .execute();
  const total = (event: string): number => rows.find((row) => row.event === event)?.total ?? 0;
  return { failed: total('password_failed'), told: total('password_guessing') > 0 };
}
