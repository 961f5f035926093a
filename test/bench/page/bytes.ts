import { budget, bundle, entries, qrEncoder } from '../../support/bundle.js';
import type { Part } from './visit.js';

/** What a browser loads before it can show the tags, after brotli and with Lit. */
export async function measureBytes(): Promise<Part> {
  const challenge = await bundle(entries.challengeAlone);
  const both = await bundle(entries.bothTags);
  const rows: [what: string, bytes: number, limit: number][] = [
    ['the challenge, bytes after brotli', challenge.initialSize, budget.challengeAlone],
    ['both tags, bytes after brotli', both.initialSize, budget.bothTags],
    ['the QR encoder, once a code is shown', both.sizeOf(both.chunkOf(qrEncoder)), budget.qrEncoder],
  ];
  return {
    goals: rows.map(([what, bytes, limit]) => ({
      what,
      goal: `at most ${limit.toLocaleString('en')}`,
      measured: bytes.toLocaleString('en'),
      reached: bytes <= limit,
    })),
    figures: [],
  };
}
