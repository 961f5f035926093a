const shortest = 4;
const longest = 10;

/** How many digits a code has where nothing else is said (RFC 4226, section 5.3, and the Key URI's default). */
export const usualLength = 6;

/** A number of digits that boxes can be painted for: 4 to 10; anything else counts as six. */
export function lengthOfCode(length: unknown): number {
  return typeof length === 'number' && Number.isInteger(length) && length >= shortest && length <= longest
    ? length
    : usualLength;
}

/** Code points of the zero of each digit set that people's keyboards and apps produce; the other nine follow it. */
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
 * The ASCII digits of a typed or pasted text. Everything else (the space of `123 456`, hyphens, letters, invisible marks)
 * is ignored rather than an error. Servers are stricter: they see only what this returns.
 */
export function toDigits(text: string): string {
  return inAscii(text).replace(/[^0-9]/g, '');
}

/** The same text with its digits in ASCII, and without its invisible marks. */
function inAscii(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0)!;
    const zero = zeros.find((start) => point >= start && point < start + 10);
    return zero === undefined ? digit : String(point - zero);
  });
}

/** The different codes of `length` digits in a text: in one piece, or else in groups with one space or hyphen between. */
function codesIn(text: string, length: number): string[] {
  const spelt = inAscii(text);
  for (const runs of [/[0-9]+/g, /[0-9]+(?:[\p{Zs}\p{Pd}][0-9]+)*/gu]) {
    const codes = (spelt.match(runs) ?? []).map(toDigits).filter((run) => run.length === length);
    if (codes.length > 0) return [...new Set(codes)];
  }
  return [];
}

/** A text edited in a field of limited length, and where its caret belongs. */
export interface Edit {
  digits: string;
  caret: number;
  /** The new text holds more digits than a code, or several codes: a person has to look before anything is sent. */
  ambiguous: boolean;
}

/**
 * What a person's edit leaves in a field of `length` digits. Text before the caret was just typed or pasted and wins;
 * what follows it makes room, so that typing into a full field overwrites instead of pushing digits out at the end.
 *
 * In `Your 2FA code: 123456` the code is the run of exactly as many digits as a code has.
 *
 * @param from where the new text begins, when that is known: a whole code is the code, wherever it was put
 */
export function editDigits(text: string, caret: number, length: number, from = 0): Edit {
  const added = text.slice(from, caret);
  const codes = codesIn(added, length);
  const typed = codes[0] ?? toDigits(added);
  const ambiguous = codes.length > 1 || typed.length > length;
  const before = (typed.length < length ? toDigits(text.slice(0, caret)) : typed).slice(0, length);
  const after = toDigits(text.slice(caret));
  const room = length - before.length;
  const digits = before + after.slice(Math.max(0, after.length - room)).slice(0, room);
  return { digits, caret: before.length, ambiguous };
}
