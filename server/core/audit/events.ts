import type { ProofMethod } from '../../../widget/protocol/messages.js';

/**
 * The entries of the audit trail (ASVS 5.0 16.3). The store writes each entry in the transaction of its change, so that neither
 * exists without the other. No entry holds a code, a secret or a session id.
 */
export type AuditEventName =
  /** The password was right. */
  | 'password_ok'
  /** The password was wrong, at sign-in or as a proof. */
  | 'password_failed'
  /** Many passwords were wrong within an hour; one entry for that hour. */
  | 'password_guessing'
  /** The owner has a new password. Other sessions and the trust in devices have ended with the old one. */
  | 'password_changed'
  /** The second factor is due; a half signed-in session waits for it. */
  | 'challenge_issued'
  /** 2FA is required and off; a half signed-in session may turn it on, and nothing else. */
  | 'enrolment_begun'
  /** The owner was reminded that the grace ends soon. The detail is the deadline. */
  | 'enrolment_reminded'
  | 'second_factor_ok'
  | 'second_factor_failed'
  /** A right code that was already spent: somebody may have seen it. Counts as a failure. */
  | 'replay_refused'
  /** A backup code is about to be checked. It counts as a failure until it turns out to be right. */
  | 'backup_code_tried'
  | 'backup_code_used'
  /** A password is about to be checked as a proof. It counts as a failure until it turns out to be right. */
  | 'password_tried'
  | 'proof_ok'
  | 'proof_failed'
  /** The account is locked: for a while no code is checked. */
  | 'locked'
  /** Many failures in a row at an account with several authenticators: for a day only backup codes are checked. */
  | 'paused'
  /** Too many failures in a row: from now on no code of the authenticator signs in. */
  | 'blocked'
  /** A right code that met a block and let nobody in: one of the series that opens the authenticator. */
  | 'blocked_code_ok'
  /** A series of right codes has opened the authenticator. */
  | 'unblocked'
  | 'setup_begun'
  | 'setup_cancelled'
  | 'setup_failed'
  | 'enabled'
  | 'replaced'
  /** One more authenticator, a new name for one, or one less. The detail is the name. */
  | 'authenticator_added'
  | 'authenticator_named'
  | 'authenticator_removed'
  | 'backup_codes_begun'
  | 'backup_codes_dropped'
  | 'backup_codes_renewed'
  | 'disabled'
  /** An enrolled account was taken over from another system. */
  | 'imported'
  /** An administrator has given the owner a recovery code. */
  | 'recovery_begun'
  /** The recovery code does not work yet. The detail has the times from which and until which it does. */
  | 'recovery_waiting'
  /** The recovery code works from now on. */
  | 'recovery_ready'
  | 'recovery_code_used'
  /** The owner or, with a detail, an administrator has ended the recovery. */
  | 'recovery_stopped'
  /** The owner gave a right answer or changed the factor, and so is not locked out: the recovery is over. */
  | 'recovery_ended'
  | 'device_remembered'
  | 'device_trusted'
  /** A device's token was used a second time, so there is a copy of it. All sessions and the trust in devices have ended. */
  | 'device_copied'
  | 'device_revoked'
  /** The owner ended one other session. */
  | 'session_revoked'
  | 'signed_out_elsewhere'
  /**
   * A sealed value or a row cannot be read: its key is missing, or somebody has changed it. The sign-in is refused. One entry an hour for
   * each damage of an account and each process, however many requests meet it.
   */
  | 'integrity_failed'
  | 'admin_reset'
  | 'admin_unblocked'
  | 'admin_sessions_ended'
  | 'admin_devices_forgotten'
  /** An administrator gave the account more time to turn 2FA on. */
  | 'admin_enrolment_extended'
  /** The database was restored from a backup, so codes that may have been used since that backup are void. */
  | 'admin_restored'
  | 'notice_failed';

/** Where a request comes from, as far as that is known. */
export interface ClientInfo {
  address: string | null;
  userAgent: string | null;
  /** The id in the request's log line. */
  requestId: string | null;
}

export const unknownClient: ClientInfo = { address: null, userAgent: null, requestId: null };

export interface AuditEvent extends ClientInfo {
  accountId: string;
  at: Date;
  event: AuditEventName;
  /** How the person answered, for entries about an answer. */
  method: ProofMethod | null;
  /** Operator and reason of an administrator's change, the end of the grace, the name of an authenticator, or what the fault was. */
  detail: string | null;
  /** The owner reads of it in the notice of another entry of the same change. Not stored. */
  withoutNotice?: boolean;
}

/** An entry as it is stored. */
export interface AuditEntry extends AuditEvent {
  /** Unique, and in the order of time. */
  id: string;
}

/** The account that a request acts for, and where the request comes from. */
export interface Requester {
  accountId: string;
  client?: ClientInfo;
  /** @deprecated The former name of `client`. */
  visit?: ClientInfo;
}

/** Audit entries for one request at one instant. */
export function eventsOf(
  { accountId, client, visit }: Requester,
  at: Date,
  ...names: (AuditEventName | [AuditEventName, ProofMethod])[]
): AuditEvent[] {
  return names.map((name) => {
    const [event, method] = typeof name === 'string' ? [name, null] : name;
    return { accountId, at, event, method, detail: null, ...(client ?? visit ?? unknownClient) };
  });
}

/** The same entries with this detail. */
export function detailed(events: readonly AuditEvent[], detail: string | null): AuditEvent[] {
  return events.map((event) => ({ ...event, detail }));
}
