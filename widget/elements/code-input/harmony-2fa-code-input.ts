import { defineElement } from '../define-element.js';
import { CodeInputElement } from './code-input-element.js';

defineElement('harmony-2fa-code-input', CodeInputElement);

// The import also gives TypeScript the type of `document.querySelector('harmony-2fa-code-input')`.
export type { CodeInputElement } from './code-input-element.js';
