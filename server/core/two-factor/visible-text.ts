/**
 * Whether a text has a letter, a digit or a sign that can be seen. Some letters are invisible, such as the fillers of Hangul, and so is
 * U+2800, the pattern of Braille without a dot, which Unicode counts among the signs.
 */
export function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(/[\p{DI}\u2800]/gu, ''));
}
