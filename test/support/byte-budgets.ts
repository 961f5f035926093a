/** Limits in bytes after brotli, Lit included. “Complete” includes all files that the elements can load in English. */
export const budget = {
  challengeComplete: 18_050,
  bothTags: 25_200,
  /** Without `authenticators`, which a page loads only where its back end lists them. */
  bothTagsComplete: 38_100,
  authenticators: 3_100,
  devicesComplete: 16_050,
  enrolment: 22_100,
  qrEncoder: 5_000,
  /** What the step-up adds to a page with the set-up, complete. */
  stepUp: 1_400,
};

/**
 * The limit of the single file in bytes after brotli: set-up, challenge, enrolment, step-up and devices with their dialogs, the parts
 * that they share (code input, backup codes, QR code), English, the QR encoder and all licences. It is as measured, to the next hundred.
 */
export const singleFileBudget = 47_200;

/** Bytes of one minified language after brotli. */
export const languageBudget = 3_400;
