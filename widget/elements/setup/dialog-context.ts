import type { SetupEvent } from '../../flow/setup-flow.js';
import type { dialogsEnglish } from '../../i18n/en/dialogs.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';

export type DialogTexts = typeof dialogsEnglish;

/** What the views need besides the state. */
export interface DialogContext {
  localization: Localization<DialogTexts>;
  overrides: StringOverrides;
  send(event: SetupEvent): void;
  /** For the backup-code sheet; what a Key URI says wins. */
  product: string;
  account: string;
  /** How many digits a code has while no Key URI says it. */
  codeLength: number;
  keyShown: boolean;
  toggleKey(): void;
}
