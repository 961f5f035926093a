/**
 * What goes over the wire. Times are ISO 8601 UTC strings, durations whole seconds.
 * Plain types: the widget checks them with `read-message`, the server with a zod twin proven equal at compile time.
 */

export interface BackupCodeCount {
  remaining: number;
  total: number;
}

/** The account's second factor, as its owner may know it. */
export type Status = StatusOff | StatusOn;

export interface StatusOff {
  enabled: false;
  account?: string;
}

export interface StatusOn {
  enabled: true;
  enabledAt: string;
  backupCodes: BackupCodeCount;
  /** Opaque, the same for one account in all its sessions. Changes repeat it in the header `X-Two-Factor-Account`. */
  account?: string;
}

/** A pending set-up. The only time the secret (inside `keyUri`) and these codes are ever sent. */
export interface Setup {
  /** `otpauth://totp/…`, the Key URI that authenticator apps read. */
  keyUri: string;
  backupCodes: string[];
  expiresAt: string;
  /** Opaque. `confirmSetup` repeats it, so that nothing is confirmed but what was shown. */
  id?: string;
}

/** A second factor that answers a challenge. */
export type SecondFactorMethod = 'totp' | 'backup_code';

/** A way to prove once more who is at the keyboard. */
export type ProofMethod = SecondFactorMethod | 'password';

export interface Challenge {
  methods: SecondFactorMethod[];
  expiresAt: string;
}

export interface Verified {
  verified: true;
  method: SecondFactorMethod;
  backupCodes: BackupCodeCount;
  /** Whatever the host adds for its own page (a redirect target, a token); absent if nothing. */
  result?: unknown;
}

/** Until when changes to the second factor need no further proof. */
export interface Proof {
  validUntil: string;
}

/** A pending set of backup codes. The old set works until these are kept. */
export interface NewBackupCodes {
  backupCodes: string[];
  expiresAt: string;
  /** Opaque. `keepBackupCodes` repeats it, so that nothing is kept but what was shown. */
  id?: string;
}

/** What is confirmed: the pending thing with this id, or the latest one where a back end gives none. */
export interface PendingReference {
  id?: string;
}

/** Six digits from the authenticator app. */
export interface CodeAnswer {
  code: string;
}

/** One of the single-use backup codes. */
export interface BackupCodeAnswer {
  backupCode: string;
}

export interface SetupConfirmation extends CodeAnswer, PendingReference {}

export interface PasswordAnswer {
  password: string;
}

export type ChallengeAnswer = CodeAnswer | BackupCodeAnswer;
export type ProofAnswer = CodeAnswer | BackupCodeAnswer | PasswordAnswer;
