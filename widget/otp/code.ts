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
  let digits = '';
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const zero = zeros.find((start) => point >= start && point < start + 10);
    if (zero !== undefined) digits += point - zero;
  }
  return digits;
}

/** A text edited in a field of limited length, and where its caret belongs. */
export interface Edit {
  digits: string;
  caret: number;
}

/**
 * What a person's edit leaves in a field of `length` digits. Text before the caret was just typed or pasted and wins;
 * what follows it makes room, so that typing into a full field overwrites instead of pushing digits out at the end.
 *
 * @param from where the new text begins, when that is known: a whole code is the code, wherever it was put
 */
export function editDigits(text: string, caret: number, length: number, from = 0): Edit {
  const typed = toDigits(text.slice(from, caret));
  const before = (typed.length < length ? toDigits(text.slice(0, caret)) : typed).slice(0, length);
  const after = toDigits(text.slice(caret));
  const room = length - before.length;
  return { digits: before + after.slice(Math.max(0, after.length - room)).slice(0, room), caret: before.length };
}
