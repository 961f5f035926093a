import type { Request, Response } from 'express';
import type { ExpressContext } from '../../adapters/express/router.js';
import type { TwoFactorHost } from '../../adapters/http/host.js';
import type { AccountStore } from './account-store.js';
import { createDeviceList } from './device-list.js';
import { TwoFactorError } from '../../core/errors.js';
import { clientOf } from '../../adapters/express/client-info.js';
import type { RequestCookie } from './request-cookie.js';
import type { Session, SessionStore } from './session-store.js';
import type { TrustedDevices } from './trusted-devices.js';

export interface HostParts {
  accounts: AccountStore;
  sessions: SessionStore;
  cookie: RequestCookie;
  clock: () => Date;
  /** Whether the account has to turn 2FA on before it may do anything else. */
  mustEnrol: (accountId: string) => Promise<boolean>;
}

/** The result that the page gets after a right answer. */
const afterChallenge = { redirect: '/preferences/security' };

/** The live session of a request's cookie, at any stage. */
export async function findSession(
  req: Request,
  { sessions, cookie, clock, mustEnrol }: HostParts,
): Promise<Session | null> {
  const id = cookie.read(req);
  const session = id === null ? null : await sessions.find(id, clock());
  if (id === null || session === null) return null;
  if (session.stage === 'full' && (await mustEnrol(session.accountId))) {
    // The session is older than the rule, or its grace period has ended.
    await sessions.end(id);
    return null;
  }
  return session;
}

/** The full session of a request's cookie. @throws `not_signed_in`, also for a session at any other stage */
export async function requireFullSession(req: Request, parts: HostParts): Promise<Session> {
  const session = await findSession(req, parts);
  if (session?.stage !== 'full') throw new TwoFactorError('not_signed_in');
  return session;
}

export interface SessionHostParts extends HostParts {
  /** Null when trusted devices are turned off. */
  trustedDevices: TrustedDevices | null;
}

/** Implements the host of the router with the accounts and sessions of this folder. */
export function createSessionHost(parts: SessionHostParts): TwoFactorHost<ExpressContext> {
  const { accounts, sessions, cookie, clock, trustedDevices } = parts;
  const deviceList = createDeviceList(parts);

  return {
    async identify({ req }) {
      const session = await findSession(req, parts);
      if (session === null) return null;
      const { accountId, email, stage, challengeExpiresAt, proof } = session;
      if (stage === 'full') return { stage, accountId, accountName: email, proof };
      if (challengeExpiresAt === null) return null;
      return stage === 'enrolment'
        ? { stage, accountId, accountName: email, expiresAt: challengeExpiresAt }
        : { stage, accountId, expiresAt: challengeExpiresAt };
    },

    checkPassword: ({ accountId }, password, client) =>
      accounts.checkPassword({ accountId, ...(client && { client }) }, password),

    recordProof: async ({ req, res }, _caller, proof) =>
      sendId(res, await sessions.rotate(idOf(req), proof, clock())) !== null,

    async completeChallenge({ req, res }, { accountId }, { trustDevice }) {
      const now = clock();
      const id = await sessions.promote(idOf(req), { method: 'second_factor', at: now }, now);
      if (id === null) return null;
      const requester = { accountId, client: clientOf(req) };
      if (trustDevice && !(await trustedDevices?.trust(res, requester, id))) return null;
      sendId(res, id);
      return { result: afterChallenge };
    },

    async factorChanged({ req, res }, { accountId }, { enabled, authenticator }) {
      const now = clock();
      const isProof = enabled && authenticator !== 'removed';
      const id = await sessions.rotate(idOf(req), isProof ? { method: 'second_factor', at: now } : null, now);
      if (id === null || authenticator !== 'added') await endOthers(req, accountId, id);
      sendId(res, id);
    },

    trustDays: () => Promise.resolve(trustedDevices?.days ?? null),
    devices: ({ req }, { accountId }) => deviceList.read(req, accountId),
    removeDevice: ({ req, res }, { accountId }, id) =>
      deviceList.remove(req, res, { accountId, client: clientOf(req) }, id),
    removeOtherDevices: ({ req, res }, { accountId }) =>
      deviceList.removeOthers(req, res, { accountId, client: clientOf(req) }),
    async completeEnrolment({ req, res }, { accountId }) {
      const now = clock();
      const id = await sessions.completeEnrolment(idOf(req), { method: 'second_factor', at: now }, now);
      return (await endOthers(req, accountId, id)) && sendId(res, id) !== null;
    },
  };

  /**
   * Ends the account's other sessions. If a concurrent change has ended this session, all of them have to end.
   *
   * @param id of this session; null when it has ended
   * @returns whether this session goes on
   */
  async function endOthers(req: Request, accountId: string, id: string | null): Promise<boolean> {
    const requester = { accountId, client: clientOf(req) };
    if (id !== null && (await sessions.endOthers(requester, id, clock()))) return true;
    await sessions.endAll(requester, clock());
    return false;
  }

  function idOf(req: Request): string {
    return cookie.read(req) ?? '';
  }

  /** Sends the new session id to the browser. */
  function sendId(res: Response, id: string | null): string | null {
    if (id !== null) cookie.write(res, id);
    return id;
  }
}
