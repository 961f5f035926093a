import type { Request, Response } from 'express';
import type { TwoFactorHost } from '../../adapters/http/host.js';
import type { AccountStore } from './account-store.js';
import { TwoFactorError } from '../../core/errors.js';
import { clientOf } from '../../adapters/http/client-info.js';
import type { TokenCookie } from './cookie.js';
import type { Session, SessionStore } from './session-store.js';

export interface HostParts {
  accounts: AccountStore;
  sessions: SessionStore;
  cookie: TokenCookie;
  clock: () => Date;
}

/** What the page does once a challenge is answered. */
const afterChallenge = { redirect: '/preferences/security' };

/** The live session that a request's cookie names, half signed-in ones included. */
export async function findSession(req: Request, { sessions, cookie, clock }: HostParts): Promise<Session | null> {
  const id = cookie.read(req);
  return id === null ? null : sessions.find(id, clock());
}

/** The full session that a request's cookie names. A half signed-in one counts as none. @throws `not_signed_in` */
export async function requireFullSession(req: Request, parts: HostParts): Promise<Session> {
  const session = await findSession(req, parts);
  if (session?.stage !== 'full') throw new TwoFactorError('not_signed_in');
  return session;
}

/** The reference host's answers to the router: accounts and sessions of this folder. */
export function createSessionHost(parts: HostParts): TwoFactorHost {
  const { accounts, sessions, cookie, clock } = parts;

  return {
    async identify(req) {
      const session = await findSession(req, parts);
      if (session === null) return null;
      const { accountId, email, stage, challengeExpiresAt, proof } = session;
      if (stage === 'full') return { stage, accountId, accountName: email, proof };
      return challengeExpiresAt && { stage, accountId, expiresAt: challengeExpiresAt };
    },

    checkPassword: ({ accountId }, password) => accounts.checkPassword(accountId, password),

    recordProof: async (req, res, _caller, proof) =>
      follow(res, await sessions.rotate(idOf(req), proof, clock())) !== null,

    async completeChallenge(req, res) {
      const now = clock();
      const id = await sessions.promote(idOf(req), { method: 'second_factor', at: now }, now);
      return follow(res, id) === null ? null : { result: afterChallenge };
    },

    async factorChanged(req, res, { accountId }, { enabled }) {
      const now = clock();
      const id = await sessions.rotate(idOf(req), enabled ? { method: 'second_factor', at: now } : null, now);
      // When this session was ended by a rival change, nothing of the account may live on either.
      const requester = { accountId, client: clientOf(req) };
      if (id === null || !(await sessions.endOthers(requester, id, clock()))) await sessions.endAll(requester, clock());
      follow(res, id);
    },
  };

  function idOf(req: Request): string {
    return cookie.read(req) ?? '';
  }

  /** The browser goes on under the new id. */
  function follow(res: Response, id: string | null): string | null {
    if (id !== null) cookie.write(res, id);
    return id;
  }
}
