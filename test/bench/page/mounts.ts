import { difference, readHeap, type HeapUse } from './heap.js';
import { visit, type Bench, type Part } from './visit.js';

const tags = ['harmony-2fa-challenge', 'harmony-2fa-setup'];
/** After these, lazy modules and caches are in memory. */
const warmUp = 20;
const mounts = 200;
const leaked = 10;
/** Kilobytes in total, or 20 bytes for each mount: one small object. A leaked element is far larger; see the figures. */
const limit = 4;

/** Measures what a page still holds of removed elements. It must not grow with their number. */
export async function measureMounts(bench: Bench): Promise<Part> {
  const part: Part = { goals: [], figures: [] };
  for (const tag of tags) {
    const { growth, leak } = await mountAndUnmount(bench, tag);
    const what = `${tag}, ${mounts} mounts and unmounts after ${warmUp}`;
    part.goals.push(
      {
        what: `objects on the heap: ${what}`,
        goal: `less than ${limit} kB more`,
        measured: kilobytes(growth.values),
        reached: growth.values < limit * 1000,
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
    const before = await readHeap(devtools);
    await mount(mounts, false);
    const after = await readHeap(devtools);
    await mount(leaked, true);
    return { growth: difference(before, after), leak: difference(after, await readHeap(devtools)) };
  });
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
