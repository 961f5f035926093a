import { defineElement } from '../define-element.js';
import { DialogElement } from './dialog-element.js';

defineElement('harmony-2fa-dialog', DialogElement);
