import type { Strings } from '../strings.js';

/** How many backup codes are left. */
export const codesLeftEnglish = {
  backupCodesLeft: (remaining, total) => `${remaining} of ${total} backup codes left`,
  backupCodesLow: 'Get new ones before they run out.',
  backupCodesGone: 'Without them a lost phone locks you out. Get new ones now.',
} satisfies Partial<Strings>;
