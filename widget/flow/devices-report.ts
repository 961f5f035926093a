import type { Failure } from '../client/client-error.js';
import { failureOfDevices, type DevicesState } from './devices-flow.js';

/** A step of the list of sessions and devices, as an event tells it to the page. */
export type DevicesReport =
  { type: 'cancelled' } | { type: 'signed-out'; failure: Failure } | { type: 'failed'; failure: Failure };

/** The report of the step between two states, if it has one. */
export function reportDevices(previous: DevicesState, next: DevicesState): DevicesReport | null {
  if (previous === next) return null;
  if (next.at === 'signed-out') return { type: 'signed-out', failure: next.failure };
  if (previous.at === 'asking' && next.at === 'listing') return { type: 'cancelled' };
  const failure = failureOfDevices(next);
  return failure && failure !== failureOfDevices(previous) ? { type: 'failed', failure } : null;
}
