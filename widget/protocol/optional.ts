/**
 * The parts of the contract that a back end may leave out, and that this package neither calls nor answers yet. Where a row moves to
 * `endpoints`, `messages` or `error-codes`, it leaves this file.
 */

export const optionalEndpoints = {
  devices: { method: 'GET', path: '/devices' },
  removeDevice: { method: 'DELETE', path: '/devices/{id}' },
  removeOtherDevices: { method: 'DELETE', path: '/devices' },
} as const satisfies Record<string, OptionalEndpoint>;

export interface OptionalEndpoint {
  readonly method: 'GET' | 'DELETE';
  readonly path: `/${string}`;
}

export type OptionalOperation = keyof typeof optionalEndpoints;

export const optionalErrorStatus = {
  required_by_policy: 403,
} as const;

export type OptionalErrorCode = keyof typeof optionalErrorStatus;

/** 2FA is the rule of an organisation: it cannot be turned off, and a page asks for it while it is off. */
export interface PolicyRequirement {
  since: string;
  /** Null without a time of grace. */
  graceEndsAt: string | null;
}

/** Fields that `Status` may have. */
export interface StatusOptions {
  required?: PolicyRequirement;
}

/** Fields that `Challenge` may have. */
export interface ChallengeOptions {
  /** For how many days this device may be trusted. */
  trustDays?: number;
}

/** Fields that the body of `answerChallenge` may have, where the challenge has `trustDays`. */
export interface ChallengeAnswerOptions {
  trustDevice?: boolean;
}

/** A session, or a device that is trusted. */
export interface Device {
  id: string;
  kind: 'session' | 'trusted_device';
  /** What a person recognises, such as “Chrome on Windows”. */
  name: string;
  /** The IP address; null where it is unknown. */
  address: string | null;
  /** Whether it is the one that asks. */
  current: boolean;
  addedAt: string;
  lastUsedAt: string;
  expiresAt: string;
}

/** At most 100, newest first. */
export interface Devices {
  devices: Device[];
}
