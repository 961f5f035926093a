import { defineElement } from '../define-element.js';
import { QrCodeElement } from './qr-code-element.js';

defineElement('harmony-2fa-qr-code', QrCodeElement);

// With the registration come the types: `document.querySelector('harmony-2fa-qr-code')` is one of these.
export type { QrCodeElement } from './qr-code-element.js';
