import { announceNothing, type Announce } from '../../core/audit/announcer.js';
import type { AuditEvent } from '../../core/audit/events.js';
import { consoleLog, describeError, type Log } from '../../core/log.js';
import { withTimeout } from '../queue/deadline.js';
import { createWorkLoop } from '../queue/work-loop.js';
import type { ClaimedNotice, NoticeQueue } from '../../core/notice/notice-queue.js';
import {
  composeNotice,
  dueAtOf,
  hasNotice,
  isAboutRecovery,
  type Notice,
  type RecoveryNotice,
} from '../../core/notice/notices.js';

export interface NotifierOptions {
  /** `store.notices` of `openStore`. */
  queue: NoticeQueue;
  product: string;
  /** The mail address of an account's owner; null when there is no such account or address. */
  addressOf: (accountId: string) => Promise<string | null>;
  /** Rejects when the notice was not sent. With `permanent: true` on the error no other try is made. */
  send: (address: string, notice: Notice) => Promise<void>;
  /** The default is the console. */
  log?: Log;
  clock?: () => Date;
  /** Called with the audit entries of notices that could not be sent. */
  announce?: Announce;
  /** For an app that uses `beginRecovery`. */
  recovery?: RecoveryNotices;
}

/** What the notices of a recovery need of `createTwoFactor`. */
export interface RecoveryNotices {
  /** `(accountId) => twoFactor.announceRecovery({ accountId })`: called when the delay of a recovery is over. */
  announce: (accountId: string) => Promise<void>;
  /**
   * The account's recovery by `twoFactor.runningRecovery`, with the address of a page that stops it by its `stopToken`; null when none
   * is running. Put the token behind a `#`, so that no log has it, and let the page ask before it stops: some mail servers open each link.
   */
  find: (accountId: string) => Promise<RecoveryNotice | null>;
}

/**
 * Sends notices to the owners of accounts, after the request has been answered. The notices wait in the database: after a crash
 * the next process sends them.
 */
export interface Notifier {
  /** For `createTwoFactor({ onEvent })`. Returns at once: a mailer that hangs or fails blocks nothing. */
  onEvent: (event: AuditEvent) => void;
  /** Looks for due notices. Call it every few seconds, for retries and for notices of crashed processes. Returns at once. */
  wake(): void;
  /** Resolves once no notice is due and none is being sent. */
  settled(): Promise<void>;
  /** Sends due notices for at most this time. Then it claims no more, and waits as long again for those that are being sent. */
  stop(timeoutMs: number): Promise<void>;
}

/**
 * The limit for each kind of notice. An attacker who can cause harmless notices must not suppress the important ones. The count
 * comes from the audit trail, so that several instances share it. Notices with a link that stops a recovery have no limit: each recovery
 * has a link of its own, and only an administrator begins one.
 */
const maxPerHour = 5;
/** So many are claimed and in memory; the others wait in the database. */
const maxSending = 8;
/** Shorter than a lease, so that no other process sends the same notice meanwhile. */
const sendTimeoutMs = 60 * 1000;
const firstRetryMs = 30 * 1000;
const maxRetryMs = 60 * 60 * 1000;
const recallEveryMs = 60 * 60 * 1000;
/** A notice that could not be sent within a day is given up. */
export const giveUpNoticeAfterMs = 24 * 60 * 60 * 1000;

/**
 * Creates a notifier over the queue of the store.
 *
 * @example
 * const notifier = createNotifier({ queue: store.notices, product: 'Example', addressOf, send });
 * const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Example', onEvent: notifier.onEvent });
 * setInterval(() => notifier.wake(), 5000);
 */
export function createNotifier(options: NotifierOptions): Notifier {
  const { queue, product, addressOf, send, log = consoleLog, recovery } = options;
  const { clock = () => new Date(), announce = announceNothing } = options;
  let recalledAt = Number.NEGATIVE_INFINITY;
  const loop = createWorkLoop<ClaimedNotice>({
    maxRunning: maxSending,
    claim,
    work: sendClaimed,
    onError: (error) => log.warn(describeError(error), 'the due notices could not be read'),
  });

  return {
    onEvent({ event }) {
      if (hasNotice(event)) loop.wake();
    },
    wake: () => loop.wake(),
    settled: () => loop.settled(),
    stop: (timeoutMs) => loop.stop(timeoutMs),
  };

  async function claim(limit: number): Promise<ClaimedNotice[]> {
    const now = clock();
    // At once after the clock was set back: until then it was ahead.
    if (Math.abs(now.getTime() - recalledAt) >= recallEveryMs) {
      await queue.recall(now);
      recalledAt = now.getTime();
    }
    return queue.claim(now, limit);
  }

  /** Never rejects: if the result cannot be stored, the notice is due again when its lease ends. */
  async function sendClaimed(claimed: ClaimedNotice): Promise<void> {
    try {
      if (ageOf(claimed, clock()) > giveUpNoticeAfterMs) return await giveUp(claimed);
      const failure = await deliver(claimed).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (failure === null) await queue.done(claimed);
      else await retry(claimed, failure.error);
    } catch (error) {
      log.error(describeError(error), 'the result of a notice could not be stored');
    }
  }

  async function deliver(claimed: ClaimedNotice): Promise<void> {
    const { event, accountId } = claimed.event;
    if (event === 'recovery_waiting') return recovery?.announce(accountId);
    const running = isAboutRecovery(event) ? await recovery?.find(accountId) : null;
    const notice = composeNotice(claimed.event, product, running);
    if (notice === null || (!running && (await queue.countLike(claimed)) > maxPerHour)) return;
    const address = await addressOf(accountId);
    if (address !== null) await withTimeout(sendTimeoutMs, send(address, notice));
  }

  async function retry(claimed: ClaimedNotice, error: unknown): Promise<void> {
    const { event, tries } = claimed;
    log.warn({ ...describeError(error), event: event.event, tries }, 'a notice could not be sent');
    if (isPermanent(error)) return giveUp(claimed);
    const next = new Date(clock().getTime() + Math.min(firstRetryMs * 2 ** (tries - 1), maxRetryMs));
    if (ageOf(claimed, next) > giveUpNoticeAfterMs) await giveUp(claimed);
    else await queue.postpone(claimed, next);
  }

  async function giveUp(claimed: ClaimedNotice): Promise<void> {
    const failed = await queue.giveUp(claimed, clock());
    const { accountId, event } = claimed.event;
    if (failed.length > 0) log.error({ accountId, event, tries: claimed.tries }, 'a notice was given up');
    announce(failed);
  }
}

function isPermanent(error: unknown): boolean {
  return error instanceof Error && 'permanent' in error && error.permanent === true;
}

function ageOf({ event }: ClaimedNotice, now: Date): number {
  return now.getTime() - (dueAtOf(event) ?? event.at).getTime();
}
