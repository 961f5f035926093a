import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startProgram, startServer, type Program } from '../measure.js';
import type { FloodOutcome, FloodSettings } from '../neighbours/flood.js';
import type { StrangersOutcome, StrangersSettings } from '../neighbours/strangers.js';
import { keys, seedDatabase } from '../seed-database.js';
import type { Figure, Goal, Measure } from '../section.js';
import { ratiosOf, show, spreadOf } from '../statistics.js';

const quiet = 'nobody floods';
const floods = { 'one account at full tilt': 'account', 'one /48 at full tilt': 'network' } as const;
type Flood = keyof typeof floods;
type Case = typeof quiet | Flood;
const floodNames = Object.keys(floods) as Flood[];
const cases: readonly Case[] = [quiet, ...floodNames];

const warmUp = 1;
const rounds = 5;
/** The cases alternate within a round, too: other load on the machine comes and goes within seconds. */
const slices = 3;
const seconds = 1.5;
const rates = { codesPerSecond: 40, passwordsPerSecond: 8 };
const connections = 64;
/** Until the flood has filled every queue. */
const floodBeginsMs = 300;
const peopleOfSlice = seconds * (rates.codesPerSecond + rates.passwordsPerSecond);
/** An account more in each slice is the one that is flooded. */
const accountsOfSlice = peopleOfSlice + 1;
const limits = { codes: 2, passwords: 5 };
type Kind = keyof typeof limits;

/** The waits of all slices of one case in one round, and what the flood got. */
type Round = Record<Kind, number[]> & { ownDelayP99: number; flood: FloodOutcome | null };

interface Programs {
  strangers: Program<StrangersSettings, StrangersOutcome>;
  flood: Program<FloodSettings, FloodOutcome>;
}

/**
 * What one account or one network at full tilt costs everybody else: the reference server with its usual limits, alone on its core.
 * The strangers and the flood are two processes on another core.
 */
export const measureNeighbours: Measure = async (scratch) => {
  const path = join(scratch, 'neighbours.sqlite');
  const count = (warmUp + rounds) * slices * cases.length * accountsOfSlice;
  await seedDatabase('sqlite', path, { count, every: 1 });
  const server = await startServer('subjects/reference.ts', {
    DATABASE_URL: `file:${path}`,
    HARMONY_2FA_KEYS: keys,
    ACCOUNTS: String(count),
  });
  const programs: Programs = {
    strangers: await startProgram('neighbours/strangers.ts'),
    flood: await startProgram('neighbours/flood.ts'),
  };
  try {
    return sectionOf(await interleave(programs, server.port));
  } finally {
    for (const program of [server, programs.strangers, programs.flood]) await program.stop();
  }
};

async function interleave(programs: Programs, port: number): Promise<Map<Case, Round[]>> {
  const results = new Map<Case, Round[]>(cases.map((name) => [name, []]));
  let first = 0;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const own = new Map<Case, Round>();
    for (let slice = 0; slice < slices; slice += 1) {
      const shift = (round + slice) % cases.length;
      for (const name of [...cases.slice(shift), ...cases.slice(0, shift)]) {
        const sum = own.get(name) ?? { codes: [], passwords: [], ownDelayP99: 0, flood: null };
        const { strangers, flood } = await runSlice(name, programs, port, first);
        first += accountsOfSlice;
        own.set(name, {
          codes: [...sum.codes, ...strangers.codes],
          passwords: [...sum.passwords, ...strangers.passwords],
          ownDelayP99: Math.max(sum.ownDelayP99, strangers.ownDelayP99),
          flood,
        });
      }
    }
    if (round < warmUp) continue;
    for (const name of cases) results.get(name)!.push(own.get(name)!);
  }
  return results;
}

async function runSlice(name: Case, { strangers, flood }: Programs, port: number, first: number) {
  const come = async (): Promise<StrangersOutcome> => {
    const outcome = await strangers.run({ port, seconds, ...rates, first });
    const statuses = Object.keys(outcome.statuses).join();
    if (statuses !== '200') throw new Error(`with ${name} strangers got ${JSON.stringify(outcome.statuses)}`);
    return outcome;
  };
  if (name === quiet) return { strangers: await come(), flood: null };
  // An account that no stranger has, and a /48 that no slice has had: no limit has seen either of them.
  const number = first + peopleOfSlice;
  const flooding = flood.run({ port, connections, kind: floods[name], number });
  await setTimeout(floodBeginsMs);
  const outcome = await come();
  flood.tell('stop');
  return { strangers: outcome, flood: await flooding };
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

function sectionOf(results: Map<Case, Round[]>) {
  const percentiles = (name: Case, kind: Kind, share: number): number[] =>
    results.get(name)!.map((round) => percentile(round[kind], share));
  const ratio = (flood: Flood, kind: Kind, share: number) =>
    ratiosOf(percentiles(flood, kind, share), percentiles(quiet, kind, share));
  const goalOf = (flood: Flood, kind: Kind): Goal => {
    const p99 = ratio(flood, kind, 0.99);
    return {
      what: `p99 of a stranger's ${kind}: ${flood}, divided by that while ${quiet}`,
      goal: `at most ${limits[kind]}`,
      measured: show(p99, 2),
      reached: p99.median <= limits[kind],
    };
  };
  const figuresOf = (name: Case): Figure[] => {
    const [codes, passwords] = (['codes', 'passwords'] as const).map((kind) =>
      [0.5, 0.99].map((share) => spreadOf(percentiles(name, kind, share)).median.toFixed(1)).join(' and '),
    );
    const [last] = results.get(name)!.slice(-1);
    const own = spreadOf(results.get(name)!.map(({ ownDelayP99 }) => ownDelayP99)).median.toFixed(1);
    const flood = last!.flood;
    return [
      {
        what: `${name}: p50 and p99 of codes, of passwords; delay of the process that measures, p99`,
        measured: `${codes} ms, ${passwords} ms; ${own} ms`,
      },
      ...(flood
        ? [
            {
              what: `${name}: what the flood got`,
              measured: `${flood.perSecond.toFixed(0)}/s, by status ${JSON.stringify(flood.statuses)}`,
            },
          ]
        : []),
    ];
  };
  return {
    title: 'Noisy neighbours',
    goals: floodNames.flatMap((flood) => [goalOf(flood, 'codes'), goalOf(flood, 'passwords')]),
    figures: [
      ...floodNames.flatMap((flood) =>
        (['codes', 'passwords'] as const).map((kind): Figure => ({
          what: `p50 of a stranger's ${kind}: ${flood}, divided by that while ${quiet}`,
          measured: show(ratio(flood, kind, 0.5), 2),
        })),
      ),
      ...cases.flatMap(figuresOf),
    ],
    curves: [],
  };
}
