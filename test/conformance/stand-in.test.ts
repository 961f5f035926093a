import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../server/conformance/checks/index.js';
import { exitCodeOf } from '../../server/conformance/run/verdict.js';
import { faultNames, faults, type Fault } from './stand-in/faults.js';
import { assertFound, runOnStandIn } from './support/find-faults.js';

/** A few of them; `npm run test:conformance:faults` tries all. */
const handful: readonly Fault[] = [
  'the spent step is kept per session',
  'a code is spent by two writes',
  'the budget belongs to the session',
  'Origin is compared by its beginning',
  'clock_out_of_sync at a challenge',
  'an error holds the secret',
];

describe('the stand-in without a fault', () => {
  it('holds every check, optional operations and hooks included', async () => {
    const { results, requests } = await runOnStandIn();
    const others = results.filter(({ outcome }) => outcome !== 'holds');
    assert.deepEqual(
      others.map(({ check, reason }) => `${check.id}: ${reason}`),
      [],
    );
    assert.equal(results.length, checks.length);
    assert.equal(exitCodeOf(results), 0);
    assert.ok(requests < 5000, `${requests} requests`);
  });
});

describe('planted faults', () => {
  for (const fault of handful)
    it(`${fault}: found by the checks that name it, and by no other`, () => assertFound(fault));

  it('are 40 or more, each with a check that finds it', () => {
    assert.ok(faultNames.length >= 40);
    const ids = new Set<string>(checks.map(({ id }) => id));
    for (const fault of faultNames) {
      assert.ok(faults[fault].finds.length > 0, fault);
      for (const id of faults[fault].finds) assert.ok(ids.has(id), `${fault}: ${id}`);
    }
  });
});
