import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { createCluster } from '../../server/support/postgres-cluster.js';
import { startServer, type Server } from '../measure.js';
import { createDatabase, tableBytes } from '../postgres.js';
import { query } from '../../server/support/postgres-query.js';
import { interleave, type Round, type Runner } from '../rounds.js';
import { keys, scattered, seedDatabase, type Accounts } from '../seed-database.js';
import type { Curve, Figure, Goal, Section } from '../section.js';
import { ratiosOf, show, spreadOf, type Spread } from '../statistics.js';

/** A database of one size. */
interface Subject {
  database: 'SQLite' | 'PostgreSQL';
  count: number;
  bytes: number;
  runner: Runner;
}

const sizes = { SQLite: [1e3, 1e6, 1e7], PostgreSQL: [1e3, 1e6] };
/** Answers in a round: as many as the smallest database has accounts. */
const answers = 1000;
/** V8 optimises the code during the first few thousand answers. */
const warmUp = 4;
/** A round takes a third of a second, and two rounds differ by half on a shared machine. The database with a goal gets more. */
const rounds = { SQLite: 21, PostgreSQL: 8 };
/** Accounts of each database that sign in. */
const used = 25_000;
const maxRatio = 1.2;
const maxBytes = 600;
const renew = 'update second_factors set last_step = 58800000';

/**
 * Measures how the time of an answer and the bytes of an account grow with the number of accounts. Before each round the load
 * generator reads the same challenges, as the page does before an answer.
 */
export async function measureGrowth(scratch: string): Promise<Section> {
  const servers: Server[] = [];
  // A share of the memory, as PostgreSQL's manual recommends; the default is the least that it starts with.
  const cluster = await createCluster(['shared_buffers=1GB']);
  const start = async (url: string): Promise<Server> => {
    const server = await startServer('subjects/router.ts', { DATABASE_URL: url, HARMONY_2FA_KEYS: keys });
    servers.push(server);
    return server;
  };
  try {
    const [onSqlite, onPostgres] = await Promise.all([
      oneByOne(sizes.SQLite, (count) => sqliteOf(count, scratch, start)),
      oneByOne(sizes.PostgreSQL, (count) => postgresOf(count, cluster.url, start)),
    ]);
    const results = new Map([
      ...(await roundsOf(onSqlite, rounds.SQLite)),
      ...(await roundsOf(onPostgres, rounds.PostgreSQL)),
    ]);
    return sectionOf(onSqlite, onPostgres, results);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await cluster.remove();
  }
}

function roundsOf(subjects: Subject[], rounds: number): Promise<Map<string, Round[]>> {
  const runners = subjects.map(({ runner }) => runner);
  return interleave(runners, { kind: 'right code', before: 'challenge', status: '200', rounds, warmUp });
}

async function sqliteOf(count: number, scratch: string, start: (url: string) => Promise<Server>): Promise<Subject> {
  const accounts = accountsOf(count);
  const path = join(scratch, `${count}.sqlite`);
  await seedDatabase('sqlite', path, accounts);
  const { size: bytes } = await stat(path);
  const runner = runnerOf('SQLite', accounts, await start(`file:${path}`), () => {
    if (!isSmallest(accounts)) return Promise.resolve();
    const database = new Sqlite(path);
    database.exec(renew);
    database.close();
    return Promise.resolve();
  });
  return { database: 'SQLite', count, bytes, runner };
}

async function postgresOf(count: number, cluster: string, start: (url: string) => Promise<Server>): Promise<Subject> {
  const accounts = accountsOf(count);
  const url = await createDatabase(cluster, `accounts_${count}`);
  await seedDatabase('postgres', url, accounts);
  const bytes = await tableBytes(url, 'second_factors');
  const runner = runnerOf('PostgreSQL', accounts, await start(url), async () => {
    if (isSmallest(accounts)) await query(url, renew);
  });
  return { database: 'PostgreSQL', count, bytes, runner };
}

function accountsOf(count: number): Accounts {
  return { count, every: Math.max(1, count / used) };
}

/** Each round of the smallest database uses all its accounts, so their spent steps are reset before the next one. */
function isSmallest({ count }: Accounts): boolean {
  return count === answers;
}

function runnerOf(database: string, accounts: Accounts, server: Server, prepare: () => Promise<void>): Runner {
  return {
    name: `${database}, ${powerOfTen(accounts.count)}`,
    server,
    count: answers,
    ...scattered(accounts),
    prepare,
  };
}

