import { defineElement } from '../define-element.js';
import { CopyButtonElement } from './copy-button-element.js';

defineElement('harmony-2fa-copy-button', CopyButtonElement);
