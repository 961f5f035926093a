import { Router, type RequestHandler } from 'express';
import * as z from 'zod';
import { clientOf } from '../../adapters/express/client-info.js';
import { jsonBody, requireBody } from '../../adapters/express/json-body.js';
import { methodNotAllowed, noStore } from '../../adapters/express/problem-details.js';
import { TwoFactorError } from '../../core/errors.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';

export interface RecoveryRoutesOptions {
  twoFactor: Pick<TwoFactor, 'stopRecovery'>;
  sameOrigin: RequestHandler;
  limit: RequestHandler;
}

const stop = z.object({ token: z.string().max(1024) });

/**
 * The owner stops a recovery by the link of a mail, also without a session. The answer is the same for every token, so that nobody
 * learns whether a recovery is running.
 */
export function recoveryRoutes({ twoFactor, sameOrigin, limit }: RecoveryRoutesOptions): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router
    .route('/recovery/stop')
    .all(noStore)
    .post(sameOrigin, limit, jsonBody, async (req, res) => {
      const body = stop.safeParse(requireBody(req));
      if (!body.success) throw new TwoFactorError('request_invalid');
      await twoFactor.stopRecovery(body.data.token, clientOf(req));
      res.status(204).end();
    })
    .all(methodNotAllowed('POST'));
  return router;
}
