/**
 * The messages of the HTTP contract. Times are ISO 8601 UTC strings, durations are whole seconds. The widget checks messages
 * with `read-message`, the server with zod schemas; the compiler proves that both have the same types.
 */

export interface BackupCodeCount {
  remaining: number;
  total: number;
}

/**
 * An organisation requires 2FA. While 2FA is on it cannot be turned off (`required_by_policy`); while it is off the page asks for it.
 */
export interface PolicyRequirement {
  /** When the rule was made. */
  since: string;
  /** Until then a sign-in needs no second factor; null without a grace period. */
  graceEndsAt: string | null;
}

/** The account's second factor, as the account's owner sees it. */
export type Status = StatusOff | StatusOn;

export interface StatusOff {
  enabled: false;
  account?: string;
  proofAge?: number;
  /** Absent when no organisation requires 2FA of the account. */
  required?: PolicyRequirement;
}

export interface StatusOn {
  enabled: true;
  /** Absent when the back end does not know it. */
  enabledAt?: string;
  /** Absent when the back end has no backup codes, or does not count them. */
  backupCodes?: BackupCodeCount;
  /** Absent when the back end knows of one authenticator only. */
  authenticators?: Authenticator[];
  /** Opaque, the same in all sessions of one account. Each change repeats it in the header `X-Two-Factor-Account`. */
  account?: string;
  /** How many seconds ago this session gave its recent proof. Absent without one, and when the back end does not tell it. */
  proofAge?: number;
  /** Absent when no organisation requires 2FA of the account. */
  required?: PolicyRequirement;
}

/** One of an account's authenticators: at most five. */
export interface Authenticator {
  /** Opaque. */
  id: string;
  /** What the person calls it. */
  name: string;
  addedAt: string;
  /** Null when it has given no right code since it was added. */
  lastUsedAt: string | null;
}

/** How to begin a set-up while 2FA is on: `add` begins one more authenticator, `replace` replaces all. The default is `replace`. */
export interface SetupOptions {
  mode?: 'replace' | 'add';
}

/** A pending set-up. The server sends the secret (in `keyUri`) and these codes in this message only. */
export interface Setup {
  /** `otpauth://totp/…`, the Key URI that authenticator apps read. */
  keyUri: string;
  /** Empty when the back end has no backup codes, and where an authenticator is added: the codes belong to the account. */
  backupCodes: string[];
  expiresAt: string;
  /** Opaque. `confirmSetup` repeats it, so that the server confirms the set-up that the page showed. */
  id?: string;
}

/** A second factor that answers a challenge. */
export type SecondFactorMethod = 'totp' | 'backup_code';

/** A method that gives a recent proof of identity. */
export type ProofMethod = SecondFactorMethod | 'password';

export interface Challenge {
  methods: SecondFactorMethod[];
  expiresAt: string;
  /** For how many days this device may be trusted. Absent where it may not. */
  trustDays?: number;
  /** Three right codes of consecutive time steps in a row open a blocked authenticator. Absent where they do not. */
  codesUnblock?: boolean;
}

export interface Verified {
  verified: true;
  method: SecondFactorMethod;
  /** Absent when the back end has no backup codes, or does not count them. */
  backupCodes?: BackupCodeCount;
  /** A value that the host adds for its own page, such as a redirect target. */
  result?: unknown;
}

/** The time until which changes to the second factor need no further proof. */
export interface Proof {
  validUntil: string;
}

/** A session, or a device that is trusted at the next sign-in. */
export interface Device {
  /** Opaque. */
  id: string;
  kind: 'session' | 'trusted_device';
  /** What a person recognises, such as “Chrome on Windows”. */
  name: string;
  /** The IP address; null where it is unknown. */
  address: string | null;
  /** Whether the request comes from it. */
  current: boolean;
  addedAt: string;
  lastUsedAt: string;
  expiresAt: string;
}

/** Where the account is signed in, and the devices that it trusts. */
export interface Devices {
  /** At most 100, newest first. */
  devices: Device[];
  /** The same as in the status. */
  account?: string;
}

/** The session or the trusted device that a request ends. */
export interface DeviceReference {
  id: string;
}

/** A pending set of backup codes. The old set works until these are kept. */
export interface NewBackupCodes {
  backupCodes: string[];
  expiresAt: string;
  /** Opaque. `keepBackupCodes` repeats it, so that the server keeps the set that the page showed. */
  id?: string;
}

/** The pending set-up or set of codes that a request confirms: the one with this id, or the latest one without an id. */
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

export interface SetupConfirmation extends CodeAnswer, PendingReference {
  /** What the person calls the new authenticator. */
  name?: string;
}

export interface AuthenticatorName {
  name: string;
}

export interface PasswordAnswer {
  password: string;
}

/** Trusts this device, where the challenge has `trustDays`: its next sign-ins need no second factor. */
export interface TrustChoice {
  trustDevice?: boolean;
}

export type ChallengeAnswer = (CodeAnswer & TrustChoice) | (BackupCodeAnswer & TrustChoice);
export type ProofAnswer = CodeAnswer | BackupCodeAnswer | PasswordAnswer;
