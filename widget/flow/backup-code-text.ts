/**
 * A backup code in the form that a server takes: plain ASCII, one line. People paste a whole line of the sheet, with its
 * number, and editors replace hyphens, spaces and letters by similar ones. A code of four groups is found in any line.
 */
export function plainBackupCode(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{M}]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ');
  const dashed = plain.replace(/[^\w ]|_/g, '-');
  const [, found] = /(?:^(?:\d{1,3}-)?|[^\w-])(\w{4}(?:-\w{4}){3})(?!-?\w)/.exec(dashed) ?? [];
  if (found) return found;
  return plain
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^\p{Nd}{1,3}(?: ?[.):\]]| (?=\w{4}(?:[- ]?\w{4}){3}\W*$))/u, '')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
