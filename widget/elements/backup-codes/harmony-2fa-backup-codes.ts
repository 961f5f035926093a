import '../copy-button/harmony-2fa-copy-button.js';
import { defineElement } from '../define-element.js';
import { BackupCodesElement } from './backup-codes-element.js';

defineElement('harmony-2fa-backup-codes', BackupCodesElement);

// With the registration come the types: `document.querySelector('harmony-2fa-backup-codes')` is one of these.
export type { BackupCodesElement } from './backup-codes-element.js';
