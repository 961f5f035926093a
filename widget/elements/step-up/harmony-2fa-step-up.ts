import '../code-input/harmony-2fa-code-input.js';
import { defineElement } from '../define-element.js';
import { StepUpElement } from './step-up-element.js';

defineElement('harmony-2fa-step-up', StepUpElement);

// The import also gives TypeScript the type of `document.querySelector('harmony-2fa-step-up')`.
export type { StepUpElement } from './step-up-element.js';
export type * from '../../events.js';
