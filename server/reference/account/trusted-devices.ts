import { createHash } from 'node:crypto';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { eventsOf, type Requester } from '../../core/audit/events.js';
import { TwoFactorError } from '../../core/errors.js';
import { jsonBody } from '../../adapters/http/json-body.js';
import { methodNotAllowed, noStore } from '../../adapters/http/problem-details.js';
import { sendJson } from '../../adapters/http/send-json.js';
import { clientOf } from '../../adapters/http/client-info.js';
import type { TwoFactor } from '../../core/two-factor/service.js';
import type { AccountStore } from './account-store.js';
import type { TokenCookie } from './cookie.js';
import type { DeviceStore, Redeemed } from './device-store.js';
import { requireFullSession, type HostParts } from './session-host.js';

export interface TrustedDevicesParts extends HostParts {
  devices: DeviceStore;
  deviceCookie: TokenCookie;
  accounts: AccountStore;
  twoFactor: TwoFactor;
  sameOrigin: RequestHandler;
}

/** The opt-in “trust this device”: it waives the challenge of a sign-in and nothing else. Its proof is the password's. */
export interface TrustedDevices {
  routes: Router;
  /** Set when the request comes from a device that this account trusts; then it goes on under another token. */
  admit(req: Request, res: Response, requester: Requester): Promise<Redeemed | null>;
}

export function createTrustedDevices(parts: TrustedDevicesParts): TrustedDevices {
  const { devices, deviceCookie, accounts, twoFactor, sameOrigin, clock } = parts;

  /** Null while 2FA is off: then there is nothing to waive. */
  async function fingerprint(accountId: string): Promise<string | null> {
    const [factor, passwordHash] = await Promise.all([
      twoFactor.fingerprint(accountId),
      accounts.passwordHashOf(accountId),
    ]);
    if (factor === null || passwordHash === null) return null;
    return createHash('sha256')
      .update(JSON.stringify([factor, passwordHash]))
      .digest('base64url');
  }

  const routes = Router({ strict: true, caseSensitive: true });
  routes
    .route('/devices')
    .all(noStore)
    .get(async (req, res) => {
      const { accountId } = await requireFullSession(req, parts);
      const current = await fingerprint(accountId);
      // While 2FA is off there is no device to trust.
      const list = current && (await devices.list(accountId, current, deviceCookie.read(req), clock()));
      sendJson(res, 200, { devices: list ?? [] });
    })
    .post(sameOrigin, jsonBody, async (req, res) => {
      const { accountId, email, proof } = await requireFullSession(req, parts);
      const requester = { accountId, client: clientOf(req) };
      // Otherwise an unlocked computer could be kept signed in for a month by any passer-by.
      await twoFactor.requireRecentProof({ ...requester, accountName: email, proof });
      const current = await fingerprint(accountId);
      if (current === null) throw new TwoFactorError('not_enabled');
      const token = await devices.remember(requester, parts.cookie.read(req) ?? '', current, clock());
      if (token === null) throw new TwoFactorError('not_signed_in');
      deviceCookie.write(res, token);
      sendJson(res, 201, {});
    })
    .delete(sameOrigin, jsonBody, async (req, res) => {
      const { accountId } = await requireFullSession(req, parts);
      await devices.revokeAll(accountId, eventsOf({ accountId, client: clientOf(req) }, clock(), 'device_revoked'));
      deviceCookie.clear(res);
      res.status(204).end();
    })
    .all(methodNotAllowed('GET', 'HEAD', 'POST', 'DELETE'));

  return {
    routes,
    async admit(req, res, requester) {
      const token = deviceCookie.read(req);
      const current = token === null ? null : await fingerprint(requester.accountId);
      if (token === null || current === null) return null;
      const next = await devices.redeem(token, requester, current, clock());
      if (next !== null) deviceCookie.write(res, next.token);
      return next;
    },
  };
}
