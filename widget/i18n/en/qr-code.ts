import type { Strings } from '../strings.js';

/** The QR code. */
export const qrCodeEnglish = {
  qrLabel: 'QR code that adds this account to your authenticator app',
} satisfies Partial<Strings>;
