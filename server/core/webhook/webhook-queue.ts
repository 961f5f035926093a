import type { EntryRange } from '../audit/audit-log.js';
import type { AuditEntry, AuditEventName } from '../audit/events.js';

/** While a process sends an event, no other claims it for so long. After a crash of that process another one then sends it. */
export const leaseMs = 2 * 60 * 1000;
/** An endpoint that no process has registered for so long is dropped, with what waits for it. */
export const abandonedAfterMs = 7 * 24 * 60 * 60 * 1000;

/** An endpoint by its name, and the entries that it wants; null for all. */
export interface Subscription {
  name: string;
  events: readonly AuditEventName[] | null;
}

/** An entry that is to be sent to one endpoint. The caller has claimed it: until the lease ends, no other process sends it. */
export interface ClaimedDelivery {
  entry: AuditEntry;
  endpoint: string;
  /** Since when it waits for the endpoint. */
  queuedAt: Date;
  /** How often it was claimed, including this time. */
  tries: number;
  /** Epoch milliseconds. It also identifies the claim. */
  leaseUntil: number;
}

/** What waits for an endpoint. */
export interface EndpointState {
  name: string;
  /** When a process has registered it last. */
  seenAt: Date;
  /** Deliveries that are to be sent. */
  waiting: number;
  /** When the oldest of them happened. */
  oldestAt: Date | null;
  /** Deliveries that could not be sent. They stay until their entries are deleted. */
  givenUp: number;
  /** Why a try of one of these failed: a status, or the code of an error. */
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
   * Entries that are written from then on are for these endpoints, too. Call it again within `abandonedAfterMs`. It also makes due what
   * was put off longer than any wait, by a clock that was ahead then.
   */
  register(subscriptions: readonly Subscription[], now: Date): Promise<void>;
  /** Makes deliveries of so many entries. Returns how many entries it has found. */
  collect(now: Date, limit: number): Promise<number>;
  /** Claims due deliveries for an endpoint. Each goes to one process only. */
  claim(endpoint: string, now: Date, limit: number): Promise<ClaimedDelivery[]>;
  sent(delivery: ClaimedDelivery): Promise<void>;
  postpone(delivery: ClaimedDelivery, until: Date, failure: string): Promise<void>;
  /** Returns false when another process has claimed the delivery meanwhile. */
  giveUp(delivery: ClaimedDelivery, failure: string): Promise<boolean>;
  /** Gives up what has waited for an endpoint since before then. Returns how many. */
  giveUpOld(endpoint: string, queuedBefore: Date, now: Date): Promise<number>;
  /** By name. */
  states(): Promise<EndpointState[]>;
  /** Makes due now what waits for another try, and what was given up. Returns how many. */
  retry(endpoint: string, now: Date): Promise<number>;
  /** Makes deliveries of the entries in this range again, also of those that were sent. Returns how many. */
  replay(endpoint: string, range: EntryRange, now: Date): Promise<number>;
  /** Forgets an endpoint and what waits for it. Returns false when there is none of this name. */
  remove(endpoint: string): Promise<boolean>;
}
