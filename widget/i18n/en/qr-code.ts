import type { Strings } from '../strings.js';
import { failuresEnglish } from './failures.js';

/** The QR code. */
export const qrCodeEnglish = {
  ...failuresEnglish,
  qrLabel: 'QR code that adds this account to your authenticator app',
} satisfies Partial<Strings>;
