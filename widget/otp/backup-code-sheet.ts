/** What is copied, downloaded and printed: all three from this one sheet, so that they cannot number differently. */
export interface BackupCodeSheet {
  title: string;
  /** Product, account and date, as far as they are known. */
  facts: string[];
  codes: string[];
  note: string;
}

/** The lines of the sheet; where a line ends with a code, the code stands apart from what is before it. */
export function sheetLines({ title, facts, codes, note }: BackupCodeSheet): { text: string; code: string }[] {
  const plain = (text: string) => ({ text, code: '' });
  const width = String(codes.length).length;
  const numbered = codes.map((code, index) => ({ text: `${String(index + 1).padStart(width)}. `, code }));
  return [...[title, ...facts, ''].map(plain), ...numbered, ...['', note].map(plain)];
}

/** The sheet as plain text: what “Copy” and “Download” give. */
export function sheetText(sheet: BackupCodeSheet): string {
  return sheetLines(sheet)
    .map(({ text, code }) => `${text}${code}\n`)
    .join('');
}

/** A file name that every file system takes. */
export function sheetFileName(product: string): string {
  const name = product
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${name || 'account'}-backup-codes.txt`;
}
