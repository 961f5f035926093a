import type { SessionProof } from './rules.js';

/** The account that a request acts for, and how far its session has signed in. */
export type Caller = HalfCaller | FullCaller;

/** The first factor passed, the second is due. */
export interface HalfCaller {
  stage: 'challenge';
  accountId: string;
  /** When this challenge is over; ten minutes after the first factor. */
  expiresAt: Date;
}

export interface FullCaller {
  stage: 'full';
  accountId: string;
  /**
   * The account's name in the authenticator app, such as its address. Any text will do: what no Key URI holds is left out,
   * and what is too long for a QR code is cut.
   */
  accountName: string;
  /** The latest proof of this session: the sign-in itself, the challenge, or `recordProof`. */
  proof: SessionProof | null;
}
