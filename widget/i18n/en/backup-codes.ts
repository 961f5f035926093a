import type { Strings } from '../strings.js';

/** A set of backup codes and its sheet. */
export const backupCodesEnglish = {
  backupCodesTitle: 'Backup Codes',
  download: 'Download',
  print: 'Print',
  printFailed: 'Printing did not start. Copy or download the codes instead.',
  savedCodes: 'I have saved my backup codes',
  sheetTitle: (product) => (product ? `${product} backup codes` : 'Backup codes'),
  sheetAccount: (account) => `Account: ${account}`,
  sheetDate: (date) => `Created: ${date}`,
  sheetNote: 'Each code works once. A new set makes this one void.',
} satisfies Partial<Strings>;
