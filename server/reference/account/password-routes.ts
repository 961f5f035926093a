import { Router, type RequestHandler } from 'express';
import * as z from 'zod';
import { clientOf } from '../../adapters/express/client-info.js';
import { jsonBody } from '../../adapters/express/json-body.js';
import { methodNotAllowed, noStore, sendProblem } from '../../adapters/express/problem-details.js';
import { TwoFactorError } from '../../core/errors.js';
import { describeError, type Log } from '../../core/log.js';
import type { SessionProof } from '../../core/two-factor/rules.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { ChangePassword } from './password-change.js';
import type { PasswordFailures } from './password-failures.js';
import { commonPasswords } from './password-list.js';
import { passwordProblem } from './password-problem.js';
import { faultOf } from './password-rules.js';
import { readFields } from './read-fields.js';
import { requireFullSession, type HostParts } from './session-host.js';
import type { TrustedDevices } from './trusted-devices.js';

export interface PasswordRoutesOptions extends HostParts {
  twoFactor: Pick<TwoFactor, 'isEnabled' | 'requireRecentProof' | 'firstFactorChanged'>;
  changePassword: ChangePassword;
  passwordFailures: PasswordFailures;
  /** Null when trusted devices are turned off. */
  trustedDevices: TrustedDevices | null;
  /** No password may be little more than this name. */
  product: string;
  sameOrigin: RequestHandler;
  limit: RequestHandler;
  log: Pick<Log, 'error'>;
}

const change = z.object({ oldPassword: z.string().max(1024), newPassword: z.string().max(1024) });

/**
 * The owner changes the password. While 2FA is on it needs a recent proof by a code and the old password; while it is off the old
 * password is the proof. A wrong one is recorded as at sign-in, and has no budget either: somebody who knows the old password must
 * not be able to keep the owner from a new one.
 */
export function passwordRoutes(options: PasswordRoutesOptions): Router {
  const { cookie, clock, twoFactor, changePassword, passwordFailures, trustedDevices, product, log } = options;
  const router = Router({ strict: true, caseSensitive: true });

  router
    .route('/password')
    .all(noStore)
    .post(options.sameOrigin, options.limit, jsonBody, async (req, res) => {
      const session = await requireFullSession(req, options);
      const { accountId, email } = session;
      const { oldPassword, newPassword } = readFields(req, change);
      // Before the proof: nobody types a code for a password that is refused anyway.
      const fault = faultOf(newPassword, { email, product }, await commonPasswords());
      if (fault !== null) return sendProblem(res, passwordProblem(fault));
      if (newPassword === oldPassword) return sendProblem(res, passwordProblem('password_unchanged'));
      const secondFactor = await twoFactor.isEnabled(accountId);
      if (secondFactor) await twoFactor.requireRecentProof(session);

      const now = clock();
      const requester = { accountId, client: clientOf(req) };
      const proof: SessionProof | null = secondFactor ? null : { method: 'password', at: now };
      const sessionId = cookie.read(req) ?? '';
      const outcome = await changePassword(requester, { sessionId, oldPassword, newPassword, proof }, now);
      if (outcome === 'ended') throw new TwoFactorError('not_signed_in');
      if (outcome === 'wrong') {
        await passwordFailures.record(accountId, requester.client, now);
        return sendProblem(res, passwordProblem('password_wrong'));
      }
      await resetFailureCount({ accountId, proof: proof ?? session.proof });
      cookie.write(res, outcome.sessionId);
      trustedDevices?.clear(req, res);
      res.status(204).end();
    })
    .all(methodNotAllowed('POST'));
  return router;

  /** The password has changed already, so the answer must not be a refusal any more. */
  async function resetFailureCount(requester: { accountId: string; proof: SessionProof | null }): Promise<void> {
    try {
      await twoFactor.firstFactorChanged(requester);
    } catch (error) {
      log.error(describeError(error), 'the failure count was not reset after a password change');
    }
  }
}
