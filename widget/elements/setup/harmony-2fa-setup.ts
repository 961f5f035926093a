import { defineElement } from '../define-element.js';
import { SetupElement } from './setup-element.js';

defineElement('harmony-2fa-setup', SetupElement);
