import { challengeEnglish } from './en/challenge.js';
import { copyButtonEnglish } from './en/copy-button.js';
import { dialogsEnglish } from './en/dialogs.js';
import { qrCodeEnglish } from './en/qr-code.js';
import type { Strings } from './strings.js';

/**
 * English, whole: what a new language starts from. Each element imports its own part: English is always there, and a sign-in
 * page does not load the texts of the set-up.
 */
export const en: Strings = {
  ...challengeEnglish,
  ...dialogsEnglish,
  ...copyButtonEnglish,
  ...qrCodeEnglish,
};
