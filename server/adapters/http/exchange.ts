import { TwoFactorError } from '../../core/errors.js';
import { consoleLog, unfailing, type Log } from '../../core/log.js';
import { requireFunction } from '../../core/require-options.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { Operation } from '../../../widget/protocol/endpoints.js';
import { createAnswers } from './answers.js';
import { checkedHost } from './checked-host.js';
import type { TwoFactorHost } from './host.js';
import type { HttpAnswer, HttpRequest } from './http-message.js';
import { isOrigin, originCheck } from './origin-check.js';
import { answerError, toProblem } from './problem.js';
import { createRoutes } from './routes.js';

/** What every server that mounts the contract gives. */
export interface MountOptions<Context> {
  host: TwoFactorHost<Context>;
  /** Pages of these origins may change state. Write them as browsers do: `https://app.example.com`. */
  origins: readonly string[];
  /** The log for faults, also those of the host; the default is `console`. */
  log?: Log;
}

export interface ExchangeOptions<Context> extends MountOptions<Context> {
  /**
   * Runs before the operations that check an answer, hash codes, or write to the trail without a recent proof. It throws to refuse the
   * request.
   */
  limiter?: ((context: Context) => Promise<void>) | undefined;
}

/**
 * Answers one request. It never rejects: every error becomes an answer.
 *
 * @param context what the host's methods need to find and change the session of this request
 */
export type Exchange<Context> = (request: HttpRequest, context: Context) => Promise<HttpAnswer>;

/** The operations that `limiter` runs before. */
const limited: ReadonlySet<Operation> = new Set([
  'answerChallenge',
  'reauthenticate',
  'confirmSetup',
  'beginSetup',
  'beginBackupCodes',
  'nameAuthenticator',
  'removeDevice',
  'removeOtherDevices',
]);

/**
 * The contract over HTTP, without a framework: paths, methods, the check of the origin, bodies, answers and errors.
 *
 *     request ──► path and method known? ──► GET: host.identify ──► answer
 *                  │ 404, 405                 other: origin ──► limiter ──► body ──► host.identify ──► answer
 *                                                    │ 403        │ 429       │ 400, 413, 415
 *
 * @throws {TypeError} at once when a method of the host is missing, or when an option has a wrong type
 */
export function createExchange<Context>(twoFactor: TwoFactor, options: ExchangeOptions<Context>): Exchange<Context> {
  const { origins, limiter, log: given = consoleLog } = options;
  // After a forgotten `await` this is a promise, which has none of the methods.
  if (typeof (twoFactor as Partial<TwoFactor> | undefined)?.answerChallenge !== 'function') {
    throw new TypeError('the first argument has to be the result of createTwoFactor');
  }
  if (typeof (given as Partial<Log> | null)?.error !== 'function') {
    throw new TypeError('log has to have the method error');
  }
  requireFunction(limiter, 'limiter');
  const log = unfailing(given);
  const checkOrigin = originCheck(origins);
  /** What was warned of. A warning says how to mend a setting, so once is enough, and a client cannot fill the log. */
  const warned = new Set<string>();
  const host = checkedHost(options.host);
  const answers = createAnswers(twoFactor, host, (details, message) => log.error(details, message));
  const findRoute = createRoutes(host.devices !== undefined);

  return async (request, context) => {
    try {
      return await answer(request, context);
    } catch (error) {
      return answerError(error, log);
    }
  };

  function warnOnce(message: string, details: object): void {
    if (warned.has(message)) return;
    warned.add(message);
    log.warn(details, message);
  }

  function requireOrigin(request: HttpRequest): void {
    try {
      checkOrigin(request);
    } catch (error) {
      const origin = request.header('origin');
      const received = isOrigin(origin) ? origin : 'none, or none that a browser sends';
      warnOnce('a change came from another origin than `origins` lists, and was refused', { received, origins });
      throw error;
    }
  }

  async function answer(request: HttpRequest, context: Context): Promise<HttpAnswer> {
    const route = findRoute(request.path);
    if (request.path === '') warnOnce('a request came for a path that is not below `basePath`', {});
    if (route === null) throw new TwoFactorError('not_found');
    const { operations, id } = route;
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const operation = operations.get(method);
    if (operation === undefined) return notAllowed(operations);
    if (method === 'GET') return answers[operation](request, undefined, context, id);
    requireOrigin(request);
    if (limited.has(operation)) await limiter?.(context);
    return answers[operation](request, await request.readBody(), context, id);
  }
}

function notAllowed(operations: ReadonlyMap<string, Operation>): HttpAnswer {
  const problem = toProblem(new TwoFactorError('method_not_allowed'));
  const allowed = [...operations.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return { ...problem, headers: { ...problem.headers, Allow: allowed.join(', ') } };
}
