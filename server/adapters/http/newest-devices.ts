import { maxDevices } from '../../../widget/protocol/limits.js';
import type { Device } from '../../../widget/protocol/messages.js';

type Aged = Pick<Device, 'current' | 'addedAt'>;

/** The newest first, and at most as many as the contract allows. The one that asks is never cut off. */
export function newestDevices<Line extends Aged>(devices: readonly Line[]): Line[] {
  const byAge = (one: Aged, other: Aged): number => other.addedAt.localeCompare(one.addedAt);
  const own = devices.filter(({ current }) => current);
  const others = devices.filter(({ current }) => !current).sort(byAge);
  return [...own, ...others].slice(0, maxDevices).sort(byAge);
}
