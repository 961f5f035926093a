import { Router, type RequestHandler } from 'express';
import * as z from 'zod';
import { jsonBody } from '../../adapters/express/json-body.js';
import { methodNotAllowed, noStore, sendProblem } from '../../adapters/express/problem-details.js';
import { sendJson } from '../../adapters/express/send-json.js';
import type { ProblemFields } from '../../adapters/http/problem.js';
import { TwoFactorError } from '../../core/errors.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import { readFields } from '../account/read-fields.js';
import type { HostParts } from '../account/session-host.js';
import { LastAdministrator, type Administration } from '../administration/administration.js';
import { CommandRefused } from '../administration/command-refused.js';
import { findAdministrator, requireAdministrator, type Administrators } from './administrators.js';
import type { AccountDirectory } from './directory.js';

export interface AdministrationRoutesOptions extends HostParts {
  administrators: Administrators;
  twoFactor: Pick<TwoFactor, 'isEnabled' | 'requireRecentProof'>;
  directory: AccountDirectory;
  administration: Pick<Administration, 'reset'>;
  sameOrigin: RequestHandler;
  limit: RequestHandler;
}

/** A reset lets somebody in by the password alone: the proof of the administrator is of the last minute. */
const beforeReset = { maxAge: 60 };

// PostgreSQL cannot store NUL in a text.
const plain = /^\P{Cc}*$/u;
const query = z.object({
  state: z.enum(['on', 'off']).optional(),
  search: z.string().max(254).regex(plain).optional(),
  after: z.uuid().optional(),
});
const reset = z.object({
  account: z.uuid(),
  // One line, as the mail to the owner shows it.
  reason: z
    .string()
    .transform((text) => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim())
    .pipe(z.string().min(1).max(500)),
});

const refusals = {
  own_account: { status: 409, title: 'Administrators do not reset their own account' },
  account_unknown: { status: 404, title: 'There is no such account' },
  last_administrator: { status: 409, title: 'No other administrator has 2FA' },
  administrator_without_2fa: { status: 403, title: 'Turn on 2FA for your own account first' },
} satisfies Record<string, Omit<ProblemFields, 'code'>>;

/** What the administrators of ADMINISTRATORS do in the browser. For everybody else there are no such routes. */
export function administrationRoutes(options: AdministrationRoutesOptions): Router {
  const { administrators, twoFactor, directory, administration, sameOrigin, limit } = options;
  const router = Router({ strict: true, caseSensitive: true });
  // Before anything else: another origin, many requests, a body and a method are refused in words that would tell that there is a route.
  const administratorsOnly: RequestHandler = async (req, _res, next) =>
    next((await findAdministrator(req, options, administrators)) === null ? 'router' : undefined);

  router
    .route('/administration/report')
    .all(administratorsOnly, noStore)
    .get(limit, async (req, res) => {
      const { accountId } = await requireAdministrator(req, options, administrators);
      const asked = query.safeParse(req.query);
      const page = asked.success ? await directory.page(asked.data) : null;
      if (page === null) throw new TwoFactorError('request_invalid');
      sendJson(res, 200, { ...page, own: accountId });
    })
    .all(methodNotAllowed('GET', 'HEAD'));

  router
    .route('/administration/resets')
    .all(administratorsOnly, noStore)
    .post(sameOrigin, limit, jsonBody, async (req, res) => {
      // Again: the session may have ended while the body came.
      const session = await requireAdministrator(req, options, administrators);
      const { account, reason } = readFields(req, reset);
      if (account === session.accountId) return refuse('own_account');
      // While it is off a password is a proof, and a stolen one must not open other accounts, too.
      if (!(await twoFactor.isEnabled(session.accountId))) return refuse('administrator_without_2fa');
      await twoFactor.requireRecentProof(session, beforeReset);
      const person = await directory.find(account);
      if (person === null) return refuse('account_unknown');
      if (person.twoFactor === 'off') throw new TwoFactorError('not_enabled');
      // The id and not the address: it tells nothing any more once the account of the administrator is deleted.
      const by = { operator: session.accountId, reason };
      try {
        await administration.reset({ id: account, email: person.address }, by, { keepAdministrator: true });
      } catch (error) {
        if (error instanceof LastAdministrator) return refuse('last_administrator');
        // Somebody else was faster.
        throw error instanceof CommandRefused ? new TwoFactorError('not_enabled') : error;
      }
      sendJson(res, 200, await directory.find(account));

      function refuse(code: keyof typeof refusals): void {
        sendProblem(res, { ...refusals[code], code });
      }
    })
    .all(methodNotAllowed('POST'));
  return router;
}
