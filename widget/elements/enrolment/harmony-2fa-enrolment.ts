import '../backup-codes/harmony-2fa-backup-codes.js';
import '../code-input/harmony-2fa-code-input.js';
import '../copy-button/harmony-2fa-copy-button.js';
import '../qr-code/harmony-2fa-qr-code.js';
import { defineElement } from '../define-element.js';
import { EnrolmentElement } from './enrolment-element.js';

defineElement('harmony-2fa-enrolment', EnrolmentElement);

// The import also gives TypeScript the type of `document.querySelector('harmony-2fa-enrolment')`.
export type { EnrolmentElement } from './enrolment-element.js';
export type * from '../../events.js';
