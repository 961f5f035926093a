import { createCluster } from '../../server/support/postgres-cluster.js';
import { capacityFor } from '../capacity.js';
import { startLoad, startServer, type Load, type Server } from '../measure.js';
import { processorTimeBetween, processorTimes } from '../postgres-processor.js';
import { createDatabase, tableBytes } from '../postgres.js';
import { query } from '../../server/support/postgres-query.js';
import type { Section } from '../section.js';
import { keys, scattered, seed } from '../seeding.js';
import { ratiosOf, show, spreadOf } from '../statistics.js';

/** What one answer took of whom, in microseconds. */
interface Round {
  instance: number;
  database: number;
  statements: number;
  perSecond: number;
}

const sizes = [1, 2, 4];
/** Each instance brings the same number: with fewer, it would do less in each turn of its event loop, and that costs. */
const connectionsEach = 8;
const answers = 2000;
const warmUp = 4;
const rounds = 5;
const accounts = { count: 60_000, every: 1 };
const mostTimes = 1.15;

/** Whether an answer costs more, the more instances share a database. */
export async function measureScaleOut(): Promise<Section> {
  const servers: Server[] = [];
  const cluster = await createCluster(['shared_preload_libraries=pg_stat_statements']);
  const load = await startLoad();
  try {
    const url = await createDatabase(cluster.url, 'accounts');
    await query(url, 'create extension pg_stat_statements');
    await seed('postgres', url, accounts);
    const accountBytes = (await tableBytes(url, 'second_factors')) / accounts.count;
    while (servers.length < Math.max(...sizes)) {
      const env = { DATABASE_URL: url, HARMONY_2FA_KEYS: keys };
      servers.push(await startServer('subjects/router.ts', env));
    }
    const results = await inTurns(servers, load, url);
    const asked = sizes.length * (warmUp + rounds) * answers;
    const auditBytes = (await tableBytes(url, 'audit_events')) / asked;
    return sectionOf(results, { accountBytes, auditBytes });
  } finally {
    await Promise.all([load, ...servers].map((program) => program.stop()));
    await cluster.remove();
  }
}

/** Each round begins with other instances, so that all are equally warm. */
async function inTurns(servers: Server[], load: Load, url: string): Promise<Map<number, Round[]>> {
  const results = new Map<number, Round[]>(sizes.map((size) => [size, []]));
  let first = 0;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const shift = round % servers.length;
    const order = [...servers.slice(shift), ...servers.slice(0, shift)];
    for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
      const measured = await measureRound(order.slice(0, size), load, url, first);
      first += answers * scattered(accounts).every;
      if (round >= warmUp) results.get(size)!.push(measured);
    }
  }
  return results;
}

async function measureRound(instances: Server[], load: Load, url: string, first: number): Promise<Round> {
  const before = await used(instances, url);
  const outcome = await load.run({
    ports: instances.map(({ port }) => port),
    connections: connectionsEach * instances.length,
    kind: 'right code',
    first,
    count: answers,
    ...scattered(accounts),
  });
  const after = await used(instances, url);
  if (outcome.statuses['200'] !== answers) throw new Error(`the answers were ${JSON.stringify(outcome.statuses)}`);
  return {
    instance: (after.instances - before.instances) / answers,
    database: processorTimeBetween(before.database, after.database) / answers,
    statements: (after.statements - before.statements) / answers,
    perSecond: outcome.perSecond,
  };
}

async function used(instances: Server[], url: string) {
  const usages = await Promise.all(instances.map((instance) => instance.usage()));
  const [row] = await query<{ time: number }>(
    url,
    `select sum(total_exec_time) * 1000 as time from pg_stat_statements
      where query ~* '(second_factors|audit_events)' and query !~ 'pg_'`,
  );
  return {
    instances: usages.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0),
    database: await processorTimes(url),
    statements: row!.time,
  };
}

function sectionOf(
  results: Map<number, Round[]>,
  { accountBytes, auditBytes }: { accountBytes: number; auditBytes: number },
): Section {
  const valuesOf = (size: number, part: keyof Round): number[] => results.get(size)!.map((round) => round[part]);
  const middle = (size: number, part: keyof Round): number => spreadOf(valuesOf(size, part)).median;
  const goalOf = (size: number, part: keyof Round, what: string) => {
    const times = ratiosOf(valuesOf(size, part), valuesOf(1, part));
    return {
      what: `${size} instances: ${what} per answer, in times of one instance`,
      goal: `at most ${mostTimes}`,
      measured: show(times, 2),
      reached: times.median <= mostTimes,
    };
  };
  const costs = {
    instanceMicroseconds: middle(1, 'instance'),
    databaseMicroseconds: middle(1, 'database'),
    accountBytes,
    auditBytes,
  };
  return {
    title: 'Scale-out',
    goals: sizes
      .slice(1)
      .flatMap((size) => [
        goalOf(size, 'instance', "the instances' processor time"),
        goalOf(size, 'database', "PostgreSQL's processor time"),
      ]),
    figures: [
      ...sizes.map((size) => ({
        what: `${size} of ${sizes.at(-1)} instances on one core: processor time per answer of instances, of PostgreSQL, within its statements, rate`,
        measured:
          `${middle(size, 'instance').toFixed(0)} µs, ${middle(size, 'database').toFixed(0)} µs, ` +
          `${middle(size, 'statements').toFixed(0)} µs, ${middle(size, 'perSecond').toFixed(0)}/s`,
      })),
      ...[1e8, 1e9].map((count) => capacityFor(count, costs)),
    ],
    curves: [
      {
        title: 'Processor time per answer',
        x: { label: 'instances' },
        y: { label: 'µs' },
        series: [
          { name: 'instances', points: sizes.map((size) => [size, middle(size, 'instance')]) },
          { name: 'PostgreSQL', points: sizes.map((size) => [size, middle(size, 'database')]) },
        ],
      },
    ],
  };
}
