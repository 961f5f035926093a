import type { AuditEventName } from '../audit/events.js';

/** Claims of an event of the OpenID Continuous Access Evaluation Profile (CAEP) 1.0, without its time. */
export interface CaepClaims {
  credential_type?: CredentialType;
  change_type?: 'create' | 'revoke' | 'update' | 'delete';
  initiating_entity?: 'admin' | 'user';
}

/** CAEP defines `app` and `password`, and lets both sides agree on others. The page about webhooks documents the two others. */
type CredentialType = 'app' | 'password' | 'backup-codes' | 'trusted-device';

export interface CaepEvent {
  type: 'credential-change' | 'session-revoked';
  claims: CaepClaims;
}

export const caepPrefix = 'https://schemas.openid.net/secevent/caep/event-type/';

function change(
  credential_type: CredentialType,
  change_type: NonNullable<CaepClaims['change_type']>,
  initiating_entity?: CaepClaims['initiating_entity'],
): CaepEvent {
  const claims = { credential_type, change_type, ...(initiating_entity && { initiating_entity }) };
  return { type: 'credential-change', claims };
}

/**
 * What CAEP calls an entry; null where it has no name for it.
 *
 * - `session-established` fits none: a code is spent before the host begins the session, and a sign-in without 2FA has no such entry.
 * - `session-revoked` means that all sessions of the subject have ended. After `signed_out_elsewhere` and `session_revoked` some go on.
 * - `risk-level-change` needs a level of risk, which this product does not assess.
 */
const caepEvents: Record<AuditEventName, CaepEvent | null> = {
  password_ok: null,
  password_failed: null,
  password_guessing: null,
  password_changed: change('password', 'update', 'user'),
  challenge_issued: null,
  enrolment_begun: null,
  enrolment_reminded: null,
  second_factor_ok: null,
  second_factor_failed: null,
  replay_refused: null,
  backup_code_tried: null,
  backup_code_used: null,
  password_tried: null,
  proof_ok: null,
  proof_failed: null,
  locked: null,
  paused: null,
  blocked: null,
  blocked_code_ok: null,
  unblocked: null,
  setup_begun: null,
  setup_cancelled: null,
  setup_failed: null,
  enabled: change('app', 'create', 'user'),
  replaced: change('app', 'update', 'user'),
  authenticator_added: change('app', 'create', 'user'),
  // A name is no part of the credential.
  authenticator_named: null,
  authenticator_removed: change('app', 'delete', 'user'),
  backup_codes_begun: null,
  backup_codes_dropped: null,
  backup_codes_renewed: change('backup-codes', 'update', 'user'),
  disabled: change('app', 'delete', 'user'),
  imported: change('app', 'create', 'admin'),
  device_remembered: change('trusted-device', 'create', 'user'),
  device_trusted: null,
  // The revocation has an entry of its own.
  device_copied: null,
  // By the owner, by an administrator, or because a device was copied.
  device_revoked: change('trusted-device', 'revoke'),
  session_revoked: null,
  signed_out_elsewhere: null,
  recovery_begun: null,
  recovery_waiting: null,
  recovery_ready: null,
  recovery_code_used: null,
  recovery_stopped: null,
  recovery_ended: null,
  integrity_failed: null,
  admin_reset: change('app', 'revoke', 'admin'),
  admin_unblocked: null,
  admin_sessions_ended: { type: 'session-revoked', claims: { initiating_entity: 'admin' } },
  admin_devices_forgotten: change('trusted-device', 'revoke', 'admin'),
  admin_enrolment_extended: null,
  admin_restored: change('backup-codes', 'revoke', 'admin'),
  notice_failed: null,
};

export function caepEventOf(name: AuditEventName): CaepEvent | null {
  // A row may hold a name of a newer version.
  return caepEvents[name] ?? null;
}

/** Every name that an entry may have. */
export const auditEventNames = Object.keys(caepEvents) as AuditEventName[];

export function isAuditEventName(text: string): text is AuditEventName {
  return Object.hasOwn(caepEvents, text);
}
