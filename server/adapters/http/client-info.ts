import type { ClientInfo } from '../../core/audit/events.js';
import { readAddress } from './address.js';

const maxUserAgentLength = 200;

/** What the audit trail stores of a client. The user agent is the client's own text: it is shortened to printable characters. */
export function describeClient(parts: {
  /** The first of these that is an address counts. */
  addresses: readonly unknown[];
  userAgent: string | undefined;
  requestId: string | null;
}): ClientInfo {
  // Of an asynchronous `addressOf`. It cannot be waited for here, and Node would end the process because of its rejection.
  for (const given of parts.addresses) if (given instanceof Promise) given.catch(() => undefined);
  const address = parts.addresses.map(readAddress).find((found) => found !== null) ?? null;
  const userAgent = parts.userAgent?.replace(/[^\x20-\x7e]/g, '?').slice(0, maxUserAgentLength) ?? null;
  return { address, userAgent, requestId: parts.requestId };
}
