import type { FailureCode } from './client/client-error.js';
import type { BackupCodeCount, SecondFactorMethod, Status } from './protocol/messages.js';

/**
 * The events of the elements. Each one bubbles out of every shadow root, and none carries a secret or a code. The fields are
 * on the event itself; there is no `detail`.
 *
 * @example
 * document.addEventListener('harmony-2fa-enabled', ({ status }) => status.enabled && showSince(status.enabledAt));
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

/** A new authenticator with new backup codes replaced the old one. */
export class ReplacedEvent extends StatusEvent {
  constructor(status: Status) {
    super('harmony-2fa-replaced', status);
  }
}

/** One of several authenticators was added, renamed or removed. */
export class AuthenticatorsChangedEvent extends StatusEvent {
  constructor(status: Status) {
    super('harmony-2fa-authenticators-changed', status);
  }
}

/** A new set of backup codes replaced the old one. */
export class BackupCodesRenewedEvent extends StatusEvent {
  constructor(status: Status) {
    super('harmony-2fa-backup-codes-renewed', status);
  }
}

/** The server accepted the answer to the sign-in challenge and has signed the person in. */
export class VerifiedEvent extends TwoFactorEvent {
  constructor(
    readonly method: SecondFactorMethod,
    /** Undefined when the back end does not count backup codes. */
    readonly backupCodes: BackupCodeCount | undefined,
    /** The value that the back end added for its own page. */
    readonly result: unknown,
  ) {
    super('harmony-2fa-verified');
  }
}

/** A person left a dialog without a change, or the page stopped the change. */
export class CancelledEvent extends TwoFactorEvent {
  constructor() {
    super('harmony-2fa-cancelled');
  }
}

/** The session is over, or the sign-in has expired. */
export class SignedOutEvent extends TwoFactorEvent {
  constructor(readonly code: FailureCode) {
    super('harmony-2fa-signed-out');
  }
}

/** An element showed any other failure. */
export class FailedEvent extends TwoFactorEvent {
  constructor(readonly code: FailureCode) {
    super('harmony-2fa-failed');
  }
}

declare global {
  /** Types the event of a listener on an element or the document. */
  interface GlobalEventHandlersEventMap {
    'harmony-2fa-enabled': EnabledEvent;
    'harmony-2fa-disabled': DisabledEvent;
    'harmony-2fa-replaced': ReplacedEvent;
    'harmony-2fa-authenticators-changed': AuthenticatorsChangedEvent;
    'harmony-2fa-backup-codes-renewed': BackupCodesRenewedEvent;
    'harmony-2fa-verified': VerifiedEvent;
    'harmony-2fa-cancelled': CancelledEvent;
    'harmony-2fa-signed-out': SignedOutEvent;
    'harmony-2fa-failed': FailedEvent;
  }
}
