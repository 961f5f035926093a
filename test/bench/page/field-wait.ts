import { ratiosOf, show, spreadOf } from '../statistics.js';
import { hankoIsInstalled } from './sources.js';
import { bytesPerSecond, metricsOf, visit, type Bench, type Part } from './visit.js';
import { watchForField } from './watch-for-field.js';

/** Of the wait for a bare Lit page. */
const limit = 1.15;
const rounds = 5;
/** Where a page is late by seconds, or what is measured is a figure alone. */
const fewRounds = 3;
/**
 * Chrome's own “Slow 3G”, which decides: five times the 400 ms of such a network, because a throttled browser skips the
 * round trips that open a connection.
 */
const slow3G = 2_000;
/** Without that factor every byte and every millisecond of script shows. */
const roundTrip = 400;
const slowdown = 4;

const labels = {
  challenge: 'the challenge',
  bare: 'a bare Lit page',
  hanko: 'hanko-elements 2.7.0, its page for a code',
};
type Name = keyof typeof labels;

interface Load {
  /** Milliseconds from the start of the navigation until the field takes the focus. */
  wait: number;
  /** Milliseconds of the main thread in script until then, compiling included. */
  script: number;
}

/** How long a person with a slow phone on a slow network waits for the code field, with nothing cached. */
export async function measureFieldWait(bench: Bench): Promise<Part> {
  // The first visit starts the browser's own processes; nobody counts it.
  await load(bench, 'bare', 0);
  const slow = await inTurns(bench, slow3G, rounds);
  const fast = await inTurns(bench, roundTrip, fewRounds);
  return { goals: goalsOf(slow), figures: figuresOf(bench, slow, fast) };
}

type Loads = Partial<Record<Name, Load[]>> & Record<'challenge' | 'bare', Load[]>;

/** Each round has another order, so that what the machine does meanwhile hits all alike. */
async function inTurns(bench: Bench, latency: number, rounds: number): Promise<Loads> {
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
  return visit(bench, name, { latency, slowdown, initScript: watchForField }, async ({ page, devtools }) => {
    await devtools.send('Performance.enable');
    const wait = await page.evaluate<number>('window.focusable');
    const { ScriptDuration, V8CompileDuration } = await metricsOf(devtools);
    return { wait, script: (ScriptDuration + V8CompileDuration) * 1000 };
  });
}

function goalsOf({ challenge, bare, hanko }: Loads): Part['goals'] {
  const ratio = spreadOf(waitsOf(challenge)).median / spreadOf(waitsOf(bare)).median;
  const goals = [
    {
      what: 'wait for the code field on slow 3G, of a bare Lit page’s',
      goal: `at most ${limit}`,
      measured: `${ratio.toFixed(3)} of the medians, of rounds ${show(ratiosOf(waitsOf(challenge), waitsOf(bare)), 3)}`,
      reached: ratio <= limit,
    },
  ];
  if (!hanko) return goals;
  // Theirs first, since they have fewer rounds: each is paired with ours of the same round.
  const slower = ratiosOf(waitsOf(hanko), waitsOf(challenge));
  goals.push({
    what: 'wait for the code field of hanko-elements, of ours',
    goal: 'more than 1',
    measured: `of rounds ${show(slower, 2)}`,
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
      what: `${labels[name]}: script until the field can be used (${roundTrip} ms, processor at 1/${slowdown})`,
      measured: show(spreadOf(fast[name]!.map(({ script }) => script)), 0, ' ms'),
    },
  ]);
  figures.push({
    what: `wait of a bare Lit page’s where connections cost nothing (${roundTrip} ms)`,
    measured: `of rounds ${show(ratiosOf(waitsOf(fast.challenge), waitsOf(fast.bare)), 3)}`,
  });
  if (!hankoIsInstalled) {
    figures.push({ what: 'hanko-elements', measured: 'not measured: test/bench/peers is not installed' });
  }
  return figures;
}

function waitsOf(loads: readonly Load[]): number[] {
  return loads.map(({ wait }) => wait);
}
