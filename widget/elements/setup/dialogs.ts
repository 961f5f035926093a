/*
 * The dialogs of the set-up with their elements, texts and styles. `PartLoader` imports this file when a person is about to open
 * one.
 */
import type { CSSResult } from 'lit';
import '../backup-codes/harmony-2fa-backup-codes.js';
import '../code-input/harmony-2fa-code-input.js';
import '../copy-button/harmony-2fa-copy-button.js';
import '../qr-code/harmony-2fa-qr-code.js';
import { dangerButton } from '../../styles/danger-button.js';
import { dialogTokens } from '../../styles/dialog-tokens.js';
import { fields } from '../../styles/fields.js';
import { codeEntryStyles } from '../code-entry/code-entry.styles.js';
import { dialogStyles } from '../dialog/dialog.styles.js';
import { stepsStyles } from '../setup-steps/steps.styles.js';
import { dialogContentsStyles } from './dialog-contents.styles.js';

export { dialogsEnglish as english } from '../../i18n/en/dialogs.js';
export { addDialog } from '../dialog/dialog-controller.js';
export { dialogFrame } from '../dialog/dialog-frame.js';
export { dialogContent, discardContent } from './dialog-contents.js';

export const styles: CSSResult[] = [
  dialogTokens,
  fields,
  dangerButton,
  dialogStyles,
  codeEntryStyles,
  stepsStyles,
  dialogContentsStyles,
];
