import { defineElement } from '../define-element.js';
import { CodeInputElement } from './code-input-element.js';

defineElement('harmony-2fa-code-input', CodeInputElement);

// With the registration come the types: `document.querySelector('harmony-2fa-code-input')` is one of these.
export type { CodeInputElement } from './code-input-element.js';
