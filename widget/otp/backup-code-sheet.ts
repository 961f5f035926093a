/** What is copied, downloaded and printed: all three from this one sheet, so that they cannot number differently. */
export interface BackupCodeSheet {
  title: string;
  /** Product, account and date, as far as they are known. */
  facts: string[];
  codes: string[];
  note: string;
}

/** The sheet as plain text: what “Copy” and “Download” give. */
export function sheetText({ title, facts, codes, note }: BackupCodeSheet): string {
  const width = String(codes.length).length;
  const numbered = codes.map((code, index) => `${String(index + 1).padStart(width)}. ${code}`);
  return [title, ...facts, '', ...numbered, '', note, ''].join('\n');
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
