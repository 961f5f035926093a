/**
 * What an Express app needs to offer the contract itself: `harmony-2fa/server`. Accounts and sessions stay the app's own;
 * it tells the router about them through a `TwoFactorHost`.
 */
export {
  createTwoFactor,
  type DueChallenge,
  type FreshProof,
  type TwoFactor,
  type TwoFactorOptions,
} from './two-factor/service.js';
export { twoFactorRouter, type TwoFactorRouterOptions } from './two-factor/router.js';
export type { Caller, FullCaller, HalfCaller, TwoFactorHost } from './two-factor/host.js';
export type { Tolerance } from './two-factor/totp.js';
export type { SessionProof } from './two-factor/rules.js';
export type { Holder } from './two-factor/enrolment.js';
export type { Accepted } from './two-factor/attempts.js';
export type {
  ActiveFactor,
  PendingBackupCodes,
  PendingSetup,
  SecondFactor,
  TwoFactorStore,
} from './two-factor/store.js';
export { limits, type Budget, type DayCount } from './two-factor/attempt-policy.js';
export { openStore, type OpenStore } from './store/open-store.js';
export { KeyRingError, parseKeyRing, type KeyRing, type SealContext } from './crypto/key-ring.js';
export type { AuditLog } from './audit/audit-log.js';
export type { Asker, AuditEvent, AuditEventName, Visit } from './audit/events.js';
export { createNotifier, type Notifier, type NotifierOptions } from './notice/notifier.js';
export type { ClaimedNotice, NoticeQueue } from './notice/notice-queue.js';
export { composeNotice, type Notice } from './notice/notices.js';
export { createExpressServer } from './http/express-server.js';
export { networkLimit } from './http/network-limit.js';
export { TwoFactorError } from './errors.js';
export { createLog, type Log } from './log.js';
