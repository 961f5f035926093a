import { toEnrolmentCaller, toFullCaller, toHalfCaller } from '../../core/two-factor/check-input.js';
import { TwoFactorError } from '../../core/errors.js';
import { requireFunction } from '../../core/require-options.js';
import type { Caller } from '../../core/two-factor/caller.js';
import type { Device } from '../../../widget/protocol/messages.js';
import type { TwoFactorHost } from './host.js';
import { devicesSchema } from './schemas.js';

const methods = ['identify', 'checkPassword', 'recordProof', 'completeChallenge', 'factorChanged'] as const;
/** A host has all of these or none. */
const deviceMethods = ['devices', 'removeDevice', 'removeOtherDevices'] as const;
/** No device is trusted for longer than a year. */
const maxHostTrustDays = 365;

/** A host of which every answer is checked. */
export type CheckedHost<Context> = TwoFactorHost<Context> & Required<Pick<TwoFactorHost<Context>, 'completeEnrolment'>>;

/**
 * Checks every answer of a host at run time. A host in JavaScript may return a value of a wrong type, and such a value would look
 * like a decision: `undefined` for a completed challenge, an object for a right password, a text for a time.
 *
 * A wrong type or an exception of the host becomes an error that names the method: the client gets 503 and the log gets a line.
 * Only a `TwoFactorError` of the host is answered with its own code.
 *
 * @throws {TypeError} at once when a method is missing, or when there are some methods of the devices and not all
 */
export function checkedHost<Context>(host: TwoFactorHost<Context>): CheckedHost<Context> {
  for (const method of methods) {
    if (typeof (host as Partial<TwoFactorHost<Context>> | null | undefined)?.[method] !== 'function') {
      throw new TypeError(`host.${method} has to be a function: see TwoFactorHost`);
    }
  }
  const given = host as unknown as Record<string, unknown>;
  for (const method of [...deviceMethods, 'trustDays']) {
    const isNeeded = method !== 'trustDays' && deviceMethods.some((other) => isGiven(given[other]));
    if ((isNeeded || isGiven(given[method])) && typeof given[method] !== 'function') {
      throw new TypeError(
        `host.${method} has to be a function: a host has devices, removeDevice and removeOtherDevices, or none`,
      );
    }
  }
  const { completeEnrolment } = host as { completeEnrolment?: unknown };
  requireFunction(completeEnrolment, 'host.completeEnrolment');
  return {
    ...(isGiven(given['trustDays']) && {
      trustDays: (context, caller) => callHost('trustDays', async () => toDays(await host.trustDays!(context, caller))),
    }),
    ...(isGiven(given['devices']) && {
      devices: (context, caller) => callHost('devices', async () => toDevices(await host.devices!(context, caller))),
      removeDevice: (context, caller, id, client) =>
        callHost('removeDevice', async () =>
          toBoolean('removeDevice', await host.removeDevice!(context, caller, id, client)),
        ),
      removeOtherDevices: (context, caller, client) =>
        callHost('removeOtherDevices', async () =>
          toBoolean('removeOtherDevices', await host.removeOtherDevices!(context, caller, client)),
        ),
    }),
    identify: (context) =>
      callHost('identify', async () => {
        const caller: unknown = await host.identify(context);
        return caller === null ? null : toCaller(caller, completeEnrolment !== undefined);
      }),
    checkPassword: (caller, password, client) =>
      callHost('checkPassword', async () =>
        toBoolean('checkPassword', await host.checkPassword(caller, password, client)),
      ),
    recordProof: (context, caller, proof) =>
      callHost('recordProof', async () => toBoolean('recordProof', await host.recordProof(context, caller, proof))),
    completeChallenge: (context, caller, passed) =>
      callHost('completeChallenge', async () => toCompleted(await host.completeChallenge(context, caller, passed))),
    factorChanged: (context, caller, change) =>
      callHost('factorChanged', () => host.factorChanged(context, caller, change)),
    completeEnrolment: (context, caller) =>
      callHost('completeEnrolment', async () =>
        toBoolean('completeEnrolment', await host.completeEnrolment?.(context, caller)),
      ),
  };
}

/** Wraps an error of the host: its own `status` is not about the client's request. */
async function callHost<T>(method: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TwoFactorError) throw error;
    throw new Error(`host.${method} failed`, { cause: error });
  }
}

/** @param mayEnrol whether the host can complete an enrolment */
function toCaller(caller: unknown, mayEnrol: boolean): Caller {
  if (typeof caller !== 'object' || caller === null) {
    throw new TypeError(`host.identify returned ${typeName(caller)}, not a caller or null`);
  }
  const { stage } = caller as Partial<Caller>;
  if (stage === 'full') return toFullCaller(caller, 'host.identify');
  if (stage === 'challenge') return toHalfCaller(caller, 'host.identify');
  if (stage === 'enrolment') {
    if (mayEnrol) return toEnrolmentCaller(caller, 'host.identify');
    throw new TypeError(
      "host.identify returned a caller of the stage 'enrolment', and the host has no completeEnrolment",
    );
  }
  throw new TypeError("host.identify returned a caller whose stage is neither 'full', 'challenge' nor 'enrolment'");
}

function toCompleted(completed: unknown): { result?: unknown } | null {
  if (completed === null) return null;
  if (typeof completed !== 'object' || Array.isArray(completed)) {
    throw new TypeError(`host.completeChallenge returned ${typeName(completed)}, not an object or null`);
  }
  const { result } = completed as { result?: unknown };
  // Here, so that the log names the method when JSON cannot hold it.
  const text = JSON.stringify(result) as string | undefined;
  return text === undefined ? {} : { result: JSON.parse(text) as unknown };
}

function toDays(days: unknown): number | null {
  if (days === null) return null;
  if (Number.isInteger(days) && (days as number) >= 1 && (days as number) <= maxHostTrustDays) return days as number;
  throw new TypeError(
    `host.trustDays returned ${typeName(days)}, not a number of days from 1 to ${maxHostTrustDays}, or null`,
  );
}

function toDevices(devices: unknown): Device[] {
  const list = devicesSchema.safeParse({ devices });
  if (list.success) return list.data.devices;
  const { path = [] } = list.error.issues[0] ?? {};
  throw new TypeError(`host.devices returned a list that is not one of the contract: ${path.join('.')}`);
}

function isGiven(method: unknown): boolean {
  return method !== undefined && method !== null;
}

function toBoolean(method: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`host.${method} returned ${typeName(value)}, not true or false`);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
