import '../copy-button/harmony-2fa-copy-button.js';
import { defineElement } from '../define-element.js';
import { BackupCodesElement } from './backup-codes-element.js';

defineElement('harmony-2fa-backup-codes', BackupCodesElement);

// The import also gives TypeScript the type of `document.querySelector('harmony-2fa-backup-codes')`.
export type { BackupCodesElement } from './backup-codes-element.js';
