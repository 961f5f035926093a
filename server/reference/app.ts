import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Kysely } from 'kysely';
import { announcing, createAnnouncer, type AuditListener } from '../core/audit/announcer.js';
import { createAccountStore, type AccountStore } from './account/account-store.js';
import { recoveryNotices } from './account/recovery-notices.js';
import { recoveryRoutes } from './account/recovery-routes.js';
import { accountRoutes } from './account/routes.js';
import { createCookie } from './account/request-cookie.js';
import { createDeviceStore } from './account/device-store.js';
import { createPasswordChange } from './account/password-change.js';
import { createPasswordFailures } from './account/password-failures.js';
import { passwordRoutes } from './account/password-routes.js';
import { readRule } from './account/enforcement.js';
import { createEnrolmentReminders } from './account/enrolment-reminders.js';
import { createSessionHost, findSession, type HostParts } from './account/session-host.js';
import { createSessionStore, type SessionStore } from './account/session-store.js';
import { tenantIssuer } from './account/tenant-issuer.js';
import { createTrustedDevices } from './account/trusted-devices.js';
import { hostMigrations } from './account/host-migrations.js';
import type { HostOnlyTables, HostTables } from './account/tables.js';
import { createWorkspaceStore, type WorkspaceStore } from './account/workspaces.js';
import { findAdministrator } from './administration/administrators.js';
import { createPeople } from './administration/people.js';
import { administrationRoutes } from './administration/routes.js';
import { createAdministration } from './admin/administration.js';
import type { Config } from './config.js';
import { createArgon2, type Argon2 } from '../core/crypto/argon2.js';
import { TwoFactorError } from '../core/errors.js';
import { networkLimit } from '../adapters/express/network-limit.js';
import { networkTurns } from '../adapters/express/network-turns.js';
import { noStore, notFound, problemDetails } from '../adapters/express/problem-details.js';
import { requestLog } from '../adapters/express/request-log.js';
import { sameOrigin } from '../adapters/express/same-origin.js';
import { sendJson } from '../adapters/express/send-json.js';
import { securityHeaders } from '../adapters/express/security-headers.js';
import type { Log } from '../core/log.js';
import { createEnrolmentPolicy, type EnrolmentPolicyOptions } from '../core/policy/enrolment-policy.js';
import { notFoundPage, pages } from './pages.js';
import type { Metrics } from '../adapters/metrics/metrics.js';
import type { Mailer } from '../adapters/notice/mailer.js';
import { createNotifier, giveUpAfterMs } from '../adapters/notice/notifier.js';
import type { OpenStore } from '../adapters/store/open-store.js';
import { createWebhooks } from '../adapters/webhook/webhooks.js';
import { twoFactorRouter } from '../adapters/express/router.js';
import { announceEvents } from '../core/two-factor/announce-events.js';
import { createTwoFactor } from '../core/two-factor/create-two-factor.js';
import type { TwoFactor } from '../core/two-factor/two-factor.js';

export interface AppParts {
  config: Pick<
    Config,
    | 'origins'
    | 'secure'
    | 'keys'
    | 'issuer'
    | 'issuerByDomain'
    | 'networkLimit'
    | 'trustProxy'
    | 'trustedDeviceDays'
    | 'webhooks'
    | 'requireTwoFactor'
    | 'recoveryDelayHours'
    | 'administrators'
    | 'auditDays'
  >;
  store: OpenStore;
  log: Log;
  /** The directory of the built demo pages. If it does not exist, the app serves the API only. */
  pagesDirectory: string;
  /** The clock of the whole app; tests set it. */
  clock?: () => Date;
  /** Sends notices to owners; without a mailer none are sent. */
  mailer?: Pick<Mailer, 'send'> | undefined;
  /** Counts requests and audit entries. */
  metrics?: Metrics | undefined;
  argon2?: Argon2 | undefined;
  /** A rule for each account, in place of that of REQUIRE_2FA. */
  ruleFor?: EnrolmentPolicyOptions['ruleFor'] | undefined;
  /** The contract as OpenAPI, for everybody, at `/api/2fa/openapi.json`. Without it that path is no operation. */
  openApi?: object | undefined;
}

export interface App {
  app: Express;
  accounts: AccountStore;
  sessions: SessionStore;
  workspaces: WorkspaceStore;
  twoFactor: TwoFactor;
  /** Makes `/readyz` fail, so that the load balancer sends no new requests. The server still answers. */
  drain(): void;
  /**
   * Deletes expired sessions, expired devices and old audit entries, in small batches. A long backlog takes hours.
   *
   * @param signal ends it after the batch that is running
   */
  purge(now: Date, signal?: AbortSignal): Promise<void>;
  /** Reminds the accounts whose time to turn 2FA on ends soon. Each gets each reminder once. */
  remind(): Promise<void>;
  /** Sends due notices: retries, and those of crashed processes. */
  sendNotices(): void;
  /** Resolves once no notice is due and none is being sent. */
  noticesSettled(): Promise<void>;
  /** Waits for the notices that are being sent, up to the timeout. The others stay in the database. */
  stopNotices(timeoutMs: number): Promise<void>;
  /** Sends due webhooks: retries, and those of other processes. */
  sendWebhooks(): void;
  /** Resolves once no webhook is due and none is being sent. */
  webhooksSettled(): Promise<void>;
  /** Waits for the webhooks that are being sent, up to the timeout. The others stay in the database. */
  stopWebhooks(timeoutMs: number): Promise<void>;
}

