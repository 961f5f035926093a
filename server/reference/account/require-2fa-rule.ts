import type { Kysely } from 'kysely';
import type { EnrolmentRule } from '../../core/policy/enrolment-policy.js';
import type { Config } from '../config.js';
import type { HostTables } from './tables.js';

/**
 * The rule of REQUIRE_2FA. The database stores when a server first had it: the rule keeps its start date over restarts.
 *
 * @returns null for `off`
 */
export async function readRule(
  db: Kysely<HostTables>,
  required: Config['requireTwoFactor'],
  now: Date,
): Promise<EnrolmentRule | null> {
  if (required === 'off') return null;
  const rule = required === 'on' ? 'on' : required.toISOString();
  await db
    .insertInto('enforcements')
    .values({ rule, since: now.getTime() })
    .onConflict((conflict) => conflict.column('rule').doNothing())
    .execute();
  const { since } = await db
    .selectFrom('enforcements')
    .select('since')
    .where('rule', '=', rule)
    .executeTakeFirstOrThrow();
  return { since: new Date(since), from: required === 'on' ? null : required };
}
