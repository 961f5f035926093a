import { defineElement } from '../define-element.js';
import { CodeInputElement } from './code-input-element.js';

defineElement('harmony-2fa-code-input', CodeInputElement);
