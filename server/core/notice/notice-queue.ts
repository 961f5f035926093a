import type { AuditEvent } from '../audit/events.js';
import { dayMs, hourMs } from '../durations.js';

/** How long a claimed notice belongs to the process that sends it. If that process crashes, another one sends it after this time. */
export const noticeLeaseMs = 2 * 60 * 1000;

/** A claim or a retry puts a notice off by an hour at most. The second hour is for instances whose clocks differ. */
export const maxNoticePostponedMs = 2 * hourMs;

/** Keep the entry of an unsent notice this long. Notifiers give up earlier; without a notifier it is never sent. */
export const keepUnsentNoticeMs = 7 * dayMs;

/** A notice that the caller has claimed. No other process sends it until the lease ends. */
export interface ClaimedNotice {
  /** The audit entry that the notice reports. */
  event: AuditEvent;
  id: string;
  /** How often the notice was claimed, including this time. */
  tries: number;
  /** Epoch milliseconds. It also identifies the claim. */
  leaseUntil: number;
}

/**
 * The notices that are not sent yet. A notice is a mark on its audit entry, so it is written in the transaction of the change and
 * deleted with the account. Each is sent at least once: after a crash right after the sending, another process sends it again.
 */
export interface NoticeQueue {
  /** Claims due notices, of one account or of all. Each notice goes to one process only. */
  claim(now: Date, limit: number, accountId?: string): Promise<ClaimedNotice[]>;
  /** Makes due what a clock that was ahead has put off for longer than a notice is ever put off. The end of a delay keeps its own time. */
  recall(now: Date): Promise<void>;
  /** Counts the account's entries of the same kind in the hour up to this one, including this one. */
  countLike(notice: ClaimedNotice): Promise<number>;
  /** The notice was sent, or the account has no address. */
  done(notice: ClaimedNotice): Promise<void>;
  postpone(notice: ClaimedNotice, until: Date): Promise<void>;
  /** Removes the notice and records that. Returns the new entries: none when another process has claimed the notice. */
  giveUp(notice: ClaimedNotice, now: Date): Promise<AuditEvent[]>;
  /**
   * For a server that sends no mail: removes notices that became due before then, in small batches.
   *
   * @param signal ends it after the batch that is running
   */
  discard(before: Date, signal?: AbortSignal): Promise<void>;
}
