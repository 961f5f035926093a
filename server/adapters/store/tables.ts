import type { Generated } from 'kysely';
import type { AuditEventName } from '../../core/audit/events.js';
import type { ProofMethod } from '../../../widget/protocol/messages.js';

/** One row per account. Times are epoch milliseconds, 64-bit integers in the database. */
export interface SecondFactorTable {
  account_id: string;
  version: number;
  enabled_at: number | null;
  secret: string | null;
  last_step: number | null;
  backup_codes: string | null;
  backup_codes_spent: number;
  /** What `readAuthenticators` reads beside `secret` and `last_step`; null in the rows of earlier versions. */
  authenticators: string | null;
  setup_secret: string | null;
  setup_backup_codes: string | null;
  setup_expires_at: number | null;
  new_backup_codes: string | null;
  new_backup_codes_expires_at: number | null;
  recovery_code: string | null;
  recovery_from: number | null;
  recovery_expires_at: number | null;
  recovery_announced_at: number | null;
  failures: number;
  locked_until: number | null;
  blocked_at: number | null;
  /** `day:count` of each day with failures, separated by spaces. */
  recent_failures: string;
  /** How many right codes a blocked authenticator has given in a row, and the time step of the last. */
  right_codes: number | null;
  right_codes_step: number | null;
}

/** The audit trail, in the order of `id`. Only the columns of the notice and of the outbox are ever updated. */
export interface AuditEventTable {
  account_id: string;
  id: string;
  at: number;
  event: AuditEventName;
  method: ProofMethod | null;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
  detail: string | null;
  /** When the notice is due, or when the lease of the process that sends it ends; null when there is nothing to send. */
  notice_due_at: number | null;
  notice_tries: Generated<number>;
  /** When the entry was written, until deliveries to the endpoints are made of it; null when there is none to make. */
  outbox_at: number | null;
}

/** An endpoint of webhooks that some process sends to. */
export interface WebhookEndpointTable {
  name: string;
  /** The names of the entries that it wants, separated by spaces; null for all. */
  events: string | null;
  /** When a process has registered it last. */
  seen_at: number;
}

/** An entry that is to be sent to an endpoint. The row is deleted once it was sent. */
export interface WebhookDeliveryTable {
  account_id: string;
  event_id: string;
  endpoint: string;
  /** When the entry was written. */
  at: number;
  queued_at: number;
  /** When it is due, or when the lease of the process that sends it ends; null when it was given up. */
  due_at: number | null;
  tries: number;
  /** Why the latest try failed. */
  failure: string | null;
}

/** The columns of an insert. */
export type NewAuditEvent = Omit<AuditEventTable, 'notice_tries'>;

/** A deleted account, for a day: running requests must not write for it. */
export interface ForgottenAccountTable {
  account_digest: string;
  at: number;
}

/** One row per sign-in of an app that carries its token. Only the SHA-256 of the token is stored. */
export interface SignInTable {
  token_hash: string;
  account_id: string;
  stage: 'challenge' | 'enrolment' | 'full';
  expires_at: number;
  proved_at: number | null;
  proved_with: 'password' | 'second_factor' | null;
  /** What its owner recognises in a list of sign-ins. An app that shows no list stores none, nor the times of use. */
  device_name: string | null;
  created_at: number | null;
  last_used_at: number | null;
}

/** The deadlines of an account that has to turn 2FA on. */
export interface EnrolmentTable {
  account_id: string;
  grace_began_at: number | null;
  extended_until: number | null;
  /** The deadline of the last reminder, and how many days before it that was. */
  reminded_deadline: number | null;
  reminded_days: number | null;
}

export interface TwoFactorTables {
  second_factors: SecondFactorTable;
  audit_events: AuditEventTable;
  forgotten_accounts: ForgottenAccountTable;
  sign_ins: SignInTable;
  webhook_endpoints: WebhookEndpointTable;
  webhook_deliveries: WebhookDeliveryTable;
  enrolments: EnrolmentTable;
}
