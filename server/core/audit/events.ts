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
  /** The second factor is due; a half signed-in session waits for it. */
  | 'challenge_issued'
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
  /** Too many failures in a row: from now on only a backup code works. */
  | 'blocked'
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
  | 'device_remembered'
  | 'device_trusted'
  /** A device's token was used a second time, so there is a copy of it. */
  | 'device_copied'
  | 'device_revoked'
  | 'signed_out_elsewhere'
  /** A sealed value or a row cannot be read: its key is missing, or somebody has changed it. The sign-in is refused. */
  | 'integrity_failed'
  | 'admin_reset'
  | 'admin_unblocked'
  | 'admin_sessions_ended'
  | 'admin_devices_forgotten'
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
  /** Operator and reason of an administrator's change, the name of an authenticator, or what the fault was. */
  detail: string | null;
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
