/** 32 random bytes have about 30 distinct values. Fewer than 17 distinct bytes or differences occur in one of a hundred million keys. */
const minDistinct = 17;

/**
 * Whether a key is certainly not random: zeros, a short pattern, bytes that count up or down, or typed text. A key that was
 * derived from typed text looks random and is not detected.
 */
export function isGuessable(key: Uint8Array): boolean {
  const isText = key.every((byte) => (byte >= 0x20 && byte <= 0x7e) || byte === 0x0a || byte === 0x0d);
  return (
    isText ||
    [[...key], differences(key, 1), differences(key, 2)].some((numbers) => new Set(numbers).size < minDistinct)
  );
}

function differences(key: Uint8Array, distance: number): number[] {
  return [...key.slice(distance)].map((byte, index) => (byte - key[index]! + 256) % 256);
}
