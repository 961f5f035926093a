import { sql, type Kysely } from 'kysely';
import type { OpenStore } from '../../adapters/store/open-store.js';
import type { KeyRing } from '../../core/crypto/key-ring.js';
import type { EnrolmentRule } from '../../core/policy/enrolment-policy.js';
import type { HostTables } from '../account/tables.js';
import { entriesOf, type ReportEntry, type ReportLine } from '../administration/report-lines.js';

/** One account, as its administrator sees it. No secret, no code. Times as in RFC 3339. */
export interface Person extends Omit<ReportLine, 'extendedUntil'> {
  /** From when on the account has to have 2FA; null without a rule. */
  requiredFrom: string | null;
}

export interface DirectoryQuery {
  /** Only accounts with 2FA, or without. */
  state?: 'on' | 'off' | undefined;
  /** Only addresses with this text. */
  search?: string | undefined;
  /** The last account of the page before. */
  after?: string | undefined;
}

export interface PeoplePage {
  people: Person[];
  /** What the next page comes after; null at the end. */
  next: string | null;
  /** Of all accounts with the text, on every page and in both states. */
  total: number;
  withTwoFactor: number;
}

export interface AccountDirectory {
  /** In the order of the addresses. Null when the account that the page comes after is there no more. */
  page(query: DirectoryQuery): Promise<PeoplePage | null>;
  /** Null when there is no such account. */
  find(accountId: string): Promise<Person | null>;
}

export interface AccountDirectoryParts {
  db: Kysely<HostTables>;
  store: OpenStore;
  keys: KeyRing;
  clock: () => Date;
  /** That of REQUIRE_2FA. */
  rule: EnrolmentRule | null;
}

const pageSize = 25;

export function createDirectory({ db, store, keys, clock, rule }: AccountDirectoryParts): AccountDirectory {
  return {
    async page({ state, search = '', after }) {
      let rows = accounts(search)
        .select(['accounts.id', 'accounts.email', 'enrolments.extended_until'])
        .orderBy('accounts.email')
        // One more tells whether there is another page.
        .limit(pageSize + 1);
      if (state === 'on') rows = rows.where('second_factors.enabled_at', 'is not', null);
      if (state === 'off') rows = rows.where('second_factors.enabled_at', 'is', null);
      if (after !== undefined) {
        const last = await emailOf(after);
        if (last === null) return null;
        rows = rows.where('accounts.email', '>', last);
      }
      const [found, counts] = await Promise.all([rows.execute(), count(search)]);
      const shown = found.slice(0, pageSize);
      const people = (await entriesOf(store, keys, clock(), shown)).map(toPerson);
      return { people, next: found.length > pageSize ? shown.at(-1)!.id : null, ...counts };
    },

    async find(accountId) {
      const row = await accounts('')
        .select(['accounts.id', 'accounts.email', 'enrolments.extended_until'])
        .where('accounts.id', '=', accountId)
        .executeTakeFirst();
      if (!row) return null;
      const [entry] = await entriesOf(store, keys, clock(), [row]);
      return toPerson(entry!);
    },
  };

  function accounts(search: string) {
    const all = db
      .selectFrom('accounts')
      .leftJoin('second_factors', 'second_factors.account_id', 'accounts.id')
      .leftJoin('enrolments', 'enrolments.account_id', 'accounts.id');
    if (search === '') return all;
    // An own escape sign: the databases differ in whether they have one of themselves.
    const pattern = `%${search.toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`;
    return all.where(sql<boolean>`${sql.ref('accounts.email')} like ${pattern} escape '!'`);
  }

  async function count(search: string): Promise<{ total: number; withTwoFactor: number }> {
    return accounts(search)
      .select(({ fn }) => [
        fn.count<number>('accounts.id').as('total'),
        fn.count<number>('second_factors.enabled_at').as('withTwoFactor'),
      ])
      .executeTakeFirstOrThrow();
  }

  async function emailOf(accountId: string): Promise<string | null> {
    const row = await db.selectFrom('accounts').select('email').where('id', '=', accountId).executeTakeFirst();
    return row?.email ?? null;
  }

  function toPerson({ line: { extendedUntil, ...line } }: ReportEntry): Person {
    if (rule === null) return { ...line, requiredFrom: null };
    const begins = rule.from ?? rule.since;
    const extended = extendedUntil === null ? 0 : Date.parse(extendedUntil);
    return { ...line, requiredFrom: new Date(Math.max(begins.getTime(), extended)).toISOString() };
  }
}
