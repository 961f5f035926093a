import { createCluster, type PostgresCluster } from '../../server/support/postgres-cluster.js';
import { capacityFor } from '../capacity.js';
import type { Target } from '../load-generator.js';
import { startLoad, startServer, type Load, type Server } from '../measure.js';
import { processorTimeBetween, processorTimes } from '../postgres-processor.js';
import { createDatabase, tableBytes } from '../postgres.js';
import { query } from '../../server/support/postgres-query.js';
import type { Section } from '../section.js';
import { keys, scattered, seedDatabase } from '../seed-database.js';
import { ratiosOf, show, spreadOf } from '../statistics.js';

/** Processor time for one answer, in microseconds. */
interface Round {
  instance: number;
  database: number;
  statements: number;
  perSecond: number;
}

/** One case of a round: the instances, the port and the first account of each. */
interface Case {
  name: string;
  instances: Server[];
  targets: Target[];
  first: number;
}

/** Instances that share a core slow each other down. So four run in each case, on four, two or one PostgreSQL. */
const size = 4;
const sharing = [1, 2, 4];
/** One instance with the core to itself. The instances take turns, so that all answer the same number and stay equally warm. */
const alone = 'alone';
/** Equal for each instance: with fewer connections a turn of the event loop does less work, and costs more for each answer. */
const connectionsEach = 8;
/** Few, so that each PostgreSQL is used again before its idle connections are closed. */
const answers = 1000;
const warmUp = 6;
const rounds = 10;
/** Accounts for each instance in each case. */
const accountsEach = ((warmUp + rounds) * answers) / size;
const { every, within } = scattered({ count: accountsEach, every: 1 });
const maxRatio = 1.15;

/** Measures how the cost of an answer grows with the number of instances on one PostgreSQL. */
export async function measureScaleOut(): Promise<Section> {
  const clusters: PostgresCluster[] = [];
  const load = await startLoad();
  const instances: Server[] = [];
  try {
    for (let cluster = 0; cluster < size; cluster += 1) {
      // Vacuum after seeding is not part of an answer.
      clusters.push(await createCluster(['shared_preload_libraries=pg_stat_statements', 'autovacuum=off']));
      await query(clusters[cluster]!.url, 'create extension pg_stat_statements');
    }
    const urls = await Promise.all(sharing.map((number) => databasesOf(number, clusters)));
    const started = Array.from({ length: size }, (_, index) => {
      const own = sharing.map((number, place) => urls[place]![Math.floor(index / number)]!);
      return startServer('subjects/router.ts', { DATABASE_URL: own.join(' '), HARMONY_2FA_KEYS: keys });
    });
    instances.push(...(await Promise.all(started)));
    const maintenance = clusters.map(({ url }) => url);
    const results = await interleave(instances, load, maintenance);
    return sectionOf(results, await bytesOf(urls.at(-1)![0]!));
  } finally {
    await Promise.all([load, ...instances].map((program) => program.stop()));
    await Promise.all(clusters.map((cluster) => cluster.remove()));
  }
}

/** The databases of one case: `number` instances share each PostgreSQL. */
async function databasesOf(number: number, clusters: readonly PostgresCluster[]): Promise<string[]> {
  const urls: string[] = [];
  for (const cluster of clusters.slice(0, size / number)) {
    const url = await createDatabase(cluster.url, `sharing${number}`);
    await seedDatabase('postgres', url, { count: 2 * number * accountsEach, every: 1 });
    urls.push(url);
  }
  return urls;
}

function casesOf(instances: Server[], round: number): Case[] {
  const together = sharing.map((number, place) => ({
    name: `sharing${number}`,
    instances,
    targets: instances.map(({ ports }, index) => ({ port: ports[place]!, base: (index % number) * accountsEach })),
    first: (round * answers) / size,
  }));
  const one = instances[round % size]!;
  return [
    ...together,
    {
      name: alone,
      instances: [one],
      targets: [{ port: one.port, base: accountsEach }],
      first: Math.floor(round / size) * answers,
    },
  ];
}

async function interleave(instances: Server[], load: Load, clusters: readonly string[]): Promise<Map<string, Round[]>> {
  const results = new Map<string, Round[]>(casesOf(instances, 0).map(({ name }) => [name, []]));
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const cases = casesOf(instances, round);
    const shift = round % cases.length;
    for (const one of [...cases.slice(shift), ...cases.slice(0, shift)]) {
      const measured = await measureRound(one, load, clusters);
      if (round >= warmUp) results.get(one.name)!.push(measured);
    }
  }
  return results;
}

