import { spreadOf } from '../statistics.js';
import { pressKey } from './press-key.js';
import { visit, type Bench, type Part, type Visit } from './visit.js';

const code = '314159';
/** The number of codes with six digits, typed alternately into both fields. */
const codes = 10;
/** One frame at 60 Hz, in milliseconds. */
const frame = 1000 / 60;

type Field = 'ours' | 'bare';

/**
 * Measures the wait for each typed digit, beside a bare field. The goal compares medians, because other load on the machine
 * makes single digits slow in both fields. Playwright's keyboard waits for the page after each key, so CDP sends the keys.
 */
export async function measureKeyPress(bench: Bench): Promise<Part> {
  const waits: Record<Field, number[]> = { ours: [], bare: [] };
  await visit(bench, 'key-press', {}, async (visited) => {
    for (let round = 0; round < codes; round += 1) {
      for (const field of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
        waits[field].push(...(await type(visited, field)));
      }
    }
  });
  const [ours, bare] = [spreadOf(waits.ours).median, spreadOf(waits.bare).median];
  const both = (median: number, slow: number): string => `${median.toFixed(1)} ms, p95 ${slow.toFixed(1)} ms`;
  return {
    goals: [
      {
        what: 'key press to painted digit, in addition to a bare input',
        goal: `at most one frame, ${frame.toFixed(1)} ms`,
        measured: `${(ours - bare).toFixed(1)} ms, of the medians`,
        reached: ours - bare <= frame,
      },
    ],
    figures: [
      {
        what: `key press to painted digit, ${waits.ours.length} digits`,
        measured: both(ours, p95(waits.ours)),
      },
      { what: 'the same in a bare input', measured: both(bare, p95(waits.bare)) },
    ],
  };
}

/** Types a code digit by digit, and deletes it again. */
async function type({ page, devtools }: Visit, field: Field): Promise<number[]> {
  const waits: number[] = [];
  await page.evaluate(`keys.focus('${field}')`);
  for (const digit of code) {
    await page.evaluate('keys.listen()');
    await pressKey(devtools, digit, `Digit${digit}`, digit.charCodeAt(0), digit);
    waits.push(await page.evaluate<number>('keys.painted'));
  }
  const shown = await page.evaluate<string>(`keys.shown('${field}')`);
  if (shown !== code) throw new Error(`typed ${code}, ${field} shows ${shown}`);
  for (let digit = 0; digit < code.length; digit += 1) await pressKey(devtools, 'Backspace', 'Backspace', 8);
  return waits;
}

function p95(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[Math.ceil(values.length * 0.95) - 1]!;
}