/** The reference server: the two-factor router in a small host with accounts, sessions and pages. */
export async function createApp({
  config,
  store,
  log,
  pagesDirectory,
  clock = () => new Date(),
  mailer,
  metrics,
  argon2 = createArgon2(),
  ruleFor: givenRule,
  openApi,
}: AppParts): Promise<App> {
  const db: Kysely<HostTables> = store.db.withTables<HostOnlyTables>();
  await store.migrate('host_migrations', hostMigrations);
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
  const checkLimit = networkLimit(config.networkLimit);

  const app = express();
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.set('trust proxy', config.trustProxy);
  if (metrics) app.use(metrics.middleware);
  app.use(requestLog(log), securityHeaders(config.secure));

  app.get('/healthz', noStore, (_req, res) => sendJson(res, 200, { status: 'ok' }));
  let draining = false;
  app.get('/readyz', noStore, async (_req, res) => {
    if (draining) throw new TwoFactorError('unavailable', { retryAfter: 1 });
    await store.ping();
    sendJson(res, 200, { status: 'ok' });
  });
  // Behind a proxy that is not trusted all people have one network. An operator turns the limit off for that reason, and so the turns.
  if (config.networkLimit > 0) app.use(networkTurns());
  const sessionHost = createSessionHost({ ...host, trustedDevices });
  if (openApi) app.get('/api/2fa/openapi.json', noStore, (_req, res) => sendJson(res, 200, openApi));
  app.use('/api/2fa', twoFactorRouter(twoFactor, { host: sessionHost, origins, limiter: checkLimit, log }));
  app.use('/api', recoveryRoutes({ twoFactor, sameOrigin: sameOrigin(origins), limit: checkLimit }));
  const administrators = new Set(config.administrators);
  if (administrators.size > 0) {
    app.use(
      '/api',
      administrationRoutes({
        ...host,
        administrators,
        twoFactor,
        people: createPeople({ db, store, keys, clock, rule }),
        administration: createAdministration({
          secondFactors: announceEvents(store.secondFactors, announce),
          twoFactor,
          audit,
          accounts,
          sessions,
          devices,
          enrolments: store.enrolments,
          keys,
          clock,
          log,
        }),
        sameOrigin: sameOrigin(origins),
        // Its own: a search must not use up the sign-ins of the same network.
        limit: networkLimit(config.networkLimit),
      }),
    );
  }
  const passwordFailures = createPasswordFailures(db, announce, log);
  app.use(
    '/api',
    passwordRoutes({
      ...host,
      twoFactor,
      changePassword: createPasswordChange({ db, argon2, sessions, announce }),
      passwordFailures,
      trustedDevices,
      product: issuer,
      sameOrigin: sameOrigin(origins),
      limit: checkLimit,
      log,
    }),
  );
  app.use(
    '/api',
    accountRoutes({
      ...host,
      twoFactor,
      passwordFailures,
      audit,
      workspaces,
      administrators,
      trustedDevices,
      sameOrigin: sameOrigin(origins),
      signInLimit: checkLimit,
      accountLimit: networkLimit(config.networkLimit),
    }),
    // Also here: only inside this mount does the request have the full route that the metrics need.
    problemDetails(log),
  );
  const guards = {
    preferences: fullSessionOnly(host),
    administration: administratorsOnly((req) => findAdministrator(req, host, administrators)),
  };
  app.use(pages(pagesDirectory, guards), notFoundPage(pagesDirectory));
  app.use(notFound);
  app.use(problemDetails(log));
  return {
    app,
    accounts,
    sessions,
    workspaces,
    twoFactor,
    drain: () => void (draining = true),
    async purge(now, signal) {
      // Each to its end, also when another one fails: a purge that is over has no work left behind.
      const outcomes = await Promise.allSettled([
        sessions.purge(now, signal),
        devices.purge(now, signal),
        store.audit.purge(now, { days: config.auditDays, signal }),
      ]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      // If a mailer is configured later, it must not send notices of old events.
      if (!notifier) await store.notices.discard(new Date(now.getTime() - giveUpAfterMs));
    },
    remind: async () => reminders?.remindAll(),
    sendNotices: () => notifier?.wake(),
    noticesSettled: async () => notifier?.settled(),
    stopNotices: async (timeoutMs) => notifier?.stop(timeoutMs),
    sendWebhooks: () => webhooks?.wake(),
    webhooksSettled: async () => webhooks?.settled(),
    stopWebhooks: async (timeoutMs) => webhooks?.stop(timeoutMs),
  };
}

/** For pages: redirects a person without a full session to the sign-in page. */
function fullSessionOnly(host: HostParts): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new TwoFactorError('not_found');
    const session = await findSession(req, host);
    if (session?.stage === 'full') return next();
    res.set('Cache-Control', 'no-store').redirect(302, '/sign-in');
  };
}

/** For pages: everybody but an administrator gets what a path without a page gets. */
function administratorsOnly(find: (req: Request) => Promise<unknown>): RequestHandler {
  return async (req, _res, next) => next((await find(req)) === null ? 'router' : undefined);
}
