import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createFleet, type Fleet, type Member } from '../support/fleet.js';
import { assertNoFailure, describeLoad } from '../support/live-report.js';
import { startProgram } from '../support/program.js';
import { signIns, startSignIns } from '../support/sign-in-load.js';
import { createSigningPeople, type SigningPerson } from '../support/sign-in-people.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { newKey } from '../support/test-server.js';

const [oldKey, nextKey] = [newKey('old'), newKey('next')];

let database: TestDatabase;
let fleet: Fleet;
let members: Member[];
let people: SigningPerson[];
before(async () => {
  database = await createDatabase();
  fleet = await createFleet(database.url, oldKey);
  members = [await fleet.start('1, the old key'), await fleet.start('2, the old key')];
  people = await createSigningPeople(database.url, oldKey, 3000);
});
after(async () => {
  await fleet.close();
  await database.remove();
});

/** Starts each instance again, one after another, with another key ring. */
async function restartAll(keys: string, name: string): Promise<void> {
  fleet.settings['HARMONY_2FA_KEYS'] = keys;
  const former = members;
  members = [];
  for (const [index, member] of former.entries()) {
    await fleet.stop(member);
    members.push(await fleet.start(`${index + 1}, ${name}`));
  }
}

async function reseal(keys: string): Promise<string> {
  const program = startProgram('admin/rotate-keys.ts', { DATABASE_URL: database.url, HARMONY_2FA_KEYS: keys });
  assert.equal(await program.ended, 0, program.output().stderr);
  return program.output().stdout;
}

describe(`${signIns} sign-ins while the keys of all instances are rotated`, () => {
  it('all succeed', { timeout: 3_600_000 }, async (t) => {
    const load = startSignIns(fleet.balancer.url, people);
    await load.reached(0.1);
    await restartAll(`${oldKey},${nextKey}`, 'the next key added');
    await load.reached(0.3);
    await restartAll(`${nextKey},${oldKey}`, 'the next key first');
    await load.reached(0.5);
    assert.match(await reseal(`${nextKey},${oldKey}`), /key old: 0 values, it may be removed from the ring now/);
    await load.reached(0.7);
    await restartAll(nextKey, 'the next key alone');
    const outcome = await load.finish();
    t.diagnostic(describeLoad(outcome));
    assertNoFailure(outcome, signIns, fleet);
  });
});
