import type { FailureCode } from './client/client-error.js';
import type { BackupCodeCount, SecondFactorMethod, Status } from './protocol/messages.js';

/**
 * What the elements tell a page: each bubbles out of every shadow root, and none ever carries a secret or a code. Fields
 * are the event's own, not a `detail`.
 */
abstract class TwoFactorEvent extends Event {
  constructor(type: `harmony-2fa-${string}`) {
    super(type, { bubbles: true, composed: true });
  }
}

abstract class StatusEvent extends TwoFactorEvent {
  constructor(
    type: `harmony-2fa-${string}`,
    readonly status: Status,
  ) {
    super(type);
  }
}

/** 2FA was turned on. */
export class EnabledEvent extends StatusEvent {
  constructor(status: Status) {
    super('harmony-2fa-enabled', status);
  }
}

/** 2FA was turned off. */
export class DisabledEvent extends StatusEvent {
  constructor(status: Status) {
    super('harmony-2fa-disabled', status);
  }
}

/** Another authenticator, with new backup codes, took the place of the old one. */
export class ReplacedEvent extends StatusEvent {
  constructor(status: Status) {
    super('harmony-2fa-replaced', status);
  }
}

/** A new set of backup codes was kept. */
export class BackupCodesRenewedEvent extends StatusEvent {
  constructor(status: Status) {
    super('harmony-2fa-backup-codes-renewed', status);
  }
}

/** The sign-in challenge was answered. The server has already signed the person in: this only tells the page. */
export class VerifiedEvent extends TwoFactorEvent {
  constructor(
    readonly method: SecondFactorMethod,
    readonly backupCodes: BackupCodeCount,
    /** Whatever the back end added for its own page. */
    readonly result: unknown,
  ) {
    super('harmony-2fa-verified');
  }
}

/** A person left a dialog without a change. */
export class CancelledEvent extends TwoFactorEvent {
  constructor() {
    super('harmony-2fa-cancelled');
  }
}

/** The back end says that nobody is signed in, or that the sign-in has expired. */
export class SignedOutEvent extends TwoFactorEvent {
  constructor(readonly code: FailureCode) {
    super('harmony-2fa-signed-out');
  }
}

/** Any other failure that a person was shown. */
export class FailedEvent extends TwoFactorEvent {
  constructor(readonly code: FailureCode) {
    super('harmony-2fa-failed');
  }
}

declare global {
  /** Listeners on elements and on the document get the event's own type. */
  interface GlobalEventHandlersEventMap {
    'harmony-2fa-enabled': EnabledEvent;
    'harmony-2fa-disabled': DisabledEvent;
    'harmony-2fa-replaced': ReplacedEvent;
    'harmony-2fa-backup-codes-renewed': BackupCodesRenewedEvent;
    'harmony-2fa-verified': VerifiedEvent;
    'harmony-2fa-cancelled': CancelledEvent;
    'harmony-2fa-signed-out': SignedOutEvent;
    'harmony-2fa-failed': FailedEvent;
  }
}
