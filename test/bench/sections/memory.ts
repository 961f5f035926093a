import { join } from 'node:path';
import { startLoad, startServer } from '../measure.js';
import { keys, seedDatabase } from '../seed-database.js';
import type { Measure } from '../section.js';
import { show, spreadOf } from '../statistics.js';

const answers = 1_000_000;
/** Each account answers several times. One pass takes longer than a time step, so that each answer has a new code. */
const accounts = { count: 250_000, every: 1 };
const step = 50_000;
/** After this many answers, lazy modules, compiled code and caches are in memory. */
const settled = 2 * step;
const limit = 1;
/**
 * A new code has the digits of one that the account has just spent about once in a million answers. The server refuses it as a replay. More
 * refusals than these in a step are a fault.
 */
const chanceReplays = 5;

/** Sends right codes to one process, and reads its heap after a collection at each step. */
export const measureMemory: Measure = async (scratch) => {
  const path = join(scratch, 'memory.sqlite');
  await seedDatabase('sqlite', path, accounts);
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
      const { 200: right = 0, 422: refused = 0 } = statuses;
      if (right + refused !== step || refused > chanceReplays) {
        throw new Error(`answers were ${JSON.stringify(statuses)}`);
      }
      points.push([first + step, await server.heapBytes()]);
    }
  } finally {
    await load.stop();
    await server.stop();
  }
  const perAnswer = spreadOf(growthsOf(points));
  return {
    title: `Memory over ${answers.toLocaleString('en')} answers`,
    goals: [
      {
        what: `growth of the heap with each answer, in each ${step.toLocaleString('en')} of them`,
        goal: `under ${limit} byte`,
        measured: show(perAnswer, 2, ' bytes'),
        reached: perAnswer.median < limit,
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

/** Bytes for each answer, between neighbouring points. A leak grows in each; what V8 adds while it optimises comes once. */
function growthsOf(points: readonly [number, number][]): number[] {
  const settledPoints = points.filter(([after]) => after >= settled);
  return settledPoints.slice(1).map(([, bytes], index) => (bytes - settledPoints[index]![1]) / step);
}
