import type { ProofMethod } from '../../../widget/protocol/messages.js';
import type { AuditEntry } from '../audit/events.js';
import { caepEventOf, caepPrefix, type CaepClaims } from './caep.js';

/**
 * An audit entry as it is sent out: the body of a webhook, and a line of an exported trail. Like the entry, it holds no code, no secret
 * and no session id.
 */
export interface WebhookEvent {
  /** The id of the entry. Also the header `webhook-id`, the same at each try: process each id once. */
  id: string;
  /** `harmony_2fa.` and the name of the entry. */
  type: string;
  /** When it happened, RFC 3339. */
  timestamp: string;
  data: {
    /** As the host knows the account. */
    accountId: string;
    method: ProofMethod | null;
    /** The IP address of the client. */
    address: string | null;
    userAgent: string | null;
    /** The id in the request's log line. */
    requestId: string | null;
    detail: string | null;
  };
  /** The subject of `events`, as in RFC 9493. */
  sub_id?: { format: 'opaque'; id: string };
  /** Where CAEP 1.0 has a name for it: its claims by the URI of its type, as in RFC 8417. */
  events?: Record<string, CaepClaims & { event_timestamp: number }>;
}

const typePrefix = 'harmony_2fa.';

export function composeEvent(entry: AuditEntry): WebhookEvent {
  const { id, accountId, at, event, method, address, userAgent, requestId, detail } = entry;
  const caep = caepEventOf(event);
  return {
    id,
    type: `${typePrefix}${event}`,
    timestamp: at.toISOString(),
    data: { accountId, method, address, userAgent, requestId, detail },
    ...(caep && {
      sub_id: { format: 'opaque' as const, id: accountId },
      events: { [caepPrefix + caep.type]: { ...caep.claims, event_timestamp: Math.floor(at.getTime() / 1000) } },
    }),
  };
}

/** The event that the admin command sends to test an endpoint. It reports no entry. */
export function composeTestEvent(id: string, at: Date): WebhookEvent {
  return {
    id,
    type: `${typePrefix}test`,
    timestamp: at.toISOString(),
    data: { accountId: '', method: null, address: null, userAgent: null, requestId: null, detail: null },
  };
}
