import { difference, readHeap, type HeapUse } from './heap.js';
import { visit, type Bench, type Part } from './visit.js';

const tags = ['harmony-2fa-challenge', 'harmony-2fa-setup'];
/** After these, lazy modules and caches are in memory. */
const warmUp = 20;
const batches = 6;
/** Mounts of a batch. */
const mounts = 50;
const leaked = 10;
/** Bytes for each mount: one small object. A leaked element is far larger; see the figures. */
const limit = 20;

/** Measures what a page still holds of removed elements. It must not grow with their number. */
export async function measureMounts(bench: Bench): Promise<Part> {
  const part: Part = { goals: [], figures: [] };
  for (const tag of tags) {
    const { growth, leak } = await mountAndUnmount(bench, tag);
    const what = `${tag}, least of ${batches} times ${mounts} mounts and unmounts`;
    part.goals.push(
      {
        what: `objects on the heap: ${what}`,
        goal: `less than ${kilobytes(limit * mounts)} more`,
        measured: kilobytes(growth.values),
        reached: growth.values < limit * mounts,
      },
      {
        what: `DOM nodes and listeners: ${what}`,
        goal: 'none more',
        measured: `${growth.nodes} nodes, ${growth.listeners} listeners`,
        reached: growth.nodes <= 0 && growth.listeners <= 0,
      },
    );
    part.figures.push(
      { what: `heap with V8’s compiled code: ${what}`, measured: `${kilobytes(growth.heap)} more` },
      {
        what: `${tag}: what ${leaked} elements hold that are kept on purpose, like a leak`,
        measured: `${kilobytes(leak.values)} of objects, ${leak.nodes} nodes, ${leak.listeners} listeners`,
      },
    );
  }
  return part;
}

function mountAndUnmount(bench: Bench, tag: string): Promise<{ growth: HeapUse; leak: HeapUse }> {
  return visit(bench, 'mounts', {}, async ({ page, devtools }) => {
    await devtools.send('Performance.enable');
    const mount = (count: number, keep: boolean) => page.evaluate(`mount('${tag}', ${count}, ${keep})`);
    await mount(warmUp, false);
    const growths: HeapUse[] = [];
    let last = await readHeap(devtools);
    for (let batch = 0; batch < batches; batch += 1) {
      await mount(mounts, false);
      const now = await readHeap(devtools);
      growths.push(difference(last, now));
      last = now;
    }
    await mount(leaked, true);
    return { growth: leastOf(growths), leak: difference(last, await readHeap(devtools)) };
  });
}

/** A leak grows in each batch. What V8 adds while it optimises, hundreds of mounts long, does not. */
function leastOf(growths: readonly HeapUse[]): HeapUse {
  const least = (key: keyof HeapUse): number => Math.min(...growths.map((growth) => growth[key]));
  return { values: least('values'), heap: least('heap'), nodes: least('nodes'), listeners: least('listeners') };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
