import type { Request, Response } from 'express';
import { eventsOf, type Requester } from '../../core/audit/events.js';
import { newestDevices } from '../../adapters/http/newest-devices.js';
import type { Device } from '../../../widget/protocol/messages.js';
import { deviceName } from './device-name.js';
import type { DeviceLine } from './device-store.js';
import type { RequestCookie } from './request-cookie.js';
import type { SessionLine, SessionStore } from './session-store.js';
import type { TrustedDevices } from './trusted-devices.js';

export interface DeviceListParts {
  sessions: SessionStore;
  cookie: RequestCookie;
  /** Null when trusted devices are turned off. */
  trustedDevices: TrustedDevices | null;
  clock: () => Date;
}

/** The sessions of an account together with its trusted devices, as the contract lists them. */
export interface DeviceList {
  read(req: Request, accountId: string): Promise<Device[]>;
  /** Ends the session or the trust with this id. False when the account has none. */
  remove(req: Request, res: Response, requester: Requester, id: string): Promise<boolean>;
  /** Ends the other sessions and all trust. False when this session has ended meanwhile. */
  removeOthers(req: Request, res: Response, requester: Requester): Promise<boolean>;
}

export function createDeviceList({ sessions, cookie, trustedDevices, clock }: DeviceListParts): DeviceList {
  return {
    async read(req, accountId) {
      const [own, trusted] = await Promise.all([
        sessions.list(accountId, cookie.read(req) ?? '', clock()),
        trustedDevices?.list(req, accountId) ?? [],
      ]);
      // Named after the cut: to read a user agent takes longer than all the rest.
      return newestDevices([...own.map(ofSession), ...trusted.map(ofDevice)]).map(named);
    },

    async remove(req, res, requester, id) {
      // First: an account has few devices, and of sessions it may have thousands.
      if (await trustedDevices?.forget(req, res, requester, id)) return true;
      const own = await sessions.list(requester.accountId, cookie.read(req) ?? '', clock());
      if (!(await sessions.endListed(requester, id, clock()))) return false;
      if (own.some((session) => session.current && session.id === id)) cookie.clear(res);
      return true;
    },

    async removeOthers(req, res, requester) {
      const now = clock();
      const events = eventsOf(requester, now, 'signed_out_elsewhere');
      if (!(await sessions.endOthers(requester, cookie.read(req) ?? '', now, events))) return false;
      trustedDevices?.clear(req, res);
      return true;
    },
  };
}

type Unnamed = Omit<Device, 'name'> & { userAgent: string | null };

function ofSession({ signedInAt, lastSeenAt, ...line }: SessionLine): Unnamed {
  return { ...line, kind: 'session', addedAt: signedInAt, lastUsedAt: lastSeenAt };
}

function ofDevice({ trustedAt, ...line }: DeviceLine): Unnamed {
  return { ...line, kind: 'trusted_device', address: null, addedAt: trustedAt };
}

function named({ userAgent, ...device }: Unnamed): Device {
  return { ...device, name: deviceName(userAgent) };
}
