import type { Request } from 'express';
import { TwoFactorError } from '../../core/errors.js';
import { findSession, type HostParts } from '../account/session-host.js';
import type { Session } from '../account/session-store.js';

/** The addresses of ADMINISTRATORS, in lower case as accounts have them. */
export type Administrators = ReadonlySet<string>;

/** The full session of an administrator; null for everybody else. The address of the account decides, at each request. */
export async function findAdministrator(
  req: Request,
  parts: HostParts,
  administrators: Administrators,
): Promise<Session | null> {
  if (administrators.size === 0) return null;
  const session = await findSession(req, parts);
  return session?.stage === 'full' && administrators.has(session.email) ? session : null;
}

/** @throws `not_found` for everybody else */
export async function requireAdministrator(
  req: Request,
  parts: HostParts,
  administrators: Administrators,
): Promise<Session> {
  const session = await findAdministrator(req, parts, administrators);
  if (session === null) throw new TwoFactorError('not_found');
  return session;
}
