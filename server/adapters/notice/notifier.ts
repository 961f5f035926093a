import { announceNothing, type Announce } from '../../core/audit/announcer.js';
import type { AuditEvent } from '../../core/audit/events.js';
import { describeError, type Log } from '../../core/log.js';
import { atMost, within } from './deadline.js';
import type { ClaimedNotice, NoticeQueue } from '../../core/notice/notice-queue.js';
import { composeNotice, isTold, type Notice } from '../../core/notice/notices.js';

export interface NotifierOptions {
  /** `store.notices` of `openStore`. */
  queue: NoticeQueue;
  product: string;
  /** Where an account's owner reads; null when there is no such account or address. */
  addressOf: (accountId: string) => Promise<string | null>;
  send: (address: string, notice: Notice) => Promise<void>;
  log: Log;
  clock?: () => Date;
  /** Told of the entries that say that a notice was given up. */
  announce?: Announce;
}

/**
 * Tells owners what happened to their accounts, beside the request that did it. What is to be told stands in the database, so a
 * process that dies loses nothing: the next one to look sends it.
 */
export interface Notifier {
  /** For `createTwoFactor({ onEvent })`. Returns at once: a mailer that hangs or fails blocks nothing. */
  onEvent: (event: AuditEvent) => void;
  /** Looks for what is due: call it every few seconds, for retries and for what others have left behind. Returns at once. */
  wake(): void;
  /** Resolves once nothing is due any more and nothing is being sent. */
  settled(): Promise<void>;
  /** Sends what is due for so long at most, then takes on nothing and waits as long again for what is being sent. */
  stop(patienceMs: number): Promise<void>;
}

/**
 * Of one kind an hour. By kind, since somebody who can cause harmless notices must not be able to use up the ones that
 * matter; counted in the audit trail, so that several instances keep one count.
 */
const mostAnHour = 5;
/** So many are claimed and in memory; the others wait in the database. */
const mostAtOnce = 8;
/** Well within a lease, so that nobody else begins to send what is still being sent. */
const sendingMs = 60 * 1000;
const firstRetryMs = 30 * 1000;
const longestRetryMs = 60 * 60 * 1000;
/** What nobody could be told within a day is given up. */
export const giveUpAfterMs = 24 * 60 * 60 * 1000;

export function createNotifier(options: NotifierOptions): Notifier {
  const { queue, product, addressOf, send, log, clock = () => new Date(), announce = announceNothing } = options;
  const sending = new Set<Promise<void>>();
  let claiming: Promise<void> | null = null;
  let wanted = false;
  let stopped = false;

  return {
    onEvent({ event }) {
      if (isTold(event)) wake();
    },
    wake,
    settled,
    async stop(patienceMs) {
      await atMost(patienceMs, settled());
      stopped = true;
      await atMost(patienceMs, Promise.all([claiming, ...sending]));
    },
  };

  async function settled(): Promise<void> {
    wake();
    while (claiming !== null || sending.size > 0) await Promise.all([claiming, ...sending]);
  }

  function wake(): void {
    if (stopped) return;
    wanted = true;
    claiming ??= claimWhileWanted();
  }

  async function claimWhileWanted(): Promise<void> {
    try {
      while (wanted && !stopped) {
        wanted = false;
        if (sending.size >= mostAtOnce) return;
        for (const notice of await queue.claim(clock(), mostAtOnce - sending.size)) {
          const telling = tell(notice).finally(() => {
            sending.delete(telling);
            // There is room for one more.
            wake();
          });
          sending.add(telling);
        }
      }
    } catch (error) {
      log.warn(describeError(error), 'notices could not be looked for');
    } finally {
      claiming = null;
    }
  }

  /** Never rejects: what cannot be written down is due again when its lease is over. */
  async function tell(claimed: ClaimedNotice): Promise<void> {
    try {
      if (ageOf(claimed, clock()) > giveUpAfterMs) return await giveUp(claimed);
      const failure = await deliver(claimed).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (failure === null) await queue.done(claimed);
      else await retry(claimed, failure.error);
    } catch (error) {
      log.error(describeError(error), 'what became of a notice could not be written down');
    }
  }

  async function deliver(claimed: ClaimedNotice): Promise<void> {
    const notice = composeNotice(claimed.event, product);
    if (notice === null || (await queue.countLike(claimed)) > mostAnHour) return;
    const address = await addressOf(claimed.event.accountId);
    if (address !== null) await within(sendingMs, send(address, notice));
  }

  async function retry(claimed: ClaimedNotice, error: unknown): Promise<void> {
    const { event, tries } = claimed;
    log.warn({ ...describeError(error), event: event.event, tries }, 'an owner could not be told');
    const next = new Date(clock().getTime() + Math.min(firstRetryMs * 2 ** (tries - 1), longestRetryMs));
    if (ageOf(claimed, next) > giveUpAfterMs) await giveUp(claimed);
    else await queue.postpone(claimed, next);
  }

  async function giveUp(claimed: ClaimedNotice): Promise<void> {
    const failed = await queue.giveUp(claimed, clock());
    const { accountId, event } = claimed.event;
    if (failed.length > 0) log.error({ accountId, event, tries: claimed.tries }, 'a notice was given up');
    announce(failed);
  }
}

function ageOf({ event }: ClaimedNotice, now: Date): number {
  return now.getTime() - event.at.getTime();
}
