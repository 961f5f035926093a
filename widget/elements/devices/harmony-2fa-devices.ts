import { defineElement } from '../define-element.js';
import { DevicesElement } from './devices-element.js';

defineElement('harmony-2fa-devices', DevicesElement);

// The import also gives TypeScript the type of `document.querySelector('harmony-2fa-devices')`.
export type { DevicesElement } from './devices-element.js';
export type * from '../../events.js';
