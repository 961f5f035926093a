import type * as z from 'zod';
import type { Requester } from '../../core/audit/events.js';
import { TwoFactorError } from '../../core/errors.js';
import { describeError, type Log } from '../../core/log.js';
import type { EnrolmentCaller, FullCaller, HalfCaller } from '../../core/two-factor/caller.js';
import type { SessionRequester } from '../../core/two-factor/factor-changes.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { Operation } from '../../../widget/protocol/endpoints.js';
import type { CheckedHost } from './checked-host.js';
import type { FactorChange } from './host.js';
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

/**
 * Answers one operation.
 *
 * @param id what the path has in the place of `{id}`; empty for a path without one
 * @throws {TwoFactorError} to refuse; any other error is a fault
 */
export type Answer<Context> = (
  request: HttpRequest,
  body: JsonObject | undefined,
  context: Context,
  id: string,
) => Promise<HttpAnswer>;

/** The operations of the contract over the use cases and the host. */
export function createAnswers<Context>(
  twoFactor: TwoFactor,
  host: CheckedHost<Context>,
  logError: Log['error'],
): Record<Operation, Answer<Context>> {
  return {
    async status(request, _body, context) {
      const caller = await requireSetupCaller(request, context);
      const status = await twoFactor.status(caller.accountId, caller.stage === 'full' ? caller.proof : null);
      // 2FA was turned on elsewhere: only the second factor signs in now.
      if (caller.stage === 'enrolment' && status.enabled) throw new TwoFactorError('not_signed_in');
      return json(200, status);
    },

    async beginSetup(request, body, context) {
      const caller = await requireSetupCaller(request, context);
      return json(201, await twoFactor.beginSetup(requesterOf(caller), readFields(body, setupOptionsSchema)));
    },
    async confirmSetup(request, body, context) {
      const caller = await requireSetupCaller(request, context);
      const { code, id, name } = await readAnswer(body, setupConfirmationSchema, caller);
      const status = await twoFactor.confirmSetup(requesterOf(caller), code, id, name);
      if (caller.stage === 'enrolment') {
        await completeEnrolment(context, caller);
        return json(200, status);
      }
      // A replacement leaves one.
      const isAddition = status.enabled && (status.authenticators?.length ?? 0) > 1;
      await reportChange(context, caller, { enabled: true, ...(isAddition && { authenticator: 'added' }) });
      return json(200, status);
    },
    async cancelSetup(request, _body, context) {
      await twoFactor.cancelSetup(requesterOf(await requireSetupCaller(request, context)));
      return noContent;
    },

    async readChallenge(request, _body, context) {
      const caller = await requireHalf(request, context);
      const challenge = await twoFactor.readChallenge(caller);
      const trustDays = await host.trustDays?.(context, caller);
      return json(200, { ...challenge, ...(typeof trustDays === 'number' && { trustDays }) });
    },
    async answerChallenge(request, body, context) {
      const caller = await requireHalf(request, context);
      const { trustDevice: isWanted, ...answer } = await readAnswer(body, challengeAnswerSchema, caller);
      // Before the code is spent, since the host may fail.
      const mayTrust = isWanted === true && typeof (await host.trustDays?.(context, caller)) === 'number';
      const { method, backupCodes, isRecovery } = await twoFactor.answerChallenge(caller, answer);
      const trustDevice = mayTrust && isRecovery !== true;
      // The code is spent now. If the session has ended meanwhile, nobody is signed in.
      const completed = await host.completeChallenge(context, caller, { method, trustDevice });
      if (completed === null) throw new TwoFactorError('challenge_expired');
      return json(200, { verified: true, method, backupCodes, ...completed });
    },

    async reauthenticate(request, body, context) {
      const caller = await requireFull(request, context);
      const answer = await readAnswer(body, proofAnswerSchema, caller);
      const { method, at, validUntil } = await twoFactor.prove(caller, answer, (password) =>
        host.checkPassword(caller, password, caller.client),
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

    async devices(request, _body, context) {
      return listDevices(context, await requireFull(request, context));
    },
    async removeDevice(request, _body, context, id) {
      const caller = await requireFull(request, context);
      // An id of another account is as unknown as none.
      if (!(await host.removeDevice!(context, caller, id, caller.client))) throw new TwoFactorError('not_found');
      return listDevices(context, caller);
    },
    async removeOtherDevices(request, _body, context) {
      const caller = await requireFull(request, context);
      if (!(await host.removeOtherDevices!(context, caller, caller.client))) throw new TwoFactorError('not_signed_in');
      return listDevices(context, caller);
    },
  };

  async function listDevices(context: Context, caller: FullCaller): Promise<HttpAnswer> {
    const [devices, account] = await Promise.all([
      host.devices!(context, caller),
      twoFactor.accountOf(caller.accountId),
    ]);
    return json(200, { devices, ...(account !== null && { account }) });
  }

  async function requireFull(request: HttpRequest, context: Context): Promise<FullCaller & Requester> {
    const caller = await host.identify(context);
    if (caller?.stage !== 'full') throw new TwoFactorError('not_signed_in');
    return requireSameAccount(request, { ...caller, client: request.client() });
  }

  /** A full session, or one that is being enrolled at sign-in: these may set a factor up. No other operation takes the second one. */
  async function requireSetupCaller(
    request: HttpRequest,
    context: Context,
  ): Promise<(FullCaller | EnrolmentCaller) & Requester> {
    const caller = await host.identify(context);
    if (caller?.stage !== 'full' && caller?.stage !== 'enrolment') throw new TwoFactorError('not_signed_in');
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
      logOpenSessions('factorChanged', caller, error);
    }
  }

  /** 2FA is on now. Without a full session nobody is signed in: the next sign-in asks for a code. */
  async function completeEnrolment(context: Context, caller: EnrolmentCaller): Promise<void> {
    let isSignedIn: boolean;
    try {
      isSignedIn = await host.completeEnrolment(context, caller);
    } catch (error) {
      logOpenSessions('completeEnrolment', caller, error);
      throw error;
    }
    if (!isSignedIn) throw new TwoFactorError('not_signed_in');
  }

  function logOpenSessions(method: string, { accountId }: { accountId: string }, error: unknown): void {
    logError(
      { accountId, ...describeError(error) },
      `host.${method} failed after the second factor was changed: end the other sessions of this account`,
    );
  }
}

/** The first factor of a sign-in that is being enrolled is the proof for its set-up, for as long as the sign-in lasts. */
function requesterOf(caller: (FullCaller | EnrolmentCaller) & Requester): SessionRequester {
  if (caller.stage === 'full') return caller;
  const { expiresAt, ...requester } = caller;
  return { ...requester, proof: null, enrolmentEndsAt: expiresAt };
}

/** A field of a wrong type is not counted: no second factor is checked here. */
function readFields<T>(body: JsonObject | undefined, schema: z.ZodType<T>): T {
  const fields = schema.safeParse(body ?? {});
  if (!fields.success) throw new TwoFactorError('request_invalid');
  return fields.data;
}
