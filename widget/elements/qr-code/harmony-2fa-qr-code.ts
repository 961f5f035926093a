import { defineElement } from '../define-element.js';
import { QrCodeElement } from './qr-code-element.js';

defineElement('harmony-2fa-qr-code', QrCodeElement);

// The import also gives TypeScript the type of `document.querySelector('harmony-2fa-qr-code')`.
export type { QrCodeElement } from './qr-code-element.js';
