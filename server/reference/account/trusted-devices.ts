import { createHash } from 'node:crypto';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { eventsOf, type Requester } from '../../core/audit/events.js';
import { TwoFactorError } from '../../core/errors.js';
import { jsonBody } from '../../adapters/express/json-body.js';
import { methodNotAllowed, noStore } from '../../adapters/express/problem-details.js';
import { sendJson } from '../../adapters/express/send-json.js';
import { clientOf } from '../../adapters/express/client-info.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { AccountStore } from './account-store.js';
import type { RequestCookie } from './request-cookie.js';
import type { DeviceStore, Redeemed } from './device-store.js';
import { requireFullSession, type HostParts } from './session-host.js';

export interface TrustedDevicesParts extends HostParts {
  devices: DeviceStore;
  deviceCookie: RequestCookie;
  accounts: AccountStore;
  twoFactor: TwoFactor;
  sameOrigin: RequestHandler;
}

/** The opt-in “trust this device”: it skips the challenge at sign-in and nothing else. Such a session counts as password-only. */
export interface TrustedDevices {
  routes: Router;
  /** Redeems the device's token at sign-in and sends the next one to the browser; null without a valid device. */
  admit(req: Request, res: Response, requester: Requester): Promise<Redeemed | null>;
}

export function createTrustedDevices(parts: TrustedDevicesParts): TrustedDevices {
  const { devices, deviceCookie, accounts, twoFactor, sameOrigin, clock } = parts;

  /** Null while 2FA is off: then there is no challenge to skip. */
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
      // While 2FA is off no device is trusted.
      const list = current && (await devices.list(accountId, current, deviceCookie.read(req), clock()));
      sendJson(res, 200, { devices: list ?? [] });
    })
    .post(sameOrigin, jsonBody, async (req, res) => {
      const { accountId, proof } = await requireFullSession(req, parts);
      const requester = { accountId, client: clientOf(req) };
      // Otherwise anybody at an unlocked computer could make it a trusted device.
      await twoFactor.requireRecentProof({ ...requester, proof });
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
