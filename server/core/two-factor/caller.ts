import type { SessionProof } from './rules.js';

/** The account that a request acts for, and the stage of its session. */
export type Caller = HalfCaller | EnrolmentCaller | FullCaller;

/** For how long a challenge stays open after the first factor, in milliseconds. */
export const challengeMs = 10 * 60 * 1000;

/** Half signed in: the password was right, and the second factor is due. */
export interface HalfCaller {
  stage: 'challenge';
  accountId: string;
  /** When the challenge expires: `challengeMs` after the first factor. */
  expiresAt: Date;
}

/**
 * Half signed in: the password was right, 2FA is required, and the account has none. The session may only set it up. The password must
 * have been given at this sign-in, since it is the recent proof for the set-up.
 */
export interface EnrolmentCaller {
  stage: 'enrolment';
  accountId: string;
  /** As in `FullCaller`. */
  accountName: string;
  /** When the sign-in expires: `challengeMs` after the first factor. */
  expiresAt: Date;
}

export interface FullCaller {
  stage: 'full';
  accountId: string;
  /**
   * The account's name in the authenticator app, such as its address. Any text works: characters that a Key URI cannot hold are
   * removed, and a text that is too long for a QR code is cut.
   */
  accountName: string;
  /** The latest proof of this session: the sign-in itself, the challenge, or `recordProof`. */
  proof: SessionProof | null;
}
