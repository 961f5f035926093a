import type { AuditEvent } from '../audit/events.js';
import type { SessionProof } from '../two-factor/rules.js';

/** What the server knows about one session of an account. */
export interface SignedIn {
  accountId: string;
  /**
   * The first factor was right. `challenge`: the second factor is due. `enrolment`: 2FA has to be turned on first. `full`: signed in.
   */
  stage: 'challenge' | 'enrolment' | 'full';
  /** When the challenge, the enrolment or the whole sign-in ends. */
  expiresAt: Date;
  proof: SessionProof | null;
}

/** A full sign-in in its owner's list. */
export interface ListedSignIn {
  /** Opaque: it does not reveal the token. It changes with the token. */
  id: string;
  /** Whether it is the sign-in of this request. */
  current: boolean;
  /** Null for a sign-in that was begun without a name. */
  deviceName: string | null;
  /** When its first factor was right, and when it was last used, to the minute. Null for a sign-in that was begun without a name. */
  since: Date | null;
  lastUsedAt: Date | null;
  expiresAt: Date;
}

/**
 * The sign-ins of an app that keeps its sessions elsewhere. The app's session holds only a token, and this store decides what the token
 * permits. Each change below is one conditional statement. So a session that is saved late, a copied cookie or two concurrent requests
 * can neither revive a sign-in that has ended nor complete one twice.
 *
 *     begin ─▶ challenge ── promote ─▶ full ── rotate ─▶ full, with a new token
 *     challenge ── enrol ─▶ enrolment ── promote ─▶ full
 *     challenge, enrolment, full ── expiresAt, end, endOthers, endAll ─▶ ended
 *
 * A token names its account and has 256 random bits. Only its SHA-256 is stored.
 *
 * Audit entries are written in the transaction of their change, and only if there was one. Such a call throws `not_signed_in` for a deleted
 * account.
 */
export interface SignInStore {
  /**
   * Stores a sign-in that waits for its second factor. Returns its token.
   *
   * @param deviceName a name that the owner recognises in a list of sign-ins, such as “Chrome on Windows”
   * @throws `not_signed_in` for a deleted account
   */
  begin(accountId: string, expiresAt: Date, now: Date, deviceName?: string | null): Promise<string>;
  /** Null when the token is unknown, was replaced, or has expired. */
  find(token: string, now: Date): Promise<SignedIn | null>;
  /**
   * Makes it full, under a new token. Null when it has ended or was promoted before, so at most one of several calls succeeds.
   *
   * @param from the stage that it has to have; the default is `challenge`
   */
  promote(
    token: string,
    proof: SessionProof | null,
    expiresAt: Date,
    now: Date,
    from?: 'challenge' | 'enrolment',
  ): Promise<string | null>;
  /** Turns a challenge into an enrolment, under a new token, and writes these audit entries. Null when it has ended. */
  enrol(token: string, now: Date, events?: readonly AuditEvent[]): Promise<string | null>;
  /** Gives a full sign-in a new token, and a new proof if there is one. Null when it has ended. */
  rotate(token: string, proof: SessionProof | null, now: Date): Promise<string | null>;
  end(token: string): Promise<void>;
  /**
   * Ends the account's other sign-ins, also those that wait for a second factor, and writes these audit entries. False when there was none
   * to end.
   */
  endOthers(accountId: string, token: string, events?: readonly AuditEvent[]): Promise<boolean>;
  endAll(accountId: string): Promise<void>;
  /** Ends every sign-in of every account. A restore brings back sign-ins that have ended since the backup. */
  endEveryone(): Promise<void>;
  /**
   * The account's full sign-ins: that of this request and the newest others, as many as a list may have.
   *
   * @param token that of this request, whose sign-in is marked as current
   */
  list(accountId: string, token: string, now: Date): Promise<ListedSignIn[]>;
  /** Ends the account's full sign-in with this id of the list, and writes these audit entries. False when there is none. */
  endListed(accountId: string, id: string, now: Date, events?: readonly AuditEvent[]): Promise<boolean>;
  /** Writes audit entries without a change, and none for a deleted account. */
  record(events: readonly AuditEvent[]): Promise<void>;
}
