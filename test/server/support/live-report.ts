import assert from 'node:assert/strict';
import type { Fleet } from './fleet.js';
import type { LoadOutcome } from './sign-in-load.js';

export function describeLoad({ done, failures, seconds }: LoadOutcome): string {
  return `${done} sign-ins in ${seconds.toFixed(0)} s, ${failures.length} of them failed`;
}

/**
 * @param least how many sign-ins there have to be
 * @param fleet whose logged errors belong to the failures
 */
export function assertNoFailure({ done, failures }: LoadOutcome, least: number, fleet: Fleet): void {
  assert.ok(done >= least, `${done} sign-ins`);
  const lines = failures
    .slice(0, 20)
    .map(({ at, step, instances, answer }) => `${at.toFixed(1)} s, ${step} (${instances.join(' → ')}): ${answer}`);
  const report = [`${failures.length} of ${done} sign-ins failed`, ...lines, ...fleet.errors().slice(0, 20)].join('\n');
  assert.equal(failures.length, 0, report);
}
