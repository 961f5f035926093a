/*
 * What the section does not need before somebody opens a dialog: the dialogs, with the elements and texts in them. Fetched
 * when a pointer or the focus comes near, so that it is there when it is wanted.
 */
import type { CSSResult } from 'lit';
import '../backup-codes/harmony-2fa-backup-codes.js';
import '../code-input/harmony-2fa-code-input.js';
import '../copy-button/harmony-2fa-copy-button.js';
import '../qr-code/harmony-2fa-qr-code.js';
import { backupCodesEnglish } from '../../i18n/en/backup-codes.js';
import { dialogsEnglish } from '../../i18n/en/dialogs.js';
import { entryEnglish } from '../../i18n/en/entry.js';
import { dialogTokens } from '../../styles/dialog-tokens.js';
import { fields } from '../../styles/fields.js';
import { codeEntryLaterStyles } from '../code-entry/code-entry-later.styles.js';
import { codeEntryStyles } from '../code-entry/code-entry.styles.js';
import { dialogStyles } from '../dialog/dialog.styles.js';
import { dialogsStyles } from './dialogs.styles.js';

export { followEntry } from '../code-entry/follow-entry.js';
export { dialogFrame } from '../dialog/dialog-view.js';
export { dialogView, discardView } from './dialog-views.js';

export const english = { ...entryEnglish, ...dialogsEnglish, ...backupCodesEnglish };

export const styles: CSSResult[] = [
  dialogTokens,
  fields,
  dialogStyles,
  codeEntryStyles,
  codeEntryLaterStyles,
  dialogsStyles,
];
