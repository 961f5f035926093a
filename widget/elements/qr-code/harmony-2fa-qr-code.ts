import { defineElement } from '../define-element.js';
import { QrCodeElement } from './qr-code-element.js';

defineElement('harmony-2fa-qr-code', QrCodeElement);
