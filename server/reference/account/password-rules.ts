/** The least length of a password (ASVS 6.2.1), the same with and without 2FA and at the registration. */
export const minLength = 8;

/** A repeated piece of so many characters is as easy to guess as a listed one. */
const shortPiece = 4;
/** A word of the account counts from this length on: shorter ones are part of many others. */
const minWordLength = 3;

export interface PasswordContext {
  email: string;
  product: string;
}

export type PasswordFault = 'password_too_short' | 'password_guessable';

/**
 * What is wrong with a new password; null when nothing is. Length and lists are the only rules: no digit, no sign and no capital is
 * required.
 *
 * @param list common passwords in lower case
 */
export function faultOf(
  password: string,
  { email, product }: PasswordContext,
  list: ReadonlySet<string>,
): PasswordFault | null {
  // By characters as people count them: an emoji is one.
  if ([...password].length < minLength) return 'password_too_short';
  const text = password.normalize('NFKC').toLowerCase();
  const guessable = list.has(text) || isRepetition(text, list) || isAboutAccount(text, wordsOf(email, product));
  return guessable ? 'password_guessable' : null;
}

/** `passwordpassword`, `123456789012345`, `abababababab`: a listed or a short piece over and over, the last one perhaps cut. */
function isRepetition(text: string, list: ReadonlySet<string>): boolean {
  for (let size = 1; size < text.length; size += 1) {
    // A piece that overlaps with itself repeats: the text without its first piece begins as the text does.
    if (!text.startsWith(text.slice(size))) continue;
    return size <= shortPiece || list.has(text.slice(0, size));
  }
  return false;
}

/** `harmony-2026-ada`: without the words of the account hardly anything is left. */
function isAboutAccount(text: string, words: readonly string[]): boolean {
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), text);
  return left !== text && [...left].length < minLength;
}

/** The longest first, so that a short word cuts none of them. */
function wordsOf(email: string, product: string): string[] {
  const parts = [email, product, ...email.split(/[^\p{L}\p{N}]+/u), ...product.split(/\s+/)];
  const words = parts
    .map((part) => part.normalize('NFKC').toLowerCase())
    .filter((part) => part.length >= minWordLength);
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}
