const minLength = 4;
const maxLength = 10;

/** The default number of digits of a code (RFC 4226, section 5.3, and the Key URI's default). */
export const defaultLength = 6;

/** The number of digits of a code: 4 to 10. Any other value counts as six. */
export function lengthOfCode(length: unknown): number {
  return typeof length === 'number' && Number.isInteger(length) && length >= minLength && length <= maxLength
    ? length
    : defaultLength;
}

/** The zero of each set of digits that keyboards and apps produce. The digits 1 to 9 follow it. */
const zeros = [
  0x0030, // ASCII
  0x0660, // Arabic-Indic
  0x06f0, // Persian and Urdu
  0x0966, // Devanagari
  0x09e6, // Bengali
  0x0e50, // Thai
  0xff10, // full-width
];

/**
 * The digits of a typed or pasted text, in ASCII. All other characters are dropped: spaces, hyphens, letters, invisible
 * marks.
 */
export function toDigits(text: string): string {
  return inAscii(text).replace(/[^0-9]/g, '');
}

/** The text with ASCII digits and without invisible marks. */
function inAscii(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0)!;
    const zero = zeros.find((start) => point >= start && point < start + 10);
    return zero === undefined ? digit : String(point - zero);
  });
}

/** The different codes of `length` digits in a text: runs of digits, or else groups with spaces and hyphens between. */
function codesIn(text: string, length: number): string[] {
  const ascii = inAscii(text);
  for (const runs of [/[0-9]+/g, /[0-9]+(?:[\s\p{Pd}]+[0-9]+)*/gu]) {
    const codes = (ascii.match(runs) ?? []).map(toDigits).filter((run) => run.length === length);
    if (codes.length > 0) return [...new Set(codes)];
  }
  return [];
}

/** The result of an edit: the digits of the field and the place of its caret. */
export interface Edit {
  digits: string;
  caret: number;
  /** The new text holds enough digits for a code, but not one code: the field is not sent by itself. */
  ambiguous: boolean;
}

/**
 * The result of a person's edit in a field of `length` digits. The new text ends at the caret. The digits after the caret
 * make room for it, so that typing into a full field overwrites.
 *
 * In `Your 2FA code: 123456` the code is the run that has the length of a code.
 *
 * @param from where the new text begins, if known. A whole code in it replaces the field, wherever the caret was.
 */
export function editDigits(text: string, caret: number, length: number, from = 0): Edit {
  const added = text.slice(from, caret);
  const codes = codesIn(added, length);
  const typed = codes[0] ?? toDigits(added);
  const ambiguous = codes.length !== 1 && typed.length >= length;
  const before = (typed.length < length ? toDigits(text.slice(0, caret)) : typed).slice(0, length);
  const after = toDigits(text.slice(caret));
  const room = length - before.length;
  const digits = before + after.slice(Math.max(0, after.length - room)).slice(0, room);
  return { digits, caret: before.length, ambiguous };
}
