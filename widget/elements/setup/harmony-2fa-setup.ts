import { defineElement } from '../define-element.js';
import { SetupElement } from './setup-element.js';

defineElement('harmony-2fa-setup', SetupElement);

// With the registration come the types: `document.querySelector('harmony-2fa-setup')` is one of these.
export type { SetupElement } from './setup-element.js';
export type * from '../../events.js';
