import { randomInt } from 'node:crypto';

const firstWaitMs = 5 * 1000;
const growth = 4;
const longestWaitMs = 6 * 60 * 60 * 1000;
/** What could not be sent within so long is given up. With these waits that is about seventeen tries. */
export const giveUpAfterMs = 3 * 24 * 60 * 60 * 1000;
/** A receiver may ask for a longer wait, up to this one. */
const longestAskedMs = 24 * 60 * 60 * 1000;
/** So much is added at most, as a part of the wait. */
const spread = 1 / 5;
/** No event is put off longer than this. */
export const longestPutOffMs = longestAskedMs * (1 + spread);

/**
 * How long to wait after a try has failed: 5 s, 20 s, 80 s and so on, 6 h at most, and up to a fifth more. So what failed at once is
 * not tried again all at once.
 *
 * @param tries how often it was tried
 * @param askedMs the wait that the receiver has asked for (`Retry-After`)
 */
export function waitAfter(tries: number, askedMs: number | null, random: () => number = randomFraction): number {
  const wait = Math.min(firstWaitMs * growth ** (tries - 1), longestWaitMs);
  const asked = Math.min(askedMs ?? 0, longestAskedMs);
  return Math.max(wait, asked) * (1 + random() * spread);
}

function randomFraction(): number {
  return randomInt(1_000_000) / 1_000_000;
}