async function measureRound(
  { instances, targets, first }: Case,
  load: Load,
  clusters: readonly string[],
): Promise<Round> {
  const before = await used(instances, clusters);
  const connections = connectionsEach * instances.length;
  const outcome = await load.run({
    targets,
    connections,
    kind: 'right code',
    first: first * every,
    count: answers,
    every,
    within,
  });
  const after = await used(instances, clusters);
  if (outcome.statuses['200'] !== answers) throw new Error(`the answers were ${JSON.stringify(outcome.statuses)}`);
  return {
    instance: (after.instances - before.instances) / answers,
    database: processorTimeBetween(before.database, after.database) / answers,
    statements: (after.statements - before.statements) / answers,
    perSecond: outcome.perSecond,
  };
}

/** The sums over all clusters; an idle PostgreSQL uses almost nothing. */
async function used(instances: Server[], clusters: readonly string[]) {
  const usages = await Promise.all(instances.map((instance) => instance.usage()));
  const times = await Promise.all(clusters.map(statementTime));
  const processes = await Promise.all(clusters.map(processorTimes));
  return {
    instances: usages.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0),
    database: new Map(processes.flatMap((ofOne) => [...ofOne])),
    statements: times.reduce((sum, time) => sum + time, 0),
  };
}

async function statementTime(url: string): Promise<number> {
  const [row] = await query<{ time: number }>(
    url,
    `select coalesce(sum(total_exec_time), 0) * 1000 as time from pg_stat_statements
      where query ~* '(second_factors|audit_events)' and query !~ 'pg_'`,
  );
  return row!.time;
}

async function bytesOf(url: string): Promise<{ accountBytes: number; auditBytes: number }> {
  return {
    accountBytes: (await tableBytes(url, 'second_factors')) / (2 * size * accountsEach),
    auditBytes: (await tableBytes(url, 'audit_events')) / (size * accountsEach),
  };
}

function sectionOf(results: Map<string, Round[]>, bytes: { accountBytes: number; auditBytes: number }): Section {
  const valuesOf = (name: string, part: keyof Round): number[] => results.get(name)!.map((round) => round[part]);
  const middle = (name: string, part: keyof Round): number => spreadOf(valuesOf(name, part)).median;
  const ratiosTo = (name: string, base: string, part: keyof Round) =>
    ratiosOf(valuesOf(name, part), valuesOf(base, part));
  const goalOf = (number: number, part: keyof Round, what: string) => {
    const ratios = ratiosTo(`sharing${number}`, 'sharing1', part);
    return {
      what: `${number} of ${size} instances on one PostgreSQL: ${what} per answer, divided by the cost with one PostgreSQL each`,
      goal: `at most ${maxRatio}`,
      measured: show(ratios, 2),
      reached: ratios.median <= maxRatio,
    };
  };
  const figureOf = (name: string, what: string) => ({
    what: `${what}: processor time per answer of instances, of PostgreSQL, time within its statements, rate`,
    measured:
      `${middle(name, 'instance').toFixed(0)} µs, ${middle(name, 'database').toFixed(0)} µs, ` +
      `${middle(name, 'statements').toFixed(0)} µs, ${middle(name, 'perSecond').toFixed(0)}/s`,
  });
  const costs = {
    instanceMicroseconds: middle(alone, 'instance'),
    databaseMicroseconds: middle('sharing4', 'database'),
    ...bytes,
  };
  return {
    title: 'Scale-out',
    goals: sharing
      .slice(1)
      .flatMap((number) => [
        goalOf(number, 'instance', "the instances' processor time"),
        goalOf(number, 'database', "PostgreSQL's processor time"),
      ]),
    figures: [
      ...sharing.map((number) => figureOf(`sharing${number}`, `${size} instances, ${number} on each PostgreSQL`)),
      figureOf(alone, 'One instance alone'),
      {
        what: `${size} instances on one PostgreSQL, divided by the cost of one instance alone on the core: instances, PostgreSQL`,
        measured: (['instance', 'database'] as const)
          .map((part) => show(ratiosTo('sharing4', alone, part), 2))
          .join(', '),
      },
      ...[1e8, 1e9].map((count) => capacityFor(count, costs)),
    ],
    curves: [
      {
        title: 'Processor time per answer',
        x: { label: 'instances on each PostgreSQL' },
        y: { label: 'µs' },
        series: [
          { name: 'instances', points: sharing.map((number) => [number, middle(`sharing${number}`, 'instance')]) },
          { name: 'PostgreSQL', points: sharing.map((number) => [number, middle(`sharing${number}`, 'database')]) },
        ],
      },
    ],
  };
}
