/**
 * A backup code in the form that a server takes: plain ASCII, one line. People paste a whole line of the sheet, with its
 * number, and editors replace hyphens, spaces and letters by similar ones.
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
