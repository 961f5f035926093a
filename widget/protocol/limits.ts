/** The limits of the contract. The elements, the server and the demo import them from here, so that no end refuses what another one allows. */

/** How many authenticators one account may have. */
export const maxAuthenticators = 5;

/** The length of the name of an authenticator, in UTF-16 code units, as the field of a page counts them. */
export const maxAuthenticatorNameLength = 64;

/** How many backup codes one set may have. */
export const maxBackupCodes = 50;

/** The length of one backup code, as a back end writes it and as a person types it. */
export const maxBackupCodeLength = 64;

/** How many sessions and trusted devices one list may have. */
export const maxDevices = 100;

/** The longest wait in seconds that a page shows: 31 days. */
export const maxRetryAfter = 31 * 24 * 60 * 60;

/** The length of a Key URI that a reader takes. The QR code of a longer one is too dense for the camera of a phone. */
export const maxKeyUriLength = 1024;

/** The length of a Key URI that a server of this package writes: a phone reads its QR code off a screen without effort. */
export const maxWrittenKeyUriLength = maxKeyUriLength / 2;
