import { CancelledEvent, FailedEvent, SignedOutEvent } from '../events.js';
import { failureOfDevices, type DevicesState } from './devices-flow.js';

/** The event that tells the page about the step between two states, if it is told. */
export function reportDevices(previous: DevicesState, next: DevicesState): Event | null {
  if (previous === next) return null;
  if (next.at === 'signed-out') return new SignedOutEvent(next.failure.code);
  if (previous.at === 'confirming' && next.at === 'listing') return new CancelledEvent();
  const failure = failureOfDevices(next);
  return failure && failure !== failureOfDevices(previous) ? new FailedEvent(failure.code) : null;
}
