import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, median, start, type Outcome, type Running } from './measure.js';

/** Answers to a challenge, side by side and in turn: fresh accounts, right codes, 32 connections. */
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);
const perRound = Number(process.env['BENCH_ANSWERS'] ?? 4000);
const subjects = (process.env['BENCH_SUBJECTS'] ?? 'router express-floor http-floor').split(' ');
const total = rounds * perRound + perRound;

const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-bench-'));
const keys = `bench:${randomBytes(32).toString('base64')}`;
const path = join(folder, 'bench.sqlite');
execFileSync(process.execPath, [
  '--import',
  'tsx',
  join(import.meta.dirname, 'seed-sqlite.ts'),
  path,
  keys,
  '0',
  String(total),
]);
const env = { DATABASE_URL: `file:${path}`, HARMONY_2FA_KEYS: keys, ACCOUNTS: String(total) };

const running = new Map<string, Running>();
const outcomes = new Map<string, Outcome[]>(subjects.map((subject) => [subject, []]));
const cpu = new Map<string, number[]>(subjects.map((subject) => [subject, []]));
try {
  for (const subject of subjects) running.set(subject, await start(subject, env));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [subject, server] of running) {
      const before = (await server.figures()).cpuMicroseconds;
      const outcome = await load({
        port: server.port,
        connections: 32,
        first: round * perRound,
        last: (round + 1) * perRound,
      });
      const used = (await server.figures()).cpuMicroseconds - before;
      if (Object.keys(outcome.statuses).join() !== '200')
        throw new Error(`${subject}: ${JSON.stringify(outcome.statuses)}`);
      // The first one warms up.
      if (round > 0) {
        outcomes.get(subject)!.push(outcome);
        cpu.get(subject)!.push(used / perRound);
      }
    }
  }
} finally {
  for (const server of running.values()) await server.stop();
  await rm(folder, { recursive: true, force: true });
}

const floor = outcomes.get('express-floor')!;
for (const subject of subjects) {
  const own = outcomes.get(subject)!;
  const ratios = own.map(({ perSecond }, round) => perSecond / (floor[round]?.perSecond ?? Number.NaN));
  process.stdout.write(
    `${subject.padEnd(16)} ${median(own.map((o) => o.perSecond))
      .toFixed(0)
      .padStart(7)}/s  p50 ${median(own.map((o) => o.p50)).toFixed(1)} ms  p99 ${median(own.map((o) => o.p99)).toFixed(
      1,
    )} ms  ${median(cpu.get(subject)!).toFixed(0)} µs CPU each  of the floor ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})\n`,
  );
}
