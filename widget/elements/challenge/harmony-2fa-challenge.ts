import '../code-input/harmony-2fa-code-input.js';
import { defineElement } from '../define-element.js';
import { ChallengeElement } from './challenge-element.js';

defineElement('harmony-2fa-challenge', ChallengeElement);
