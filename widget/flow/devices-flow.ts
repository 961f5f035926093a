import type { Failure } from '../client/client-error.js';
import type { Device, Devices } from '../protocol/messages.js';
import { readDevices } from '../protocol/read-message.js';
import type { Flow, Request } from './flow.js';

export type DevicesState =
  | { at: 'loading' }
  | { at: 'unreachable'; failure: Failure }
  | { at: 'signed-out'; failure: Failure }
  /** The back end has no list of sessions and devices. */
  | { at: 'absent' }
  | Listing
  | Removing
  /** The back end does not know the device, so that the list is read again. */
  | Rereading
  /** The question before everything else is signed out. */
  | { at: 'confirming'; list: Devices; failure: Failure | null }
  | { at: 'removing-others'; list: Devices };

export interface Listing {
  at: 'listing';
  list: Devices;
  /** A change that has just happened. The element shows it once. */
  notice: DevicesNotice | null;
  failure: Failure | null;
  /** The device that the failure is about. */
  device?: Device;
}

export interface Removing {
  at: 'removing';
  list: Devices;
  device: Device;
}

export interface Rereading {
  at: 'rereading';
  list: Devices;
  device: Device;
}

export type DevicesNotice = 'signed-out' | 'forgotten' | 'others-signed-out';

export type DevicesEvent =
  | { type: 'devices-read'; list: Devices }
  | { type: 'remove'; device: Device }
  | { type: 'ask' }
  | { type: 'proceed' }
  | { type: 'leave' }
  | { type: 'removed'; list: Devices }
  | { type: 'failed'; failure: Failure; at: number }
  | { type: 'wait-over' };

const initial: DevicesState = { at: 'loading' };

const read: Request<DevicesEvent> = async (client, signal) =>
  client.devices
    ? { type: 'devices-read', list: readDevices(await client.devices(signal)) }
    : { type: 'failed', failure: { code: 'not_found' }, at: 0 };

const removeOthers: Request<DevicesEvent> = async (client, signal) => ({
  type: 'removed',
  list: readDevices(await client.removeOtherDevices!(signal)),
});

/**
 * The flow of the sessions and trusted devices.
 *
 *     loading → listing ⇄ removing
 *                  ⇅
 *             confirming → removing-others → listing
 *
 *     state            event → next state
 *     loading          devices-read → listing
 *                      failed → absent (not_found), signed-out (not_signed_in) or unreachable
 *     unreachable,     proceed → loading
 *     signed-out
 *     absent           the end
 *     listing          remove → removing · ask → confirming
 *     removing         removed → listing, with its notice
 *                      failed → rereading (not_found), signed-out or listing, with the failure
 *     rereading        devices-read → listing, with the notice where the list is shorter, with the failure where the device is still listed
 *                      failed → unreachable or signed-out
 *     confirming       proceed → removing-others · leave → listing, or loading (after a failure)
 *     removing-others  removed → listing, with its notice · failed → signed-out or confirming, with the failure
 */
export const devicesFlow: Flow<DevicesState, DevicesEvent> = {
  initial,

  transition(state, event) {
    switch (state.at) {
      case 'loading':
        if (event.type === 'devices-read') return listing(event.list);
        if (event.type === 'failed' && isLacking(event.failure)) return { at: 'absent' };
        return event.type === 'failed' ? stop(event.failure) : state;

      case 'unreachable':
      case 'signed-out':
        return event.type === 'proceed' ? initial : state;

      case 'absent':
        return state;

      case 'listing':
        if (event.type === 'remove') return { at: 'removing', list: state.list, device: event.device };
        return event.type === 'ask' ? { at: 'confirming', list: state.list, failure: null } : state;

      case 'removing': {
        const { list, device } = state;
        if (event.type === 'removed') return removed(event.list, device);
        if (event.type !== 'failed') return state;
        if (event.failure.code === 'not_found') return { at: 'rereading', list, device };
        return isOver(event.failure) ? stop(event.failure) : { ...listing(list), failure: event.failure, device };
      }

      case 'rereading':
        if (event.type === 'devices-read') return reread(event.list, state);
        return event.type === 'failed' ? stop(event.failure) : state;

      case 'confirming':
        if (event.type === 'proceed') return { at: 'removing-others', list: state.list };
        if (event.type !== 'leave') return state;
        // The answer may be lost: only the list of the server says who is signed in.
        return state.failure ? initial : listing(state.list);

      case 'removing-others':
        if (event.type === 'removed') return listing(event.list, 'others-signed-out');
        if (event.type !== 'failed') return state;
        return isOver(event.failure)
          ? stop(event.failure)
          : { at: 'confirming', list: state.list, failure: event.failure };
    }
  },

  request(state) {
    switch (state.at) {
      case 'loading':
      case 'rereading':
        return read;
      case 'removing': {
        const { id } = state.device;
        return async (client, signal) => ({
          type: 'removed',
          list: readDevices(await client.removeDevice!({ id }, signal)),
        });
      }
      case 'removing-others':
        return removeOthers;
      case 'unreachable':
      case 'signed-out':
      case 'absent':
      case 'listing':
      case 'confirming':
        return null;
    }
  },

  deadline: () => null,
};

/** The list that a state shows; null when it shows none. */
export function listOf(state: DevicesState): Devices | null {
  return 'list' in state ? state.list : null;
}

/** The refusal that a state shows, if any. */
export function failureOfDevices(state: DevicesState): Failure | null {
  return 'failure' in state ? state.failure : null;
}

function listing(list: Devices, notice: DevicesNotice | null = null): Listing {
  return { at: 'listing', list, notice, failure: null };
}

function removed(list: Devices, { kind }: Device): Listing {
  return listing(list, kind === 'session' ? 'signed-out' : 'forgotten');
}

/** Another tab has ended it, or it has ended by itself; or the back end has no operation that ends it. */
function reread(list: Devices, { list: before, device }: Rereading): Listing {
  const isListed = list.devices.some(({ id }) => id === device.id);
  if (isListed) return { ...listing(list), failure: { code: 'not_found' }, device };
  // A proof may give a session a new id: then it has not ended, and there are as many as before.
  return list.devices.length < before.devices.length ? removed(list, device) : listing(list);
}

function stop(failure: Failure): DevicesState {
  return isOver(failure) ? { at: 'signed-out', failure } : { at: 'unreachable', failure };
}

function isLacking({ code }: Failure): boolean {
  return code === 'not_found' || code === 'method_not_allowed';
}

function isOver({ code }: Failure): boolean {
  return code === 'not_signed_in' || code === 'challenge_expired';
}
