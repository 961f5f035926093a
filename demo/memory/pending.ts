import { ClientError } from '../../widget/client/index.js';
import { minute } from './time.js';

export const pendingMs = 10 * minute;

/** What was begun, and waits for its confirmation. */
export interface Pending<T> {
  /** The confirmation repeats it, so that a page confirms only what it has shown. */
  id: string;
  value: T;
  expiresAt: number;
}

export function readPending<T>(pending: Pending<T> | null, now: number, id = pending?.id): T {
  if (!pending || now >= pending.expiresAt || id !== pending.id) throw new ClientError({ code: 'setup_expired' });
  return pending.value;
}
