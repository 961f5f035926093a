import type * as z from 'zod';
import type { Requester } from '../../core/audit/events.js';
import { TwoFactorError } from '../../core/errors.js';
import { describeError, type Log } from '../../core/log.js';
import type { FullCaller, HalfCaller } from '../../core/two-factor/caller.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { Operation } from '../../../widget/protocol/endpoints.js';
import type { FactorChange, TwoFactorHost } from './host.js';
import type { HttpAnswer, HttpRequest } from './http-message.js';
import type { JsonObject } from './json-body.js';
import { json, noContent } from './json-answer.js';
import {
  authenticatorNameSchema,
  challengeAnswerSchema,
  pendingReferenceSchema,
  proofAnswerSchema,
  setupConfirmationSchema,
  setupOptionsSchema,
} from './schemas.js';

/** Answers one operation. @throws {TwoFactorError} to refuse; any other error is a fault */
export type Answer<Context> = (
  request: HttpRequest,
  body: JsonObject | undefined,
  context: Context,
  /** The id in the path; empty for a path without one. */
  id: string,
) => Promise<HttpAnswer>;

/** The operations of the contract over the use cases and the host. */
export function createAnswers<Context>(
  twoFactor: TwoFactor,
  host: TwoFactorHost<Context>,
  logError: Log['error'],
): Record<Operation, Answer<Context>> {
  return {
    async status(request, _body, context) {
      const caller = await requireFull(request, context);
      return json(200, await twoFactor.status(caller.accountId, caller.proof));
    },

    async beginSetup(request, body, context) {
      const caller = await requireFull(request, context);
      return json(201, await twoFactor.beginSetup(caller, readFields(body, setupOptionsSchema)));
    },
    async confirmSetup(request, body, context) {
      const caller = await requireFull(request, context);
      const { code, id, name } = await readAnswer(body, setupConfirmationSchema, caller);
      const status = await twoFactor.confirmSetup(caller, code, id, name);
      // A replacement leaves one.
      const isAddition = status.enabled && (status.authenticators?.length ?? 0) > 1;
      await reportChange(context, caller, { enabled: true, ...(isAddition && { authenticator: 'added' }) });
      return json(200, status);
    },
    async cancelSetup(request, _body, context) {
      await twoFactor.cancelSetup(await requireFull(request, context));
      return noContent;
    },

    async readChallenge(request, _body, context) {
      return json(200, await twoFactor.readChallenge(await requireHalf(request, context)));
    },
    async answerChallenge(request, body, context) {
      const caller = await requireHalf(request, context);
      const answer = await readAnswer(body, challengeAnswerSchema, caller);
      const { method, backupCodes } = await twoFactor.answerChallenge(caller, answer);
      // The code is spent now. If the session has ended meanwhile, nobody is signed in.
      const completed = await host.completeChallenge(context, caller, { method });
      if (completed === null) throw new TwoFactorError('challenge_expired');
      return json(200, { verified: true, method, backupCodes, ...completed });
    },

    async reauthenticate(request, body, context) {
      const caller = await requireFull(request, context);
      const answer = await readAnswer(body, proofAnswerSchema, caller);
      const { method, at, validUntil } = await twoFactor.prove(caller, answer, (password) =>
        host.checkPassword(caller, password),
      );
      if (!(await host.recordProof(context, caller, { method, at }))) throw new TwoFactorError('not_signed_in');
      return json(200, { validUntil: validUntil.toISOString() });
    },

    async beginBackupCodes(request, _body, context) {
      return json(201, await twoFactor.beginBackupCodes(await requireFull(request, context)));
    },
    async keepBackupCodes(request, body, context) {
      const caller = await requireFull(request, context);
      return json(200, await twoFactor.keepBackupCodes(caller, readFields(body, pendingReferenceSchema).id));
    },
    async dropBackupCodes(request, _body, context) {
      await twoFactor.dropBackupCodes(await requireFull(request, context));
      return noContent;
    },

    async nameAuthenticator(request, body, context, id) {
      const caller = await requireFull(request, context);
      const { name } = readFields(body, authenticatorNameSchema);
      return json(200, await twoFactor.nameAuthenticator(caller, id, name));
    },
    async removeAuthenticator(request, _body, context, id) {
      const caller = await requireFull(request, context);
      const status = await twoFactor.removeAuthenticator(caller, id);
      await reportChange(context, caller, { enabled: true, authenticator: 'removed' });
      return json(200, status);
    },

    async disable(request, _body, context) {
      const caller = await requireFull(request, context);
      const status = await twoFactor.disable(caller);
      await reportChange(context, caller, { enabled: false });
      return json(200, status);
    },
  };

  async function requireFull(request: HttpRequest, context: Context): Promise<FullCaller & Requester> {
    const caller = await host.identify(context);
    if (caller?.stage !== 'full') throw new TwoFactorError('not_signed_in');
    return requireSameAccount(request, { ...caller, client: request.client() });
  }

  async function requireHalf(request: HttpRequest, context: Context): Promise<HalfCaller & Requester> {
    const caller = await host.identify(context);
    if (caller?.stage !== 'challenge') throw new TwoFactorError('challenge_expired');
    return requireSameAccount(request, { ...caller, client: request.client() });
  }

  /** Refuses a change from a page that shows another account: the browser may have signed in to a second account since. */
  async function requireSameAccount<T extends Requester>(request: HttpRequest, caller: T): Promise<T> {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const shown = isRead ? undefined : request.header('x-two-factor-account');
    if (shown === undefined || (await twoFactor.isAccount(caller.accountId, shown))) return caller;
    throw new TwoFactorError('not_signed_in');
  }

  /** A malformed body counts as a failed attempt: otherwise it would be a way to guess for free. */
  async function readAnswer<T>(body: JsonObject | undefined, schema: z.ZodType<T>, requester: Requester): Promise<T> {
    if (body === undefined) throw new TwoFactorError('request_invalid');
    const answer = schema.safeParse(body);
    return answer.success ? answer.data : twoFactor.refuseMalformed(requester);
  }

  /**
   * The change is already stored, so the answer is the success even if the host fails: a 503 would tell people that nothing has
   * changed. The log asks the operator to act, since other sessions of the account may still be alive.
   */
  async function reportChange(context: Context, caller: FullCaller, change: FactorChange): Promise<void> {
    try {
      await host.factorChanged(context, caller, change);
    } catch (error) {
      logError(
        { accountId: caller.accountId, ...describeError(error) },
        'host.factorChanged failed after the second factor was changed: end the other sessions of this account',
      );
    }
  }
}

/** A field of a wrong type is not counted: no second factor is checked here. */
function readFields<T>(body: JsonObject | undefined, schema: z.ZodType<T>): T {
  const fields = schema.safeParse(body ?? {});
  if (!fields.success) throw new TwoFactorError('request_invalid');
  return fields.data;
}
