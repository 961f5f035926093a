import { defineElement } from '../define-element.js';
import { SetupElement } from './setup-element.js';

defineElement('harmony-2fa-setup', SetupElement);

// The import also gives TypeScript the type of `document.querySelector('harmony-2fa-setup')`.
export type { SetupElement } from './setup-element.js';
export type * from '../../events.js';
