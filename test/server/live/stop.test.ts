import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createFleet, type Fleet, type Member } from '../support/fleet.js';
import { assertNoFailure, describeLoad } from '../support/live-report.js';
import { query } from '../support/postgres-query.js';
import { signIns, startSignIns } from '../support/sign-in-load.js';
import { createSigningPeople, type SigningPerson } from '../support/sign-in-people.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { newKey } from '../support/test-server.js';

let database: TestDatabase;
let fleet: Fleet;
let members: Member[];
let people: SigningPerson[];
before(async () => {
  database = await createDatabase();
  const keys = newKey('live');
  fleet = await createFleet(database.url, keys);
  members = [await fleet.start('instance 1'), await fleet.start('instance 2')];
  people = await createSigningPeople(database.url, keys, 3000);
});
after(async () => {
  await fleet.close();
  await database.remove();
});

describe(`${signIns} sign-ins while instances are stopped by SIGTERM and started again, in turn`, () => {
  it('all succeed', { timeout: 3_600_000 }, async (t) => {
    const load = startSignIns(fleet.balancer.url, people);
    const stops = Math.max(4, Math.round(signIns / 500));
    for (let round = 0; round < stops; round += 1) {
      await load.reached(round / stops);
      const [stopping, staying] = members as [Member, Member];
      await fleet.stop(stopping);
      members = [staying, await fleet.start(`instance ${round + 3}`)];
    }
    const outcome = await load.finish();
    t.diagnostic(`${describeLoad(outcome)}, ${stops} instances stopped`);
    assertNoFailure(outcome, signIns, fleet);
  });

  it('would not, if an instance ended without its answers: the load sees it', { timeout: 600_000 }, async () => {
    const load = startSignIns(fleet.balancer.url, people, 60);
    await load.reached(0.3);
    const [killed] = members as [Member];
    await fleet.balancer.forwarded(killed.name);
    killed.program.child.kill('SIGKILL');
    await killed.program.ended;
    const { failures } = await load.finish();
    assert.ok(failures.length > 0);
    for (const { answer } of failures) assert.match(answer, /^502 .* lost the request: ECONNRESET/);
  });

  it(
    'would not, if an answer were dropped after its commit: the load sees it, and the code is spent',
    { timeout: 600_000 },
    async () => {
      // Of the two instances one was killed above.
      await fleet.start('the last instance');
      const before = await countCodes();
      const load = startSignIns(fleet.balancer.url, people, 60);
      await load.reached(0.3);
      await fleet.balancer.loseAnswer('/api/2fa/challenge');
      const { done, failures } = await load.finish();
      assert.deepEqual(
        failures.map(({ step, answer }) => [step, answer.replace(/ .* lost/, ' lost')]),
        [['code', '502 lost the answer']],
      );
      assert.equal((await countCodes()) - before, done, 'also the code without an answer is spent');
    },
  );
});

/** How many right codes were spent. */
async function countCodes(): Promise<number> {
  const statement = `select count(*)::integer as count from audit_events where event = 'second_factor_ok'`;
  const [row] = await query<{ count: number }>(database.url, statement);
  return row!.count;
}
