import type { CDPSession } from 'playwright-core';
import { metricsOf } from './visit.js';

/** What a page holds, after a collection. */
export interface Held {
  /** Bytes of scripts' own values: objects, closures, arrays, strings. */
  values: number;
  /** Bytes of the whole heap: compiled code, which V8 goes on adding to while it learns what is called often, is part of it. */
  heap: number;
  nodes: number;
  listeners: number;
}

/** The part of a snapshot that is read here: a row of numbers for each thing on the heap. */
interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
}

/** V8's and the browser's, not a script's: compiled code, and what the DOM and the timelines hold. */
const others = new Set(['code', 'native', 'synthetic']);

export async function held(devtools: CDPSession): Promise<Held> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { JSHeapUsedSize, Nodes, JSEventListeners } = await metricsOf(devtools);
  const values = valuesIn(await snapshotOf(devtools));
  return { values, heap: JSHeapUsedSize, nodes: Nodes, listeners: JSEventListeners };
}

export function difference(before: Held, after: Held): Held {
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
