import { backupCodesEnglish } from './en/backup-codes.js';
import { challengeEnglish } from './en/challenge.js';
import { challengeLaterEnglish } from './en/challenge-later.js';
import { codesLeftEnglish } from './en/codes-left.js';
import { copyButtonEnglish } from './en/copy-button.js';
import { dialogsEnglish } from './en/dialogs.js';
import { entryEnglish } from './en/entry.js';
import { qrCodeEnglish } from './en/qr-code.js';
import { sectionEnglish } from './en/section.js';
import { sectionFrameEnglish } from './en/section-frame.js';
import { sharedLaterEnglish } from './en/shared-later.js';
import { sharedEnglish } from './en/shared.js';
import type { Strings } from './strings.js';

/**
 * English, whole: what a new language starts from. The elements import the parts they need first, since English is always
 * there to fall back on and a sign-in page should not carry the texts of a set-up.
 */
export const en: Strings = {
  ...sharedLaterEnglish,
  ...sharedEnglish,
  ...codesLeftEnglish,
  ...challengeEnglish,
  ...challengeLaterEnglish,
  ...entryEnglish,
  ...sectionFrameEnglish,
  ...sectionEnglish,
  ...dialogsEnglish,
  ...backupCodesEnglish,
  ...copyButtonEnglish,
  ...qrCodeEnglish,
};
