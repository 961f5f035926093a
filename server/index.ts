/**
 * `harmony-2fa/server`: the use cases, the stores and the key ring, without a framework. `harmony-2fa/express`, `harmony-2fa/fetch` and
 * `harmony-2fa/node` mount them. The app keeps its own accounts and sessions, and connects them by a `TwoFactorHost`.
 */
export { createTwoFactor } from './core/two-factor/create-two-factor.js';
export type { TwoFactorOptions } from './core/two-factor/read-options.js';
export type { DueChallenge, FreshProof, TwoFactor } from './core/two-factor/two-factor.js';
export type { Caller, EnrolmentCaller, FullCaller, HalfCaller } from './core/two-factor/caller.js';
export type { FactorChange, TwoFactorHost } from './adapters/http/host.js';
export { createSignIn, type SignIn } from './adapters/http/sign-in.js';
export type { SignInOptions } from './adapters/http/sign-in-options.js';
export type {
  CheckedFactor,
  FirstFactor,
  IdentityClaims,
  Remembered,
  TrustedDevice,
} from './adapters/http/first-factor.js';
export type { SessionCarrier } from './adapters/http/session-carrier.js';
export type { ListedSignIn, SignedIn, SignInStore } from './core/sign-in/sign-in-store.js';
export type { Policy, Requirement } from './core/policy/requirement.js';
export {
  createEnrolmentPolicy,
  mostGraceDays,
  type EnrolmentPolicyOptions,
  type EnrolmentRule,
} from './core/policy/enrolment-policy.js';
export { createReminders, reminderDays, type Reminders, type RemindersOptions } from './core/policy/reminders.js';
export { hasEnrolledAdministrator } from './core/policy/administrators.js';
export type { EnrolmentStore, EnrolmentTerms } from './core/policy/enrolment-store.js';
export type { Tolerance } from './core/two-factor/totp.js';
export type { RecentProofOptions, SessionProof } from './core/two-factor/rules.js';
export type { RecentProofGuard } from './adapters/http/recent-proof-guard.js';
export type { SessionRequester, SetupRequester } from './core/two-factor/factor-changes.js';
export type { Accepted } from './core/two-factor/attempts.js';
export type { RecoveryCode, RunningRecovery } from './core/two-factor/recoveries.js';
export type {
  ActiveFactor,
  Authenticator,
  Authenticators,
  PendingBackupCodes,
  PendingSetup,
  Recovery,
  SecondFactor,
  SpentStep,
  TwoFactorStore,
} from './core/two-factor/store.js';
export type {
  ImportedAuthenticator,
  ImportedFactor,
  ImportOptions,
  ImportOutcome,
} from './core/two-factor/import-factor.js';
export { readImportRow, type ImportRow } from './core/import/read-row.js';
export { ImportError } from './core/import/read-secret.js';
export { exportRows, type ExportedAuthenticator, type ExportRow } from './core/import/export-rows.js';
export { createTwoFactorStore, emptyFactor } from './core/two-factor/store-over-rows.js';
export type { FactorState, SecondFactorRows } from './core/two-factor/rows.js';
export type { SlowHash } from './core/crypto/slow-hash.js';
export { limits, type Budget, type DayCount, type RightCodes } from './core/two-factor/attempt-policy.js';
export { NoStoreError } from './adapters/store/has-table.js';
export { openStore, type OpenStore, type OpenStoreOptions } from './adapters/store/open-store.js';
export type { StoreMigration } from './adapters/store/migrate.js';
export {
  KeyRingError,
  parseKeyRing,
  unwrapKeyRing,
  type KeyRing,
  type SealContext,
  type UnwrapKey,
} from './core/crypto/key-ring.js';
export {
  voidAfterRestore,
  type Restoration,
  type RestoredOptions,
  type RestoredParts,
} from './core/two-factor/after-restore.js';
export { rotateKeys, type Rotation } from './core/two-factor/rotate-keys.js';
export type { AuditLog, EntryRange, PurgeOptions } from './core/audit/audit-log.js';
export type {
  Requester,
  AuditEntry,
  AuditEvent,
  AuditEventName,
  ClientInfo,
  /** @deprecated The former name of `ClientInfo`. */
  ClientInfo as Visit,
} from './core/audit/events.js';
export {
  createNotifier,
  type Notifier,
  type NotifierOptions,
  type RecoveryNotices,
} from './adapters/notice/notifier.js';
export type { ClaimedNotice, NoticeQueue } from './core/notice/notice-queue.js';
export { composeNotice, type Notice, type RecoveryNotice } from './core/notice/notices.js';
export { createWebhooks, type Webhooks, type WebhooksOptions } from './adapters/webhook/webhooks.js';
export type { WebhookEndpoint } from './adapters/webhook/endpoint.js';
export type { WebhookOutcome } from './adapters/webhook/lane.js';
export type { ClaimedDelivery, EndpointState, Subscription, WebhookQueue } from './core/webhook/webhook-queue.js';
export { composeEvent, type WebhookEvent } from './core/webhook/webhook-event.js';
export type { CaepClaims } from './core/webhook/caep.js';
export { TwoFactorError } from './core/errors.js';
export { createLog } from './adapters/log/json-log.js';
export type { Log } from './core/log.js';
