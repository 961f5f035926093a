import type { PolicyRequirement } from '../../../widget/protocol/messages.js';
import { callApp } from '../call-app.js';

/** 2FA is required of an account. */
export interface Requirement {
  /** When the rule was made. */
  since: Date;
  /** The account may go on without 2FA until this time; null without a grace. */
  graceEndsAt: Date | null;
}

/**
 * Decides whether 2FA is required of an account, such as by its organisation or for its role. Returns null when it is not. While it is
 * required and on, it cannot be turned off. While it is required and off, a sign-in leads to the enrolment once the grace is over.
 *
 * Called at each sign-in, status and change of 2FA, and at each request with a full session. If it throws, the request is refused.
 */
export type Policy = (accountId: string) => Requirement | null | Promise<Requirement | null>;

/** Whether the grace is over, so that an account without 2FA may only enrol. */
export function isInForce({ graceEndsAt }: Requirement, now: Date): boolean {
  return graceEndsAt === null || graceEndsAt <= now;
}

export function toRequired({ since, graceEndsAt }: Requirement): PolicyRequirement {
  return { since: since.toISOString(), graceEndsAt: graceEndsAt?.toISOString() ?? null };
}

/**
 * Checks each answer of the app's policy. A forgotten `return` gives `undefined`, which would quietly mean “not required”.
 *
 * @returns a policy that rejects with a `TypeError` for an answer of a wrong type
 */
export function checkedPolicy(policy: Policy = () => null): (accountId: string) => Promise<Requirement | null> {
  return async (accountId) => {
    const requirement: unknown = await callApp('policy', () => policy(accountId));
    return requirement === null ? null : toRequirement(requirement);
  };
}

function toRequirement(value: unknown): Requirement {
  const { since, graceEndsAt } = (value ?? {}) as Partial<Requirement>;
  if (isDate(since) && (graceEndsAt === null || isDate(graceEndsAt))) return { since, graceEndsAt };
  throw new TypeError('policy has to return null, or since as a Date and graceEndsAt as a Date or null');
}

function isDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
