import { Router, type Request, type RequestHandler, type Response } from 'express';
import * as z from 'zod';
import type { AuditLog } from '../../core/audit/audit-log.js';
import { eventsOf, type Requester } from '../../core/audit/events.js';
import { TwoFactorError } from '../../core/errors.js';
import { jsonBody } from '../../adapters/express/json-body.js';
import { methodNotAllowed, noStore, sendProblem } from '../../adapters/express/problem-details.js';
import { sendJson } from '../../adapters/express/send-json.js';
import { clientOf } from '../../adapters/express/client-info.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { PasswordFailures } from './password-failures.js';
import { readFields } from './read-fields.js';
import { requireFullSession, type HostParts } from './session-host.js';
import type { TrustedDevices } from './trusted-devices.js';
import type { WorkspaceStore } from './workspaces.js';

export interface AccountRoutesOptions extends HostParts {
  twoFactor: TwoFactor;
  passwordFailures: PasswordFailures;
  audit: AuditLog;
  workspaces: WorkspaceStore;
  /** The addresses of ADMINISTRATORS. */
  administrators: ReadonlySet<string>;
  /** Null when trusted devices are turned off. */
  trustedDevices: TrustedDevices | null;
  sameOrigin: RequestHandler;
  /** Separate limits by network for sign-in and for new accounts, so that neither uses up the other. */
  signInLimit: RequestHandler;
  accountLimit: RequestHandler;
}

const password = z.string().max(1024);
const newAccount = z.object({ email: z.email().max(254), password: password.min(8) });
// PostgreSQL cannot store NUL in a text. Without this check such an address would cause a fault of the database.
const credentials = z.object({
  email: z
    .string()
    .max(254)
    .regex(/^[^\0]*$/),
  password,
});

/**
 * What the browser forgets at sign-out: stored answers, and pages that its Back button would show again. Not "cookies", since a trusted
 * device outlives a sign-out, and the cookies of sibling hosts would go, too. Not "storage": other pages share the origin, and the
 * demo's phone keeps its authenticator there; no page of an account stores anything.
 */
const clearedAtSignOut = '"cache"';

/** To delete a workspace asks for a proof of the last minute: nobody gets the workspace back. */
const beforeDeletion = { maxAge: 60 };

/** The reference host's own routes, to be mounted at `/api`. They treat a session that is not full as not signed in. */
export function accountRoutes(options: AccountRoutesOptions): Router {
  const { accounts, sessions, workspaces, cookie, clock, twoFactor, passwordFailures, audit, trustedDevices } = options;
  const { administrators, sameOrigin, signInLimit, accountLimit } = options;
  const router = Router({ strict: true, caseSensitive: true });

  router
    .route('/accounts')
    .all(noStore)
    .post(sameOrigin, accountLimit, jsonBody, async (req, res) => {
      const { email, password } = readFields(req, newAccount);
      // Nobody checks here that an address is somebody's own: the first to ask for it would be an administrator.
      const account = await accounts.create(email, password, clock(), clientOf(req), administrators);
      if (account) sendJson(res, 201, { email: account.email });
      else sendProblem(res, { status: 409, code: 'account_exists', title: 'This address has an account' });
    })
    .all(methodNotAllowed('POST'));

  router
    .route('/session')
    .all(noStore)
    .get(async (req, res) => {
      const { accountId, email } = await requireFullSession(req, options);
      const administrator = administrators.has(email);
      sendJson(res, 200, {
        email,
        workspaces: await workspaces.list(accountId),
        ...(administrator && { administrator }),
      });
    })
    .post(sameOrigin, signInLimit, jsonBody, async (req, res) => {
      const { email, password } = readFields(req, credentials);
      const client = clientOf(req);
      const { accountId, right, passwordHash } = await accounts.authenticate(email, password, client);
      const signedIn = accountId !== null && right ? await signIn(req, res, { accountId, client }, passwordHash) : null;
      if (signedIn === null) {
        await passwordFailures.record(accountId, client, clock());
        sendProblem(res, { status: 401, code: 'credentials_invalid', title: 'Email or password is not right' });
        return;
      }
      cookie.write(res, signedIn.id);
      sendJson(res, 200, { next: signedIn.next });
    })
    .delete(sameOrigin, jsonBody, async (req, res) => {
      const id = cookie.read(req);
      if (id !== null) await sessions.end(id);
      cookie.clear(res);
      res.set('Clear-Site-Data', clearedAtSignOut).status(204).end();
    })
    .all(methodNotAllowed('GET', 'HEAD', 'POST', 'DELETE'));

  router
    .route('/workspaces/:slug')
    .all(noStore)
    .get(async (req, res) => {
      const { accountId } = await requireFullSession(req, options);
      const workspace = await workspaces.find(accountId, req.params['slug']);
      if (!workspace) throw new TwoFactorError('not_found');
      sendJson(res, 200, workspace);
    })
    .delete(sameOrigin, jsonBody, async (req, res) => {
      const { accountId, proof } = await requireFullSession(req, options);
      await twoFactor.requireRecentProof({ accountId, proof }, beforeDeletion);
      const outcome = await workspaces.delete(accountId, req.params['slug']);
      if (outcome === 'not_found') throw new TwoFactorError('not_found');
      if (outcome === 'deleted') res.status(204).end();
      else sendProblem(res, { status: 409, code: 'workspaces_too_few', title: 'An account keeps two workspaces' });
    })
    .all(methodNotAllowed('GET', 'HEAD', 'DELETE'));

  return router;

  /**
   * Begins the session half signed-in and makes it full only if no second factor is due. So if a factor is turned on at the same
   * time, either this code sees it, or the change ends this session before it is full. The same holds for an enrolment, and for a
   * new password.
   *
   * @returns null when the password is not the account's any more
   */
  async function signIn(
    req: Request,
    res: Response,
    requester: Requester,
    passwordHash: string | null,
  ): Promise<{ id: string; next: 'done' | 'challenge' | 'enrolment' } | null> {
    const now = clock();
    const former = cookie.read(req);
    if (former !== null) await sessions.end(former);
    const half = await sessions.begin(requester, now, eventsOf(requester, now, 'password_ok'));
    if ((await accounts.passwordHashOf(requester.accountId)) !== passwordHash) {
      await sessions.end(half);
      return null;
    }
    const stage = await twoFactor.nextStage(requester.accountId);
    if (stage === 'enrolment') {
      if (!(await sessions.enrol(half, now))) throw new TwoFactorError('unavailable', { retryAfter: 1 });
      await audit.append(eventsOf(requester, now, 'enrolment_begun'));
      return { id: half, next: 'enrolment' };
    }
    const due = stage === 'challenge';
    if (due && !(await trustedDevices?.admit(req, res, requester, half))) {
      await audit.append(eventsOf(requester, now, 'challenge_issued'));
      return { id: half, next: 'challenge' };
    }
    const full = await sessions.promote(half, { method: 'password', at: now }, now);
    if (full === null) throw new TwoFactorError('unavailable', { retryAfter: 1 });
    return { id: full, next: 'done' };
  }
}
