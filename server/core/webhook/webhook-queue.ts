import type { EntryRange } from '../audit/audit-log.js';
import type { AuditEntry, AuditEventName } from '../audit/events.js';
import { dayMs } from '../durations.js';

/** How long a claimed event belongs to the process that sends it. If that process crashes, another one sends it after this time. */
export const webhookLeaseMs = 2 * 60 * 1000;
/** An endpoint that no process has registered for this long is dropped, with the deliveries that wait for it. */
export const dropEndpointAfterMs = 7 * dayMs;

/** An endpoint's name, and the audit events that it subscribes to; null for all. */
export interface Subscription {
  name: string;
  events: readonly AuditEventName[] | null;
}

/** An entry to send to one endpoint. The caller has claimed it, so no other process sends it until the lease ends. */
export interface ClaimedDelivery {
  entry: AuditEntry;
  endpoint: string;
  /** When it was queued for the endpoint. */
  queuedAt: Date;
  /** How often it was claimed, including this time. */
  tries: number;
  /** Epoch milliseconds. It also identifies the claim. */
  leaseUntil: number;
}

/** The state of an endpoint's queue. */
export interface EndpointState {
  name: string;
  /** When a process last registered it. */
  seenAt: Date;
  /** How many deliveries are not sent yet. */
  waiting: number;
  /** When the oldest of their entries happened. */
  oldestAt: Date | null;
  /** How many deliveries were given up. They stay until their entries are deleted. */
  givenUp: number;
  /** Why one of these failed: an HTTP status or an error code. */
  failure: string | null;
}

/**
 * The audit trail as an outbox.
 *
 *     entry, with its change ── collect ──▶ one delivery for each endpoint ── claim ── sent ──▶ gone
 *                                                                               │ failed
 *                                                                               └──▶ postponed ──▶ given up
 *
 * While an endpoint is registered, each entry is written with a mark, in the transaction of its change. The mark goes in the
 * transaction that makes the deliveries. So no entry is lost by a crash, and each is sent at least once.
 */
export interface WebhookQueue {
  /**
   * Queues every entry from now on for these endpoints. Call it again within `dropEndpointAfterMs`. It also makes deliveries due that a
   * clock which was ahead has postponed by more than the longest wait.
   */
  register(subscriptions: readonly Subscription[], now: Date): Promise<void>;
  /** Makes deliveries of up to `limit` entries. Returns how many entries it found. */
  collect(now: Date, limit: number): Promise<number>;
  /** Claims due deliveries for an endpoint. Each goes to one process only. */
  claim(endpoint: string, now: Date, limit: number): Promise<ClaimedDelivery[]>;
  sent(delivery: ClaimedDelivery): Promise<void>;
  postpone(delivery: ClaimedDelivery, until: Date, failure: string): Promise<void>;
  /** Returns false when another process has claimed the delivery meanwhile. */
  giveUp(delivery: ClaimedDelivery, failure: string): Promise<boolean>;
  /** Gives up the deliveries of an endpoint that were queued before this time. Returns how many. */
  giveUpOld(endpoint: string, queuedBefore: Date, now: Date): Promise<number>;
  /** The states of all endpoints, sorted by name. */
  states(): Promise<EndpointState[]>;
  /** Makes postponed and given-up deliveries due now. Returns how many. */
  retry(endpoint: string, now: Date): Promise<number>;
  /** Delivers the entries in this range again, also those that were sent. Returns how many. */
  replay(endpoint: string, range: EntryRange, now: Date): Promise<number>;
  /** Deletes an endpoint and its deliveries. Returns false when there is none of this name. */
  remove(endpoint: string): Promise<boolean>;
}
