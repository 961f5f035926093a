import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { extractEarlierVersion, earlierCommit } from '../support/earlier-sources.js';
import { createFleet, type Fleet, type Member } from '../support/fleet.js';
import { assertNoFailure, describeLoad } from '../support/live-report.js';
import { signIns, startSignIns, type LoadOutcome } from '../support/sign-in-load.js';
import { createSigningPeople } from '../support/sign-in-people.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { newKey } from '../support/test-server.js';

const earlier = extractEarlierVersion();
const keys = newKey('live');

let database: TestDatabase;
let fleet: Fleet;
before(async () => {
  database = await createDatabase();
  fleet = await createFleet(database.url, keys);
});
after(async () => {
  await fleet.close();
  await database.remove();
  earlier?.remove();
});

/** An instance of the earlier version closes its listener at once, so that the operator takes it from the load balancer first. */
async function retire(member: Member): Promise<void> {
  await fleet.balancer.remove(member.name);
  await fleet.stop(member);
}

/** Sign-ins whose password was checked by one version, and their code by the other. */
function crossed({ routes }: LoadOutcome, from: string, to: string): number {
  const isCrossed = (route: string): boolean => new RegExp(`^${from}.* → ${to}`).test(route);
  return [...routes].reduce((sum, [route, count]) => sum + (isCrossed(route) ? count : 0), 0);
}

describe(`${signIns} sign-ins while the instances of an earlier version are replaced`, () => {
  it('all succeed, also those that begin at one version and end at the other', { timeout: 3_600_000 }, async (t) => {
    if (!earlier) return t.skip(`the history lacks the commit ${earlierCommit}: a shallow clone`);
    const [first, second] = [await fleet.start('old 1', earlier.base), await fleet.start('old 2', earlier.base)];
    const load = startSignIns(fleet.balancer.url, await createSigningPeople(database.url, keys, 3000));
    await load.reached(0.2);
    await fleet.start('new 1');
    await load.reached(0.4);
    await retire(first);
    await load.reached(0.7);
    await fleet.start('new 2');
    await retire(second);
    const outcome = await load.finish();
    t.diagnostic(describeLoad(outcome));
    assertNoFailure(outcome, signIns, fleet);
    for (const [from, to] of [
      ['old', 'new'],
      ['new', 'old'],
    ] as const) {
      const count = crossed(outcome, from, to);
      t.diagnostic(`${count} of them began at the ${from} version and went on at the ${to} one`);
      assert.ok(count > 0);
    }
  });
});
