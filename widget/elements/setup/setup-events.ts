import {
  AuthenticatorsChangedEvent,
  BackupCodesRenewedEvent,
  CancelledEvent,
  DisabledEvent,
  EnabledEvent,
  FailedEvent,
  ReplacedEvent,
  SignedOutEvent,
} from '../../events.js';
import type { SetupState } from '../../flow/setup-flow.js';
import { reportSetup } from '../../flow/setup-report.js';

/** The event that tells the page about a step; null when the page is not told. */
export function eventOf(previous: SetupState, next: SetupState): Event | null {
  const report = reportSetup(previous, next);
  switch (report?.type) {
    case 'enabled':
      return new EnabledEvent(report.status);
    case 'replaced':
      return new ReplacedEvent(report.status);
    case 'added':
    case 'renamed':
    case 'removed':
      return new AuthenticatorsChangedEvent(report.status);
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
    case undefined:
      return null;
  }
}
