import type { AuditLog } from '../audit/audit-log.js';
import type { AuditEvent } from '../audit/events.js';
import { describeError, type Log } from '../log.js';
import { composeNotice, isTold, type Notice } from './notices.js';

export interface NotifierOptions {
  audit: Pick<AuditLog, 'append' | 'count'>;
  product: string;
  /** Where an account's owner reads; null when there is no such account or address. */
  addressOf: (accountId: string) => Promise<string | null>;
  send: (address: string, notice: Notice) => Promise<void>;
  log: Log;
}

/** Tells owners what happened to their accounts, beside the request that did it. */
export interface Notifier {
  /** For `createTwoFactor({ onEvent })`. Returns at once: a mailer that hangs or fails blocks nothing. */
  onEvent: (event: AuditEvent) => void;
  /** Resolves once everything that was begun is sent or has failed. */
  settled(): Promise<void>;
}

/**
 * Of one kind an hour. By kind, since somebody who can cause harmless notices must not be able to use up the ones that
 * matter; counted in the audit trail, so that several instances keep one count.
 */
const mostAnHour = 5;
const hourMs = 60 * 60 * 1000;

export function createNotifier({ audit, product, addressOf, send, log }: NotifierOptions): Notifier {
  const pending = new Set<Promise<void>>();

  return {
    onEvent(event) {
      if (!isTold(event.event)) return;
      const telling = tell(event).catch((error: unknown) => fail(event, error));
      pending.add(telling);
      void telling.finally(() => pending.delete(telling));
    },
    async settled() {
      await Promise.all(pending);
    },
  };

  async function tell(event: AuditEvent): Promise<void> {
    const notice = composeNotice(event, product);
    if (!notice) return;
    const since = new Date(event.at.getTime() - hourMs);
    if ((await audit.count(event.accountId, [event.event], since)) > mostAnHour) return;
    const address = await addressOf(event.accountId);
    if (address !== null) await send(address, notice);
  }

  async function fail(event: AuditEvent, error: unknown): Promise<void> {
    log.warn({ ...describeError(error), event: event.event }, 'an owner could not be told');
    try {
      await audit.append([{ ...event, event: 'notice_failed', method: null }]);
    } catch (fault) {
      log.error(describeError(fault), 'a failed notice could not be written down');
    }
  }
}
