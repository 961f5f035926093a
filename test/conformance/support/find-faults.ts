import assert from 'node:assert/strict';
import { checks } from '../../../server/conformance/checks/index.js';
import { runChecks, type Run } from '../../../server/conformance/run/run.js';
import { faults, type Fault } from '../stand-in/faults.js';
import { startStandIn } from '../stand-in/server.js';

/** Runs every check against the stand-in with a fault, or without one. */
export async function runOnStandIn(fault?: Fault, chosen = checks): Promise<Run> {
  const standIn = await startStandIn({ fault });
  try {
    return await runChecks({ base: standIn.base, driver: standIn.driver, checks: chosen });
  } finally {
    await standIn.close();
  }
}

export const failuresOf = ({ results }: Run): string[] =>
  results.filter(({ outcome }) => outcome === 'fails').map(({ check }) => check.id);

/** Fails unless the checks that find this fault are those of the table, and no other. */
export async function assertFound(fault: Fault): Promise<void> {
  const run = await runOnStandIn(fault);
  const reasons = run.results
    .filter(({ outcome }) => outcome === 'fails')
    .map(({ check, reason }) => `${check.id}: ${reason}`);
  assert.deepEqual(failuresOf(run), [...faults[fault].finds], reasons.join('\n'));
}
