import { Router, type Request, type RequestHandler, type Response } from 'express';
import type * as z from 'zod';
import type { Requester } from '../../core/audit/events.js';
import { TwoFactorError } from '../../core/errors.js';
import { catchRejection } from './catch-rejection.js';
import { jsonBody, requireBody } from './json-body.js';
import { methodNotAllowed, noStore, notFound, problemDetails } from './problem-details.js';
import { sameOrigin } from './same-origin.js';
import { sendJson } from './send-json.js';
import { clientOf } from './client-info.js';
import { consoleLog, describeError, type Log } from '../../core/log.js';
import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import { checkedHost } from './checked-host.js';
import type { FullCaller, HalfCaller } from '../../core/two-factor/caller.js';
import type { TwoFactorHost } from './host.js';
import {
  challengeAnswerSchema,
  pendingReferenceSchema,
  proofAnswerSchema,
  setupConfirmationSchema,
} from './schemas.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';

export interface TwoFactorRouterOptions {
  host: TwoFactorHost;
  /** Pages of these origins may change state. Write them as browsers do: `https://app.example.com`. */
  origins: readonly string[];
  /** Runs before the calls that check an answer or hash codes: a limit by network, for example. */
  limiter?: RequestHandler;
  /** The log for faults, also those of the host; the default is `console`. */
  log?: Log;
}

type Answer = (req: Request, res: Response) => Promise<void>;
type FactorChanged = TwoFactorHost['factorChanged'];

/** The operations that `limiter` runs before. */
const limited: ReadonlySet<Operation> = new Set([
  'answerChallenge',
  'reauthenticate',
  'confirmSetup',
  'beginSetup',
  'beginBackupCodes',
]);

/**
 * The contract over HTTP, as a router for an Express 5 app. It answers every request below its path, also with errors; the app's
 * later handlers do not see these requests.
 *
 * @example
 * app.use('/api/2fa', twoFactorRouter(twoFactor, { host, origins: ['https://app.example.com'] }));
 *
 * @throws {TypeError} at once when a method of the host is missing, or when an option has a wrong type
 */
export function twoFactorRouter(twoFactor: TwoFactor, options: TwoFactorRouterOptions): Router {
  const { origins, limiter, log = consoleLog } = options;
  // After a forgotten `await` this is a promise, which has none of the methods.
  if (typeof (twoFactor as Partial<TwoFactor> | undefined)?.answerChallenge !== 'function') {
    throw new TypeError('twoFactorRouter: the first argument has to be the result of createTwoFactor');
  }
  if (limiter !== undefined && typeof limiter !== 'function') {
    throw new TypeError('twoFactorRouter: limiter has to be a request handler');
  }
  if (typeof (log as Partial<Log> | null)?.error !== 'function') {
    throw new TypeError('twoFactorRouter: log has to have the method error');
  }
  const host = checkedHost(options.host);
  const answers = createAnswers(twoFactor, { ...host, factorChanged: reportChange });
  const checkOrigin = sameOrigin(origins);
  const router = Router({ strict: true, caseSensitive: true });
  router.use(noStore);
  for (const [path, operations] of byPath()) {
    const route = router.route(path);
    for (const operation of operations) {
      const { method } = endpoints[operation];
      const guards =
        method === 'GET' ? [] : [checkOrigin, ...(limiter && limited.has(operation) ? [limiter] : []), jsonBody];
      route[methodName(method)](...[...guards, answers[operation]].map(catchRejection));
    }
    const methods = operations.map((operation) => endpoints[operation].method);
    route.all(methodNotAllowed(...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))));
  }
  router.use(notFound);
  router.use(problemDetails(log));
  return router;

  /**
   * The change is already stored, so the answer is the success even if the host fails: a 503 would tell people that nothing has
   * changed. The log asks the operator to act, since other sessions of the account may still be alive.
   */
  async function reportChange(...parts: Parameters<FactorChanged>): Promise<void> {
    try {
      await host.factorChanged(...parts);
    } catch (error) {
      const { accountId } = parts[2];
      log.error(
        { accountId, ...describeError(error) },
        'host.factorChanged failed after the second factor was changed: end the other sessions of this account',
      );
    }
  }
}

