import type { Strings } from '../strings.js';
import { proofEnglish } from './proof.js';

/** The dialog of the step-up. */
export const stepUpEnglish = {
  ...proofEnglish,
  signedOut: 'You are signed out. Sign in again to continue.',
} satisfies Partial<Strings>;
