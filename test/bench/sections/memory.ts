import { join } from 'node:path';
import { startLoad, startServer } from '../measure.js';
import { keys, seed } from '../seeding.js';
import type { Measure } from '../section.js';

const answers = 1_000_000;
/** Each is asked several times, a time step or more apart: to go through all takes far longer than a code lives. */
const accounts = { count: 250_000, every: 1 };
const step = 50_000;
/** What is loaded late, compiled or cached is there by then. */
const settled = 2 * step;
const limit = 1;

/** A million right codes to one process: what it holds after a collection, on the way. */
export const measureMemory: Measure = async (scratch) => {
  const path = join(scratch, 'memory.sqlite');
  await seed('sqlite', path, accounts);
  const server = await startServer('subjects/router.ts', { DATABASE_URL: `file:${path}`, HARMONY_2FA_KEYS: keys });
  const load = await startLoad();
  const points: [number, number][] = [];
  try {
    for (let first = 0; first < answers; first += step) {
      const { statuses } = await load.run({
        targets: [{ port: server.port }],
        connections: 32,
        kind: 'right code',
        first,
        count: step,
        within: accounts.count,
      });
      if (Object.keys(statuses).join() !== '200') throw new Error(`answers were ${JSON.stringify(statuses)}`);
      points.push([first + step, await server.heapBytes()]);
    }
  } finally {
    await load.stop();
    await server.stop();
  }
  const before = points.find(([after]) => after === settled)![1];
  const [, after] = points.at(-1)!;
  const perAnswer = (after - before) / (answers - settled);
  return {
    title: 'Memory over 1,000,000 answers',
    goals: [
      {
        what: 'growth of the heap with each answer',
        goal: `under ${limit} byte`,
        measured: `${perAnswer.toFixed(2)} bytes (${megabytes(before)} after ${settled}, ${megabytes(after)} at the end)`,
        reached: perAnswer < limit,
      },
    ],
    figures: [],
    curves: [
      {
        title: 'Heap after a collection',
        x: { label: 'answers' },
        y: { label: 'MB' },
        series: [{ name: 'this router', points: points.map(([at, bytes]) => [at, bytes / 1e6]) }],
      },
    ],
  };
};

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
