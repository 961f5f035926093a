import type { Request, Response } from 'express';
import type { ExpressContext } from '../../adapters/express/router.js';
import type { TwoFactorHost } from '../../adapters/http/host.js';
import type { AccountStore } from './account-store.js';
import { TwoFactorError } from '../../core/errors.js';
import { clientOf } from '../../adapters/express/client-info.js';
import type { RequestCookie } from './request-cookie.js';
import type { Session, SessionStore } from './session-store.js';

export interface HostParts {
  accounts: AccountStore;
  sessions: SessionStore;
  cookie: RequestCookie;
  clock: () => Date;
}

/** The result that the page gets after a right answer. */
const afterChallenge = { redirect: '/preferences/security' };

/** The live session of a request's cookie, full or half signed-in. */
export async function findSession(req: Request, { sessions, cookie, clock }: HostParts): Promise<Session | null> {
  const id = cookie.read(req);
  return id === null ? null : sessions.find(id, clock());
}

/** The full session of a request's cookie. @throws `not_signed_in`, also for a half signed-in session */
export async function requireFullSession(req: Request, parts: HostParts): Promise<Session> {
  const session = await findSession(req, parts);
  if (session?.stage !== 'full') throw new TwoFactorError('not_signed_in');
  return session;
}

/** Implements the host of the router with the accounts and sessions of this folder. */
export function createSessionHost(parts: HostParts): TwoFactorHost<ExpressContext> {
  const { accounts, sessions, cookie, clock } = parts;

  return {
    async identify({ req }) {
      const session = await findSession(req, parts);
      if (session === null) return null;
      const { accountId, email, stage, challengeExpiresAt, proof } = session;
      if (stage === 'full') return { stage, accountId, accountName: email, proof };
      return challengeExpiresAt && { stage, accountId, expiresAt: challengeExpiresAt };
    },

    checkPassword: ({ accountId }, password) => accounts.checkPassword(accountId, password),

    recordProof: async ({ req, res }, _caller, proof) =>
      sendId(res, await sessions.rotate(idOf(req), proof, clock())) !== null,

    async completeChallenge({ req, res }) {
      const now = clock();
      const id = await sessions.promote(idOf(req), { method: 'second_factor', at: now }, now);
      return sendId(res, id) === null ? null : { result: afterChallenge };
    },

    async factorChanged({ req, res }, { accountId }, { enabled, authenticator }) {
      const now = clock();
      const isProof = enabled && authenticator !== 'removed';
      const id = await sessions.rotate(idOf(req), isProof ? { method: 'second_factor', at: now } : null, now);
      // If a concurrent change has ended this session, all sessions of the account have to end.
      const requester = { accountId, client: clientOf(req) };
      const stays = id !== null && (authenticator === 'added' || (await sessions.endOthers(requester, id, clock())));
      if (!stays) await sessions.endAll(requester, clock());
      sendId(res, id);
    },
  };

  function idOf(req: Request): string {
    return cookie.read(req) ?? '';
  }

  /** Sends the new session id to the browser. */
  function sendId(res: Response, id: string | null): string | null {
    if (id !== null) cookie.write(res, id);
    return id;
  }
}
