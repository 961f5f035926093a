/** The sheet of backup codes. Copy, download and print use the same sheet, so that the numbers agree. */
export interface BackupCodeSheet {
  title: string;
  /** The lines with product, account and date. */
  facts: string[];
  codes: string[];
  note: string;
}

/** The lines of the sheet, each split into its text and the code at its end. */
export function sheetLines({ title, facts, codes, note }: BackupCodeSheet): { text: string; code: string }[] {
  const plain = (text: string) => ({ text, code: '' });
  const width = String(codes.length).length;
  const numbered = codes.map((code, index) => ({ text: `${String(index + 1).padStart(width)}. `, code }));
  return [...[title, ...facts, ''].map(plain), ...numbered, ...['', note].map(plain)];
}

/** The sheet as plain text, for copy and download. */
export function sheetText(sheet: BackupCodeSheet): string {
  return sheetLines(sheet)
    .map(({ text, code }) => `${text}${code}\n`)
    .join('');
}

/** A file name without characters that some file system refuses. */
export function sheetFileName(product: string): string {
  const name = product
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${name || 'account'}-backup-codes.txt`;
}
