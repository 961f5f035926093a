import { ratiosOf, show, spreadOf } from '../statistics.js';
import { hankoIsInstalled } from './sources.js';
import { pressKey } from './press-key.js';
import { bytesPerSecond, metricsOf, visit, type Bench, type Part, type Visit } from './visit.js';
import { watchForAnswer } from './watch-for-answer.js';
import { watchForField } from './watch-for-field.js';

/** The wait for the field, divided by the wait on a bare Lit page. */
const limit = 1.12;
const rounds = 5;
/** For a page that is slower by seconds, and for values without a goal. */
const fewRounds = 2;
/**
 * The latency of Chrome's “Slow 3G”, which the goal uses. It is five times the 400 ms of such a network, because a throttled
 * browser skips the round trips that open a connection.
 */
const slow3G = 2_000;
/** Without the factor of five, script size and script time have more weight. */
const roundTrip = 400;
const slowdown = 4;
const code = '314159';
/** Milliseconds: three times as long as our page takes. A page that drops digits while it moves its focus never sends the code. */
const answerTimeout = 15_000;

const labels = {
  challenge: 'the challenge',
  bare: 'a bare Lit page',
  hanko: 'hanko-elements 2.7.0, its page for a code',
};
type Name = keyof typeof labels;

interface Load {
  /** Milliseconds from the start of the navigation until the field takes the focus. */
  wait: number;
  /** The same until the answer to a code has arrived that was typed at that moment; null when the page has lost its digits. */
  answered: number | null;
  /** Milliseconds of the main thread in script until then, compiling included. */
  script: number;
}

/**
 * Measures the wait for the code field on a slow phone and a slow network, with an empty cache. Lighthouse and tachometer measure
 * paints and marks of a page, not when a field in a shadow root can take the focus.
 */
export async function measureFieldWait(bench: Bench): Promise<Part> {
  // Not measured: the first visit also starts processes of the browser.
  await load(bench, 'bare', 0);
  const slow = await interleave(bench, slow3G, rounds);
  const fast = await interleave(bench, roundTrip, fewRounds);
  return { goals: goalsOf(slow), figures: figuresOf(bench, slow, fast) };
}

type Loads = Partial<Record<Name, Load[]>> & Record<'challenge' | 'bare', Load[]>;

/** Rotates the order in each round, so that other load on the machine affects all pages equally. */
async function interleave(bench: Bench, latency: number, rounds: number): Promise<Loads> {
  const loads: Loads = { challenge: [], bare: [], ...(hankoIsInstalled && { hanko: [] }) };
  const names = Object.keys(loads) as Name[];
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      if (name === 'hanko' && round >= fewRounds) continue;
      loads[name]!.push(await load(bench, name, latency));
    }
  }
  return loads;
}

function load(bench: Bench, name: Name, latency: number): Promise<Load> {
  return visit(
    bench,
    name,
    { latency, slowdown, initScript: watchForField + watchForAnswer },
    async ({ page, devtools }) => {
      await devtools.send('Performance.enable');
      const wait = await page.evaluate<number>('window.focusable');
      const { ScriptDuration, V8CompileDuration } = await metricsOf(devtools);
      return {
        wait,
        script: (ScriptDuration + V8CompileDuration) * 1000,
        answered: await answerCode({ page, devtools }),
      };
    },
  );
}

/** Types a code into the focused field without a pause, and presses Enter for the page that does not send it by itself. */
async function answerCode({ page, devtools }: Visit): Promise<number | null> {
  await page.evaluate('watchForAnswer()');
  for (const digit of code) await pressKey(devtools, digit, `Digit${digit}`, digit.charCodeAt(0), digit);
  await pressKey(devtools, 'Enter', 'Enter', 13, '\r');
  return page.evaluate<number | null>(
    `Promise.race([window.answered, new Promise((resolve) => setTimeout(resolve, ${answerTimeout}, null))])`,
  );
}

function goalsOf({ challenge, bare, hanko }: Loads): Part['goals'] {
  const ratio = spreadOf(waitsOf(challenge)).median / spreadOf(waitsOf(bare)).median;
  const goals = [
    {
      what: 'wait for the code field on slow 3G, divided by that of a bare Lit page',
      goal: `at most ${limit}`,
      measured: `${ratio.toFixed(3)}, of the medians; rounds ${show(ratiosOf(waitsOf(challenge), waitsOf(bare)), 3)}`,
      reached: ratio <= limit,
    },
  ];
  if (!hanko) return goals;
  // `ratiosOf` pairs each round of the first list, which is the shorter one, with the same round of the second.
  const slower = ratiosOf(waitsOf(hanko), waitsOf(challenge));
  goals.push({
    what: 'wait for the code field of hanko-elements, divided by ours',
    goal: 'more than 1',
    measured: show(slower, 2),
    reached: slower.median > 1,
  });
  return goals;
}

function figuresOf({ site }: Bench, slow: Loads, fast: Loads): Part['figures'] {
  const network = `${(bytesPerSecond * 8) / 1000} kbit/s, processor at 1/${slowdown}`;
  const figures = (Object.keys(slow) as Name[]).flatMap((name) => [
    {
      what: `${labels[name]}: wait on slow 3G (${slow3G} ms, ${network})`,
      measured: `${show(spreadOf(waitsOf(slow[name]!)), 0, ' ms')}, ${(site.scriptSizes[name]! / 1000).toFixed(1)} kB of script`,
    },
    {
      what: `${labels[name]}: a code that is typed as soon as possible is answered, on slow 3G`,
      measured: describeAnswers(slow[name]!),
    },
    {
      what: `${labels[name]}: script until the field can be used (${roundTrip} ms, processor at 1/${slowdown})`,
      measured: show(spreadOf(fast[name]!.map(({ script }) => script)), 0, ' ms'),
    },
  ]);
  figures.push({
    what: `the same ratio where opening a connection costs nothing (${roundTrip} ms)`,
    measured: show(ratiosOf(waitsOf(fast.challenge), waitsOf(fast.bare)), 3),
  });
  if (!hankoIsInstalled) {
    figures.push({ what: 'hanko-elements', measured: 'not measured: test/bench/peers is not installed' });
  }
  return figures;
}

function describeAnswers(loads: readonly Load[]): string {
  const times = loads.map(({ answered }) => answered).filter((time) => time !== null);
  const lost = loads.length - times.length;
  return [
    ...(times.length > 0 ? [show(spreadOf(times), 0, ' ms')] : []),
    ...(lost > 0 ? [`${lost} of ${loads.length} codes were not sent: the field lost digits`] : []),
  ].join('; ');
}

function waitsOf(loads: readonly Load[]): number[] {
  return loads.map(({ wait }) => wait);
}