function createAnswers(twoFactor: TwoFactor, host: TwoFactorHost): Record<Operation, Answer> {
  return {
    async status(req, res) {
      const caller = await requireFull(req);
      sendJson(res, 200, await twoFactor.status(caller.accountId));
    },

    async beginSetup(req, res) {
      sendJson(res, 201, await twoFactor.beginSetup(await requireFull(req)));
    },
    async confirmSetup(req, res) {
      const caller = await requireFull(req);
      const { code, id } = await readAnswer(req, setupConfirmationSchema, caller);
      const status = await twoFactor.confirmSetup(caller, code, id);
      await host.factorChanged(req, res, caller, { enabled: true });
      sendJson(res, 200, status);
    },
    async cancelSetup(req, res) {
      const caller = await requireFull(req);
      await twoFactor.cancelSetup(caller);
      res.status(204).end();
    },

    async readChallenge(req, res) {
      const caller = await requireHalf(req);
      sendJson(res, 200, await twoFactor.readChallenge(caller));
    },
    async answerChallenge(req, res) {
      const caller = await requireHalf(req);
      const answer = await readAnswer(req, challengeAnswerSchema, caller);
      const { method, backupCodes } = await twoFactor.answerChallenge(caller, answer);
      // The code is spent now. If the session has ended meanwhile, nobody is signed in.
      const completed = await host.completeChallenge(req, res, caller, { method });
      if (completed === null) throw new TwoFactorError('challenge_expired');
      sendJson(res, 200, { verified: true, method, backupCodes, ...completed });
    },

    async reauthenticate(req, res) {
      const caller = await requireFull(req);
      const answer = await readAnswer(req, proofAnswerSchema, caller);
      const { method, at, validUntil } = await twoFactor.prove(caller, answer, (password) =>
        host.checkPassword(caller, password),
      );
      if (!(await host.recordProof(req, res, caller, { method, at }))) throw new TwoFactorError('not_signed_in');
      sendJson(res, 200, { validUntil: validUntil.toISOString() });
    },

    async beginBackupCodes(req, res) {
      sendJson(res, 201, await twoFactor.beginBackupCodes(await requireFull(req)));
    },
    async keepBackupCodes(req, res) {
      const caller = await requireFull(req);
      sendJson(res, 200, await twoFactor.keepBackupCodes(caller, readReference(req)));
    },
    async dropBackupCodes(req, res) {
      const caller = await requireFull(req);
      await twoFactor.dropBackupCodes(caller);
      res.status(204).end();
    },

    async disable(req, res) {
      const caller = await requireFull(req);
      const status = await twoFactor.disable(caller);
      await host.factorChanged(req, res, caller, { enabled: false });
      sendJson(res, 200, status);
    },
  };

  async function requireFull(req: Request): Promise<FullCaller & Requester> {
    const caller = await host.identify(req);
    if (caller?.stage !== 'full') throw new TwoFactorError('not_signed_in');
    return requireSameAccount(req, { ...caller, client: clientOf(req) });
  }

  async function requireHalf(req: Request): Promise<HalfCaller & Requester> {
    const caller = await host.identify(req);
    if (caller?.stage !== 'challenge') throw new TwoFactorError('challenge_expired');
    return requireSameAccount(req, { ...caller, client: clientOf(req) });
  }

  /** Refuses a change from a page that shows another account: the browser may have signed in to a second account since. */
  async function requireSameAccount<T extends Requester>(req: Request, caller: T): Promise<T> {
    const shown = req.method === 'GET' || req.method === 'HEAD' ? undefined : req.get('x-two-factor-account');
    if (shown === undefined || (await twoFactor.isAccount(caller.accountId, shown))) return caller;
    throw new TwoFactorError('not_signed_in');
  }

  /** A malformed body counts as a failed attempt: otherwise it would be a way to guess for free. */
  async function readAnswer<T>(req: Request, schema: z.ZodType<T>, requester: Requester): Promise<T> {
    const answer = schema.safeParse(requireBody(req));
    return answer.success ? answer.data : twoFactor.refuseMalformed(requester);
  }
}

/** An id of a wrong type is not counted: no second factor is checked here. */
function readReference(req: Request): string | undefined {
  const reference = pendingReferenceSchema.safeParse(req.body ?? {});
  if (!reference.success) throw new TwoFactorError('request_invalid');
  return reference.data.id;
}

function byPath(): Map<string, Operation[]> {
  const paths = new Map<string, Operation[]>();
  for (const operation of Object.keys(endpoints) as Operation[]) {
    const { path } = endpoints[operation];
    paths.set(path, [...(paths.get(path) ?? []), operation]);
  }
  return paths;
}

function methodName(method: 'GET' | 'POST' | 'DELETE'): 'get' | 'post' | 'delete' {
  return method === 'GET' ? 'get' : method === 'POST' ? 'post' : 'delete';
}
