import type { ProofMethod } from '../../../widget/protocol/messages.js';

/**
 * What is written down of an account's second factor (ASVS 5.0 16.3): each entry in the same transaction as the change
 * that it tells of, so that neither exists without the other. No entry holds a code, a secret or a session id.
 */
export type AuditEventName =
  /** The first factor was right. */
  | 'password_ok'
  /** It was not, at sign-in or as a proof. */
  | 'password_failed'
  /** Many were wrong within an hour; written once in that hour. */
  | 'password_guessing'
  /** The second one is due, and a session waits for it. */
  | 'challenge_issued'
  | 'second_factor_ok'
  | 'second_factor_failed'
  /** A right code that was spent before: somebody has seen it. Counts as a failure. */
  | 'replay_refused'
  /** A backup code is about to be checked and counts as a failure until it proves right. */
  | 'backup_code_tried'
  | 'backup_code_used'
  /** A password is about to be checked and counts as a failure until it proves right. */
  | 'password_tried'
  | 'proof_ok'
  | 'proof_failed'
  /** Nothing is evaluated for a while. */
  | 'locked'
  /** Too many failures in a row: only a backup code helps. */
  | 'blocked'
  | 'setup_begun'
  | 'setup_cancelled'
  | 'setup_failed'
  | 'enabled'
  | 'replaced'
  | 'backup_codes_begun'
  | 'backup_codes_dropped'
  | 'backup_codes_renewed'
  | 'disabled'
  | 'device_remembered'
  | 'device_trusted'
  /** A token that was used before came back: two have it. */
  | 'device_copied'
  | 'device_revoked'
  | 'signed_out_elsewhere'
  /** What is kept sealed does not open: its key is not in the ring, or somebody changed it. Nobody is let in. */
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
  /** With what, for entries about an answer. */
  method: ProofMethod | null;
  /** The operator and the reason, for a change by an administrator. */
  detail: string | null;
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
