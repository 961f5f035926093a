import { dayMs } from '../durations.js';
import { requireFunction, requireOptions } from '../require-options.js';
import type { EnrolmentStore } from './enrolment-store.js';
import type { Policy } from './requirement.js';

/** The longest grace and the longest extension, so that neither can be unlimited. */
export const mostGraceDays = 90;

/** Why 2FA is required of an account, and from when on. */
export interface EnrolmentRule {
  /** When the rule was made. */
  since: Date;
  /** The date from which the rule is in force for all accounts. Without it and without `graceDays` the rule is in force at once. */
  from?: Date | null;
  /** How many days each account has after it first meets the rule, up to `mostGraceDays`. */
  graceDays?: number;
}

export interface EnrolmentPolicyOptions {
  /** The `enrolments` of the result of `openStore`. */
  enrolments: EnrolmentStore;
  /** The rule for this account; null without one. */
  ruleFor(accountId: string): EnrolmentRule | null | Promise<EnrolmentRule | null>;
  clock?: () => Date;
}

/**
 * A `policy` for `createTwoFactor` with dates, days of grace for each account, and extensions for single accounts. The latest of
 * these deadlines counts.
 *
 * @example
 * const policy = createEnrolmentPolicy({
 *   enrolments: store.enrolments,
 *   async ruleFor(accountId) {
 *     const { requires2faSince } = await organisationOf(accountId);
 *     return requires2faSince && { since: requires2faSince, graceDays: 14 };
 *   },
 * });
 * const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer, policy });
 *
 * @throws {TypeError} at once when an option is missing
 */
export function createEnrolmentPolicy(options: EnrolmentPolicyOptions): Policy {
  requireOptions(options, 'createEnrolmentPolicy');
  const { enrolments, clock = () => new Date() } = options;
  if (typeof (enrolments as Partial<EnrolmentStore> | undefined)?.beginGrace !== 'function') {
    throw new TypeError('createEnrolmentPolicy: enrolments has to be that of the result of openStore');
  }
  if (typeof (options as Partial<EnrolmentPolicyOptions>).ruleFor !== 'function') {
    throw new TypeError('createEnrolmentPolicy: ruleFor has to be a function');
  }
  requireFunction(clock, 'createEnrolmentPolicy: clock');

  return async (accountId) => {
    const rule: unknown = await options.ruleFor(accountId);
    if (rule === null) return null;
    const { since, from, graceDays } = toRule(rule);
    const { extendedUntil } = await enrolments.find(accountId);
    const graceEndsAt = graceDays === 0 ? null : addDays(await enrolments.beginGrace(accountId, clock()), graceDays);
    return { since, graceEndsAt: latest([from, graceEndsAt, extendedUntil]) };
  };
}

function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * dayMs);
}

function latest(dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => (date === null ? [] : [date.getTime()]));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function toRule(value: unknown): Required<EnrolmentRule> {
  const { since, from = null, graceDays = 0 } = (value ?? {}) as Partial<EnrolmentRule>;
  const isWhole = Number.isInteger(graceDays) && graceDays >= 0 && graceDays <= mostGraceDays;
  if (isDate(since) && (from === null || isDate(from)) && isWhole) return { since, from, graceDays };
  throw new TypeError(
    `ruleFor has to return null, or since as a Date, and perhaps from as a Date and graceDays from 0 to ${mostGraceDays}`,
  );
}

function isDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
