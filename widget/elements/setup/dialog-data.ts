import type { SetupEvent } from '../../flow/setup-flow.js';
import type { dialogsEnglish } from '../../i18n/en/dialogs.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';

export type DialogTexts = typeof dialogsEnglish;

/** The data of the dialogs besides the state. */
export interface DialogData {
  localization: Localization<DialogTexts>;
  overrides: StringOverrides;
  send(event: SetupEvent): void;
  /** For the backup-code sheet; a Key URI fills in what is empty. */
  product: string;
  account: string;
  /** The number of digits of a code where no Key URI gives it. */
  codeLength: number;
  keyShown: boolean;
  toggleKey(): void;
}
