import '../code-input/harmony-2fa-code-input.js';
import { defineElement } from '../define-element.js';
import { ChallengeElement } from './challenge-element.js';

defineElement('harmony-2fa-challenge', ChallengeElement);

// The import also gives TypeScript the type of `document.querySelector('harmony-2fa-challenge')`.
export type { ChallengeElement } from './challenge-element.js';
export type * from '../../events.js';
