/**
 * A backup code as a server takes it: plain ASCII, one line. What people paste is a line of the sheet, with its number, and
 * with what an editor has made of it: bullets, other hyphens and spaces, full-width letters.
 */
export function plainBackupCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^\p{Nd}{1,3}(?: ?[.):\]]| (?=\w{4}(?:[- ]\w{4}){3}\W*$))/u, '')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
