import '../code-input/harmony-2fa-code-input.js';
import { defineElement } from '../define-element.js';
import { ChallengeElement } from './challenge-element.js';

defineElement('harmony-2fa-challenge', ChallengeElement);

// With the registration come the types: `document.querySelector('harmony-2fa-challenge')` is one of these.
export type { ChallengeElement } from './challenge-element.js';
export type * from '../../events.js';
