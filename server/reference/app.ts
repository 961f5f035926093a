import express, { type Express, type Request, type Response } from 'express';
import { networkLimit } from '../adapters/express/network-limit.js';
import { networkTurns } from '../adapters/express/network-turns.js';
import { noStore, notFound, problemDetails } from '../adapters/express/problem-details.js';
import { requestLog } from '../adapters/express/request-log.js';
import { twoFactorRouter } from '../adapters/express/router.js';
import { sameOrigin } from '../adapters/express/same-origin.js';
import { securityHeaders } from '../adapters/express/security-headers.js';
import { sendJson } from '../adapters/express/send-json.js';
import { giveUpNoticeAfterMs } from '../adapters/notice/notifier.js';
import { purgeTimes } from '../adapters/store/purge-time.js';
import { TwoFactorError } from '../core/errors.js';
import type { TwoFactor } from '../core/two-factor/two-factor.js';
import type { AccountStore } from './account/account-store.js';
import { passwordRoutes } from './account/password-routes.js';
import { recoveryRoutes } from './account/recovery-routes.js';
import { accountRoutes } from './account/routes.js';
import { createSessionHost } from './account/session-host.js';
import type { SessionStore } from './account/session-store.js';
import type { WorkspaceStore } from './account/workspaces.js';
import { createStoreAdministration } from './administration/administration.js';
import { findAdministrator } from './admin-page/administrators.js';
import { createDirectory } from './admin-page/directory.js';
import { administrationRoutes } from './admin-page/routes.js';
import type { Config } from './config.js';
import { administratorsOnly, fullSessionOnly } from './page-guards.js';
import { notFoundPage, pages } from './pages.js';
import { createServices, type ServiceParts } from './services.js';

export interface AppParts extends ServiceParts {
  config: ServiceParts['config'] & Pick<Config, 'networkLimit' | 'trustProxy' | 'administrators' | 'auditDays'>;
  /** The directory of the built demo pages. If it does not exist, the app serves the API only. */
  pagesDirectory: string;
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
  /**
   * Reminds the accounts whose time to turn 2FA on ends soon. Each gets each reminder once.
   *
   * @param signal ends it after the account that is being reminded
   */
  remind(signal?: AbortSignal): Promise<void>;
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
export async function createApp(parts: AppParts): Promise<App> {
  const { config, store, log, pagesDirectory, metrics, openApi } = parts;
  const services = await createServices(parts);
  const { announce, audit, accounts, sessions, workspaces, devices, twoFactor, host } = services;
  const { passwordFailures, trustedDevices, notifier, webhooks } = services;
  const { keys, issuer, origins } = config;
  const { clock } = host;
  const checkLimit = networkLimit(config.networkLimit);

  const app = express();
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.set('trust proxy', config.trustProxy);
  if (metrics) app.use(metrics.middleware);
  app.use(requestLog(log), securityHeaders(config.secure));

  // Behind an untrusted proxy all clients share one address. An operator then turns the limit off, so turn the queues off too.
  const takesTurns = config.networkLimit > 0;
  // The probes have turns of their own: a prober never waits behind the users of its network, and a flood of probes waits behind itself.
  const beforeProbe = takesTurns ? [networkTurns(), noStore] : [noStore];
  app.get('/healthz', beforeProbe, (_req: Request, res: Response) => sendJson(res, 200, { status: 'ok' }));
  let draining = false;
  let pinging: Promise<void> | null = null;
  // Each ping is a write, so calls at the same time share one. Its result is not kept: the next call asks the store again.
  const ping = (): Promise<void> => (pinging ??= store.ping().finally(() => (pinging = null)));
  app.get('/readyz', beforeProbe, async (_req: Request, res: Response) => {
    if (draining) throw new TwoFactorError('unavailable', { retryAfter: 1 });
    await ping();
    sendJson(res, 200, { status: 'ok' });
  });
  if (takesTurns) app.use(networkTurns());
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
        directory: createDirectory({ db: services.db, store, keys, clock, rule: services.rule }),
        administration: createStoreAdministration(store, announce, {
          twoFactor,
          accounts,
          sessions,
          devices,
          keys,
          administrators,
          clock,
          log,
        }),
        sameOrigin: sameOrigin(origins),
        // Its own: a search must not use up the sign-ins of the same network.
        limit: networkLimit(config.networkLimit),
      }),
    );
  }
  app.use(
    '/api',
    passwordRoutes({
      ...host,
      twoFactor,
      changePassword: services.changePassword,
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
      const { until, from } = await purgeTimes(now, () => store.time());
      // Each to its end, also when another one fails: a purge that is over has no work left behind.
      const outcomes = await Promise.allSettled([
        sessions.purge(until, signal, from),
        devices.purge(until, signal, from),
        store.audit.purge(now, { days: config.auditDays, signal }),
      ]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      // If a mailer is configured later, it must not send notices of old events.
      if (!notifier) await store.notices.discard(new Date(until.getTime() - giveUpNoticeAfterMs), signal);
    },
    remind: async (signal) => services.reminders?.remindAll(signal),
    sendNotices: () => notifier?.wake(),
    noticesSettled: async () => notifier?.settled(),
    stopNotices: async (timeoutMs) => notifier?.stop(timeoutMs),
    sendWebhooks: () => webhooks?.wake(),
    webhooksSettled: async () => webhooks?.settled(),
    stopWebhooks: async (timeoutMs) => webhooks?.stop(timeoutMs),
  };
}
