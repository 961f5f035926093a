import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { createCluster } from '../../server/support/postgres-cluster.js';
import { query } from '../../server/support/postgres-query.js';
import { startServer, type Server } from '../measure.js';
import { createDatabase } from '../postgres.js';
import { interleave, type Round, type Runner } from '../rounds.js';
import { keys, scattered, seedDatabase, seedHistory } from '../seed-database.js';
import type { Figure, Goal, Section } from '../section.js';
import { ratiosOf, show, spreadOf } from '../statistics.js';

type Database = 'SQLite' | 'PostgreSQL';

/** One database of the comparison, with the trail of a year or with none. */
interface Subject {
  url: string;
  renew: () => Promise<void>;
}

/** `HISTORY_ACCOUNTS=50000` is the long form: 36.5 million entries need 15 GB of disk for each database, and 15 minutes. */
const accounts = Number(process.env['HISTORY_ACCOUNTS'] ?? 2000);
/** Two a day, for a year. */
const each = 730;
const answers = 500;
const warmUp = 4;
const rounds = 9;
/** Two cases on one database take their accounts from two halves of it. */
const isReused = accounts < 2 * (warmUp + rounds) * answers;
const renewal = 'update second_factors set last_step = 58800000';
const maxRatio = 1.3;

/**
 * Measures what a year of history costs: answers with the trail of a year, without one, and with that of a year while the purge deletes
 * from it. Ten million accounts are simulated by the density of entries, which decides how far an account's entries are apart.
 */
export async function measureHistory(scratch: string): Promise<Section> {
  const parts = [await onSqlite(scratch), await onPostgres()];
  return {
    title: `History: ${accounts.toLocaleString('en')} accounts with ${each} audit entries each`,
    goals: parts.flatMap(({ goals }) => goals),
    figures: parts.flatMap(({ figures }) => figures),
    curves: [],
  };
}

async function onSqlite(scratch: string): Promise<Pick<Section, 'goals' | 'figures'>> {
  const paths = ['without', 'with'].map((name) => join(scratch, `${name}-history.sqlite`));
  for (const path of paths) await seedDatabase('sqlite', path, { count: accounts, every: 1 });
  await seedHistory('sqlite', paths[1]!, accounts, each);
  const subjects = paths.map((path) => ({
    url: `file:${path}`,
    renew: () => {
      const database = new Sqlite(path);
      database.exec(renewal);
      database.close();
      return Promise.resolve();
    },
  }));
  try {
    return await compare('SQLite', subjects);
  } finally {
    // The long form leaves no room for two databases.
    for (const path of paths) await rm(path);
  }
}

async function onPostgres(): Promise<Pick<Section, 'goals' | 'figures'>> {
  const cluster = await createCluster([
    'shared_buffers=1GB',
    'wal_level=minimal',
    'max_wal_senders=0',
    'max_wal_size=4GB',
  ]);
  try {
    const subjects: Subject[] = [];
    for (const name of ['without_history', 'with_history']) {
      const url = await createDatabase(cluster.url, name);
      await seedDatabase('postgres', url, { count: accounts, every: 1 });
      subjects.push({ url, renew: async () => void (await query(url, renewal)) });
    }
    await seedHistory('postgres', subjects[1]!.url, accounts, each);
    return await compare('PostgreSQL', subjects);
  } finally {
    await cluster.remove();
  }
}

async function compare(
  database: Database,
  [without, withYear]: Subject[],
): Promise<Pick<Section, 'goals' | 'figures'>> {
  const servers: Server[] = [];
  try {
    for (const { url } of [without!, withYear!]) {
      servers.push(await startServer('subjects/router.ts', { DATABASE_URL: url, HARMONY_2FA_KEYS: keys }));
    }
    const [empty, full] = [servers[0]!, servers[1]!];
    const runners: Runner[] = [
      { name: 'no entries', server: empty, prepare: () => renewed(without!) },
      { name: 'a year', server: full, prepare: () => renewed(withYear!) },
      {
        name: 'a year, and the purge runs',
        server: full,
        first: Math.floor(accounts / 2),
        async prepare() {
          await renewed(withYear!);
          await full.tell('purge');
        },
        finish: () => full.tell('stop purge'),
      },
    ].map((runner) => ({ ...runner, count: answers, ...scattered({ count: accounts, every: 1 }) }));
    const results = await interleave(runners, {
      kind: 'right code',
      before: 'challenge',
      status: '200',
      rounds,
      warmUp,
    });
    return {
      goals: [
        timeGoal(
          database,
          results.get('a year')!,
          results.get('no entries')!,
          `with ${each} entries of each account ÷ with none`,
        ),
        timeGoal(
          database,
          results.get('a year, and the purge runs')!,
          results.get('a year')!,
          'while the purge runs ÷ without it',
        ),
      ],
      figures: [...results].map(([name, measured]) => figureOf(`${database}, ${name}`, measured)),
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** Where the accounts are fewer than the answers, each account signs in again. */
async function renewed({ renew }: Subject): Promise<void> {
  if (isReused) await renew();
}

function timeGoal(database: Database, slower: Round[], faster: Round[], what: string): Goal {
  const ratios = ratiosOf(slower.map(timeOf), faster.map(timeOf));
  return {
    what: `${database}: time per answer (1 / rate) ${what}`,
    goal: `at most ${maxRatio}`,
    measured: show(ratios, 2),
    reached: ratios.median <= maxRatio,
  };
}

function figureOf(name: string, results: Round[]): Figure {
  const median = (value: (round: Round) => number): number => spreadOf(results.map(value)).median;
  return {
    what: `${name}: answers in a second, 99th percentile`,
    measured: `${median(({ perSecond }) => perSecond).toFixed(0)}/s, ${median(({ p99 }) => p99).toFixed(1)} ms`,
  };
}

function timeOf({ perSecond }: Round): number {
  return 1 / perSecond;
}
