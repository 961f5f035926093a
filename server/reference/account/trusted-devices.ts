import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Requester } from '../../core/audit/events.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { AccountStore } from './account-store.js';
import type { DeviceLine, DeviceStore } from './device-store.js';
import type { RequestCookie } from './request-cookie.js';

/** The longest time of TRUSTED_DEVICE_DAYS. */
export const maxTrustDays = 30;

export interface TrustedDevicesParts {
  /** For how many days a device is trusted: at most `maxTrustDays`. */
  days: number;
  devices: DeviceStore;
  deviceCookie: RequestCookie;
  accounts: AccountStore;
  twoFactor: TwoFactor;
  clock: () => Date;
}

/** The opt-in “trust this device”: it skips the challenge at sign-in and nothing else. Such a session counts as password-only. */
export interface TrustedDevices {
  readonly days: number;
  /**
   * Redeems the device's token at sign-in and sends the next one to the browser.
   *
   * @param session the id of the half signed-in session
   * @returns whether the browser is a trusted device
   */
  admit(req: Request, res: Response, requester: Requester, session: string): Promise<boolean>;
  /** Trusts the browser from now on. @param session its new id @returns false when that session has ended meanwhile */
  trust(res: Response, requester: Requester, session: string): Promise<boolean>;
  /** The devices that are trusted now. While 2FA is off there are none. */
  list(req: Request, accountId: string): Promise<DeviceLine[]>;
  /** False when the account has no device with this id. */
  forget(req: Request, res: Response, requester: Requester, id: string): Promise<boolean>;
  /** All devices of the account were revoked: the browser drops its token, too. */
  clear(req: Request, res: Response): void;
}

export function createTrustedDevices(parts: TrustedDevicesParts): TrustedDevices {
  const { days, devices, deviceCookie, accounts, twoFactor, clock } = parts;

  return {
    days,

    async admit(req, res, requester, session) {
      const token = deviceCookie.read(req);
      const current = token === null ? null : await fingerprint(requester.accountId);
      if (token === null || current === null) return false;
      const next = await devices.redeem(token, requester, session, current, clock());
      if (next !== null) deviceCookie.write(res, next);
      return next !== null;
    },

    async trust(res, requester, session) {
      const current = await fingerprint(requester.accountId);
      const token = current && (await devices.remember(requester, session, current, clock()));
      if (token !== null) deviceCookie.write(res, token);
      return token !== null;
    },

    async list(req, accountId) {
      const current = await fingerprint(accountId);
      return current === null ? [] : devices.list(accountId, current, deviceCookie.read(req), clock());
    },

    async forget(req, res, requester, id) {
      const forgotten = await devices.revokeListed(requester, id, deviceCookie.read(req), clock());
      if (forgotten?.current) deviceCookie.clear(res);
      return forgotten !== null;
    },

    clear(req, res) {
      if (deviceCookie.read(req) !== null) deviceCookie.clear(res);
    },
  };

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
}
