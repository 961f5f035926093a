import type { Kysely } from 'kysely';
import { createNotifier, type Notifier } from '../adapters/notice/notifier.js';
import type { Mailer } from '../adapters/notice/mailer.js';
import type { Metrics } from '../adapters/metrics/metrics.js';
import type { OpenStore } from '../adapters/store/open-store.js';
import { createWebhooks, type Webhooks } from '../adapters/webhook/webhooks.js';
import { announcing, createAnnouncer, type Announce, type AuditListener } from '../core/audit/announcer.js';
import type { AuditLog } from '../core/audit/audit-log.js';
import { createArgon2, type Argon2 } from '../core/crypto/argon2.js';
import type { Log } from '../core/log.js';
import {
  createEnrolmentPolicy,
  type EnrolmentPolicyOptions,
  type EnrolmentRule,
} from '../core/policy/enrolment-policy.js';
import { createTwoFactor } from '../core/two-factor/create-two-factor.js';
import type { TwoFactor } from '../core/two-factor/two-factor.js';
import { createAccountStore, type AccountStore } from './account/account-store.js';
import { createDeviceStore, type DeviceStore } from './account/device-store.js';
import { readRule } from './account/require-2fa-rule.js';
import { createEnrolmentReminders, type EnrolmentReminders } from './account/enrolment-reminders.js';
import { hostMigrations, hostRecord } from './account/host-migrations.js';
import { createPasswordChange, type ChangePassword } from './account/password-change.js';
import { createPasswordFailures, type PasswordFailures } from './account/password-failures.js';
import { recoveryNotices } from './account/recovery-notices.js';
import { createCookie } from './account/request-cookie.js';
import type { HostParts } from './account/session-host.js';
import { createSessionStore, type SessionStore } from './account/session-store.js';
import type { HostOnlyTables, HostTables } from './account/tables.js';
import { tenantIssuer } from './account/tenant-issuer.js';
import { createTrustedDevices, type TrustedDevices } from './account/trusted-devices.js';
import { createWorkspaceStore, type WorkspaceStore } from './account/workspaces.js';
import type { Config } from './config.js';

export interface ServiceParts {
  config: Pick<
    Config,
    | 'origins'
    | 'secure'
    | 'keys'
    | 'issuer'
    | 'issuerByDomain'
    | 'trustedDeviceDays'
    | 'webhooks'
    | 'requireTwoFactor'
    | 'recoveryDelayHours'
  >;
  store: OpenStore;
  log: Log;
  /** The clock of the whole app; tests set it. */
  clock?: () => Date;
  /** Sends notices to owners; without a mailer none are sent. */
  mailer?: Pick<Mailer, 'send'> | undefined;
  /** Counts requests and audit entries. */
  metrics?: Metrics | undefined;
  argon2?: Argon2 | undefined;
  /** A rule for each account, in place of that of REQUIRE_2FA. */
  ruleFor?: EnrolmentPolicyOptions['ruleFor'] | undefined;
}

/** All that the routes share. It knows no route. */
export interface Services {
  db: Kysely<HostTables>;
  announce: Announce;
  audit: AuditLog;
  accounts: AccountStore;
  sessions: SessionStore;
  workspaces: WorkspaceStore;
  devices: DeviceStore;
  twoFactor: TwoFactor;
  host: HostParts;
  /** That of REQUIRE_2FA. */
  rule: EnrolmentRule | null;
  passwordFailures: PasswordFailures;
  changePassword: ChangePassword;
  /** Null when trusted devices are turned off. */
  trustedDevices: TrustedDevices | null;
  /** Null without a rule. */
  reminders: EnrolmentReminders | null;
  /** Undefined without a mailer. */
  notifier: Notifier | undefined;
  /** Null without an endpoint. */
  webhooks: Webhooks | null;
}

/** Prepares the host's tables, and connects the stores with the use cases and with what is sent. */
export async function createServices({
  config,
  store,
  log,
  clock = () => new Date(),
  mailer,
  metrics,
  argon2 = createArgon2(),
  ruleFor: givenRule,
}: ServiceParts): Promise<Services> {
  const db: Kysely<HostTables> = store.db.withTables<HostOnlyTables>();
  await store.migrate(hostRecord, hostMigrations);
  const listeners: AuditListener[] = metrics ? [metrics.onEvent] : [];
  const announce = createAnnouncer(listeners, log);
  const audit = announcing(store.audit, announce);
  const accounts = await createAccountStore(db, argon2);
  const sessions = createSessionStore(db, announce);
  const workspaces = createWorkspaceStore(db);
  const rule = await readRule(db, config.requireTwoFactor, clock());
  const ruleFor = givenRule ?? (rule && (() => rule));
  const policy = ruleFor && createEnrolmentPolicy({ enrolments: store.enrolments, ruleFor, clock });
  const { keys, issuer, origins, recoveryDelayHours } = config;
  const notifier =
    mailer &&
    createNotifier({
      queue: store.notices,
      product: issuer,
      addressOf: (accountId) => accounts.addressOf(accountId),
      send: (address, notice) => mailer.send(address, notice),
      log,
      clock,
      announce,
      recovery: recoveryNotices(() => twoFactor, origins[0]),
    });
  if (notifier) listeners.push(notifier.onEvent);
  const { webhooks: endpoints } = config;
  const webhooks =
    endpoints.length > 0
      ? await createWebhooks({
          queue: store.webhooks,
          endpoints,
          log,
          clock,
          onOutcome: (outcome) => metrics?.onWebhook(outcome),
        })
      : null;
  if (webhooks) {
    listeners.push(webhooks.onEvent);
    metrics?.watchWebhooks(() => store.webhooks.states());
  }
  const twoFactor = createTwoFactor({
    store: store.secondFactors,
    keys,
    issuer: tenantIssuer({ accounts, ...config }),
    clock,
    hash: argon2.derive,
    log,
    ...(policy && { policy }),
    recoveryDelayHours,
    onEvent: (event) => announce([event]),
  });
  const host: HostParts = {
    accounts,
    sessions,
    cookie: createCookie('harmony_session', config.secure),
    clock,
    mustEnrol: (accountId) => twoFactor.mustEnrol(accountId),
  };
  const reminders =
    policy &&
    createEnrolmentReminders({ db, rule, twoFactor, policy, enrolments: store.enrolments, announce, log, clock });
  const days = config.trustedDeviceDays;
  const devices = createDeviceStore(db, days, announce);
  const deviceCookie = createCookie('harmony_device', config.secure, days * 24 * 60 * 60 * 1000);
  const trustedDevices =
    days === 0 ? null : createTrustedDevices({ days, devices, deviceCookie, accounts, twoFactor, clock });
  return {
    db,
    announce,
    audit,
    accounts,
    sessions,
    workspaces,
    devices,
    twoFactor,
    host,
    rule,
    passwordFailures: createPasswordFailures(db, announce, log),
    changePassword: createPasswordChange({ db, argon2, sessions, announce, log }),
    trustedDevices,
    reminders,
    notifier,
    webhooks,
  };
}
