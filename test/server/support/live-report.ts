import assert from 'node:assert/strict';
import type { LoadOutcome } from './sign-in-load.js';

export function describeLoad({ done, failures, seconds }: LoadOutcome): string {
  return `${done} sign-ins in ${seconds.toFixed(0)} s, ${failures.length} of them failed`;
}

/** @param least how many sign-ins there have to be */
export function assertNoFailure({ done, failures }: LoadOutcome, least: number): void {
  assert.ok(done >= least, `${done} sign-ins`);
  const lines = failures
    .slice(0, 20)
    .map(({ step, instances, answer }) => `${step} (${instances.join(' → ')}): ${answer}`);
  assert.equal(failures.length, 0, `${failures.length} of ${done} sign-ins failed\n${lines.join('\n')}`);
}
