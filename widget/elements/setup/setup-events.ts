import {
  BackupCodesRenewedEvent,
  CancelledEvent,
  DisabledEvent,
  EnabledEvent,
  FailedEvent,
  ReplacedEvent,
  SignedOutEvent,
} from '../../events.js';
import type { SetupReport } from '../../flow/setup-report.js';

/** The event by which a page is told. */
export function eventOf(report: SetupReport): Event {
  switch (report.type) {
    case 'enabled':
      return new EnabledEvent(report.status);
    case 'replaced':
      return new ReplacedEvent(report.status);
    case 'renewed':
      return new BackupCodesRenewedEvent(report.status);
    case 'disabled':
      return new DisabledEvent(report.status);
    case 'cancelled':
      return new CancelledEvent();
    case 'signed-out':
      return new SignedOutEvent(report.failure.code);
    case 'failed':
      return new FailedEvent(report.failure.code);
  }
}
