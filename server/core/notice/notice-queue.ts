import type { AuditEvent } from '../audit/events.js';

/** For how long nobody else takes a notice that is being sent. A process that has died meanwhile is replaced then. */
export const leaseMs = 2 * 60 * 1000;

/** A notice that the caller alone may send until its lease is over. */
export interface ClaimedNotice {
  /** The entry that it tells of. */
  event: AuditEvent;
  id: string;
  /** How often it was claimed, this time included. */
  tries: number;
  /** Epoch milliseconds; names the claim as well. */
  leaseUntil: number;
}

/**
 * Notices that are yet to be sent: marks on entries of the audit trail, so that each is written in the transaction of the change
 * that it tells of and is deleted with its account. Sent at least once: a process that dies after sending leaves its notice to be sent again.
 */
export interface NoticeQueue {
  /** Takes up to so many that are due, of one account or of all. Of several processes one gets each. */
  claim(now: Date, most: number, accountId?: string): Promise<ClaimedNotice[]>;
  /** How many entries of its kind the account had in the hour up to this one, itself included. */
  countLike(notice: ClaimedNotice): Promise<number>;
  /** It was sent, or there is nobody to be told. */
  done(notice: ClaimedNotice): Promise<void>;
  postpone(notice: ClaimedNotice, until: Date): Promise<void>;
  /** Sends it no more, and writes that down. Returns what was written: nothing when somebody else has taken it. */
  giveUp(notice: ClaimedNotice, now: Date): Promise<AuditEvent[]>;
  /** For a server that sends none: nobody is told of what was before. */
  discard(before: Date): Promise<void>;
}