function sectionOf(onSqlite: Subject[], onPostgres: Subject[], results: Map<string, Round[]>): Section {
  const roundsOf = ({ runner }: Subject): Round[] => results.get(runner.name)!;
  const all = [onSqlite, onPostgres];
  return {
    title: 'Growth',
    goals: [timeGoal(onSqlite, roundsOf), bytesGoal(onSqlite)],
    figures: [
      ...all.map((subjects) => processorFigure(subjects, roundsOf)),
      timeFigure(onPostgres, roundsOf),
      ...all.flat().map((subject) => rateFigure(subject, roundsOf(subject))),
      ...onPostgres.slice(-1).map(bytesFigure),
    ],
    curves: [
      curveOf('Time per answer', 'µs', all, (subject) => spreadOf(roundsOf(subject).map(timeOf)).median),
      curveOf('Disk per account', 'bytes', all, ({ bytes, count }) => bytes / count),
    ],
  };
}

/** The goal is wall time, because it includes waits for the disk and for the database process. */
function timeGoal(subjects: Subject[], roundsOf: (subject: Subject) => Round[]): Goal {
  const { smallest, largest, database, ratios } = growthOf(subjects, roundsOf, timeOf);
  return {
    what: `${database}: time per answer (1 / rate) with ${powerOfTen(largest)} accounts, divided by the time with ${powerOfTen(smallest)}`,
    goal: `at most ${maxRatio}`,
    measured: show(ratios, 2),
    reached: ratios.median <= maxRatio,
  };
}

/** A figure without a goal: only SQLite has a promised limit. */
function timeFigure(subjects: Subject[], roundsOf: (subject: Subject) => Round[]): Figure {
  const { what, measured } = timeGoal(subjects, roundsOf);
  return { what, measured };
}

function processorFigure(subjects: Subject[], roundsOf: (subject: Subject) => Round[]): Figure {
  const { smallest, largest, database, ratios } = growthOf(subjects, roundsOf, (round) => round.cpuMicroseconds);
  return {
    what: `${database}: the server's processor time per answer with ${powerOfTen(largest)} accounts, divided by the time with ${powerOfTen(smallest)}`,
    measured: show(ratios, 2),
  };
}

function growthOf(subjects: Subject[], roundsOf: (subject: Subject) => Round[], value: (round: Round) => number) {
  const [small, large] = [subjects[0]!, subjects.at(-1)!];
  const ratios: Spread = ratiosOf(roundsOf(large).map(value), roundsOf(small).map(value));
  return { database: small.database, smallest: small.count, largest: large.count, ratios };
}

function bytesGoal(subjects: Subject[]): Goal {
  const [smallest, largest] = [subjects[0]!, subjects.at(-1)!];
  const bytes = (largest.bytes - smallest.bytes) / (largest.count - smallest.count);
  return {
    what: `${largest.database}: bytes on disk for each further account with its ten backup codes`,
    goal: `at most ${maxBytes}`,
    measured: bytes.toFixed(0),
    reached: bytes <= maxBytes,
  };
}

function bytesFigure({ database, bytes, count }: Subject): Figure {
  return {
    what: `${database}: bytes on disk for an account of ${powerOfTen(count)}, with its index`,
    measured: (bytes / count).toFixed(0),
  };
}

function rateFigure({ runner }: Subject, results: Round[]): Figure {
  const rate = spreadOf(results.map(({ perSecond }) => perSecond)).median;
  const processor = spreadOf(results.map(({ cpuMicroseconds }) => cpuMicroseconds)).median;
  const slowest = spreadOf(results.map(({ p99 }) => p99)).median;
  return {
    what: `${runner.name} accounts: answers in a second, processor time of the server, 99th percentile`,
    measured: `${rate.toFixed(0)}/s, ${processor.toFixed(0)} µs, ${slowest.toFixed(1)} ms`,
  };
}

function curveOf(title: string, unit: string, all: Subject[][], value: (subject: Subject) => number): Curve {
  return {
    title,
    x: { label: 'enrolled accounts', logarithmic: true },
    y: { label: unit },
    series: all.map((subjects) => ({
      name: subjects[0]!.database,
      points: subjects.map((subject) => [subject.count, value(subject)]),
    })),
  };
}

function timeOf({ perSecond }: Round): number {
  return 1e6 / perSecond;
}

/** In sequence, because they share a disk. */
async function oneByOne<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const value of values) results.push(await work(value));
  return results;
}

function powerOfTen(count: number): string {
  return `10${[...String(Math.round(Math.log10(count)))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
}
