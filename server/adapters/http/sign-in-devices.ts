import type { Announce } from '../../core/audit/announcer.js';
import { eventsOf, type ClientInfo } from '../../core/audit/events.js';
import type { SignInStore } from '../../core/sign-in/sign-in-store.js';
import type { Device } from '../../../widget/protocol/messages.js';
import type { TwoFactorHost } from './host.js';
import { newestDevices } from './newest-devices.js';

interface SignInDevicesParts<Context> {
  signIns: SignInStore;
  /** The token of a request; null without one. */
  read: (context: Context) => string | null | Promise<string | null>;
  /** Where a request comes from, when the caller of the host does not say it. */
  clientOf: (context: Context) => ClientInfo;
  clock: () => Date;
  announce: Announce;
}

type DeviceMethods<Context> = Required<Pick<TwoFactorHost<Context>, 'devices' | 'removeDevice' | 'removeOtherDevices'>>;

/** The list of the sign-ins of this package. An app that trusts devices lists those itself. */
export function signInDevices<Context>(parts: SignInDevicesParts<Context>): DeviceMethods<Context> {
  const { signIns, read, clientOf, clock, announce } = parts;
  return {
    async devices(context, { accountId }) {
      const now = clock();
      const list = await signIns.list(accountId, (await read(context)) ?? '', now);
      const devices = list.map(({ id, current, deviceName, since, lastUsedAt, expiresAt }): Device => ({
        id,
        kind: 'session',
        name: deviceName ?? unknownDevice,
        address: null,
        current,
        // Sign-ins from before the list do not know it.
        addedAt: (since ?? now).toISOString(),
        lastUsedAt: (lastUsedAt ?? now).toISOString(),
        expiresAt: expiresAt.toISOString(),
      }));
      return newestDevices(devices);
    },

    async removeDevice(context, { accountId }, id, client = clientOf(context)) {
      const now = clock();
      const events = eventsOf({ accountId, client }, now, 'session_revoked');
      const ended = await signIns.endListed(accountId, id, now, events);
      if (ended) announce(events);
      return ended;
    },

    async removeOtherDevices(context, { accountId }, client = clientOf(context)) {
      const now = clock();
      const token = await read(context);
      const own = token === null ? null : await signIns.find(token, now);
      if (token === null || own?.stage !== 'full') return false;
      const events = eventsOf({ accountId, client }, now, 'signed_out_elsewhere');
      if (await signIns.endOthers(accountId, token, events)) announce(events);
      return true;
    },
  };
}

const unknownDevice = 'Unknown browser';
/** A user agent is the client's own text: a name stays short. */
const maxNameLength = 60;

/** The name to store. An app that returns no text, or an empty one, knows none. */
export function toDeviceName(name: unknown): string {
  const text = typeof name === 'string' ? name.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim() : '';
  return [...text].slice(0, maxNameLength).join('') || unknownDevice;
}
