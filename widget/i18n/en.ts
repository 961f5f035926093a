import { authenticatorsEnglish } from './en/authenticators.js';
import { challengeEnglish } from './en/challenge.js';
import { copyButtonEnglish } from './en/copy-button.js';
import { devicesEnglish } from './en/devices.js';
import { dialogsEnglish } from './en/dialogs.js';
import { enrolmentEnglish } from './en/enrolment.js';
import { qrCodeEnglish } from './en/qr-code.js';
import { stepUpEnglish } from './en/step-up.js';
import type { Strings } from './strings.js';

/**
 * All English texts: a new language starts as a copy of these. Each element imports its own part, so that a sign-in page does
 * not load the texts of the set-up.
 */
export const en: Strings = {
  ...challengeEnglish,
  ...devicesEnglish,
  ...dialogsEnglish,
  ...enrolmentEnglish,
  ...stepUpEnglish,
  ...authenticatorsEnglish,
  ...copyButtonEnglish,
  ...qrCodeEnglish,
};
