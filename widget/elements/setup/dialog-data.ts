import type { TemplateResult } from 'lit';
import type { SetupEvent } from '../../flow/setup-flow.js';
import type { authenticatorsEnglish } from '../../i18n/en/authenticators.js';
import type { dialogsEnglish } from '../../i18n/en/dialogs.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import type { DialogContent } from '../dialog/dialog-frame.js';

export type DialogTexts = typeof dialogsEnglish;

/** The dialogs' own texts and those of the authenticators, which the element loads together with their list. */
export type SetupTexts = DialogTexts & typeof authenticatorsEnglish;
export type Content = DialogContent<SetupTexts>;

/** What the dialogs of a change say. */
export interface ChangeView {
  title: Content['title'];
  /** The label of the primary button. */
  label: string;
  /** The change loses something: the primary button is red. */
  danger?: boolean;
  /** The explanation that a person confirms first. A change without it begins at once. */
  question?: TemplateResult;
  /** What a person has to do before the primary button is enabled; empty when it is. */
  missing?: string;
  /** Above the steps of the set-up. */
  intro?: TemplateResult;
  /** The last step of the set-up. */
  step?: TemplateResult;
}

/** The data of the dialogs besides the state. */
export interface DialogData {
  localization: Localization<SetupTexts>;
  overrides: StringOverrides;
  send(event: SetupEvent): void;
  /** For the backup-code sheet; a Key URI fills in what is empty. */
  product: string;
  account: string;
  /** The number of digits of a code where no Key URI gives it. */
  codeLength: number;
  keyShown: boolean;
  toggleKey(): void;
  /** The change, where the list of authenticators describes it. */
  change: ChangeView | null;
}
