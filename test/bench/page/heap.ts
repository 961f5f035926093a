import type { CDPSession } from 'playwright-core';
import { metricsOf } from './visit.js';

/** What a page holds after a collection. Heap libraries such as memlab need Puppeteer, and compare whole snapshots. */
export interface HeapUse {
  /** Bytes of values of scripts: objects, closures, arrays, strings. */
  values: number;
  /** Bytes of the whole heap. It includes compiled code, which V8 adds to as long as it optimises. */
  heap: number;
  nodes: number;
  listeners: number;
}

/** The part of a snapshot that is read here: a row of numbers for each node of the heap. */
interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
}

/** Nodes of V8 and the browser: compiled code, DOM, timelines. */
const others = new Set(['code', 'native', 'synthetic']);

export async function readHeap(devtools: CDPSession): Promise<HeapUse> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { JSHeapUsedSize, Nodes, JSEventListeners } = await metricsOf(devtools);
  const values = valuesIn(await snapshotOf(devtools));
  return { values, heap: JSHeapUsedSize, nodes: Nodes, listeners: JSEventListeners };
}

export function difference(before: HeapUse, after: HeapUse): HeapUse {
  return {
    values: after.values - before.values,
    heap: after.heap - before.heap,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
  };
}

async function snapshotOf(devtools: CDPSession): Promise<Snapshot> {
  const chunks: string[] = [];
  const collect = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', collect);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', collect);
  return JSON.parse(chunks.join('')) as Snapshot;
}

function valuesIn({ snapshot: { meta }, nodes }: Snapshot): number {
  const [type, size] = [meta.node_fields.indexOf('type'), meta.node_fields.indexOf('self_size')];
  let bytes = 0;
  for (let row = 0; row < nodes.length; row += meta.node_fields.length) {
    if (!others.has(meta.node_types[0][nodes[row + type]!]!)) bytes += nodes[row + size]!;
  }
  return bytes;
}
