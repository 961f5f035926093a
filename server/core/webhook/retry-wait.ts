import { randomInt } from 'node:crypto';
import { dayMs, hourMs } from '../durations.js';

const firstWaitMs = 5 * 1000;
const growth = 4;
const maxWaitMs = 6 * hourMs;
/** How long an event is retried before it is given up: about seventeen tries with these waits. */
export const giveUpWebhookAfterMs = 3 * dayMs;
/** A receiver may ask for a longer wait, up to this one. */
const maxAskedMs = dayMs;
/** The largest random part that is added to a wait. */
const spread = 1 / 5;
/** The longest time for which an event is postponed. */
export const maxPostponedMs = maxAskedMs * (1 + spread);

/**
 * How long to wait after a try has failed: 5 s, 20 s, 80 s and so on, 6 h at most, and up to a fifth more. The random part keeps events
 * that failed together from being retried together.
 *
 * @param tries how often it was tried
 * @param askedMs the wait that the receiver has asked for (`Retry-After`)
 */
export function waitAfter(tries: number, askedMs: number | null, random: () => number = randomFraction): number {
  const wait = Math.min(firstWaitMs * growth ** (tries - 1), maxWaitMs);
  const asked = Math.min(askedMs ?? 0, maxAskedMs);
  return Math.max(wait, asked) * (1 + random() * spread);
}

function randomFraction(): number {
  return randomInt(1_000_000) / 1_000_000;
}
