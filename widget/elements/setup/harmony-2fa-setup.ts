import '../backup-codes/harmony-2fa-backup-codes.js';
import '../code-input/harmony-2fa-code-input.js';
import '../copy-button/harmony-2fa-copy-button.js';
import '../qr-code/harmony-2fa-qr-code.js';
import { defineElement } from '../define-element.js';
import { SetupElement } from './setup-element.js';

defineElement('harmony-2fa-setup', SetupElement);
