/** Of 32 random bytes about 30 are distinct; 16 or fewer, of them or their steps, come once in a hundred million keys. */
const fewestDistinct = 17;

/**
 * Whether a key was surely not drawn at random: zeros, a short pattern, bytes that count up or down, or text that somebody
 * typed. A key that is derived from such a text cannot be told from a random one.
 */
export function isGuessable(key: Uint8Array): boolean {
  const isText = key.every((byte) => (byte >= 0x20 && byte <= 0x7e) || byte === 0x0a || byte === 0x0d);
  return isText || [[...key], steps(key, 1), steps(key, 2)].some((numbers) => new Set(numbers).size < fewestDistinct);
}

function steps(key: Uint8Array, distance: number): number[] {
  return [...key.slice(distance)].map((byte, index) => (byte - key[index]! + 256) % 256);
}
