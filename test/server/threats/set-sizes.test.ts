import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createBackupCodes } from '../../../server/core/two-factor/backup-codes.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { purposes } from '../../../server/core/two-factor/sealing.js';
import { cheapArgon2, startServer, type TestServer } from '../support/test-server.js';
import { assertProblem, challenged, enrolled, type Enrolled } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

/** A person with a stored set of so many codes, as from another version of the server. */
async function enrolledWith(size: number): Promise<Enrolled> {
  const person = await enrolled(server);
  const { codes, packed } = await createBackupCodes({ hash: cheapArgon2.derive, size, party: `set of ${size}` });
  await store(person, packed);
  return { ...person, backupCodes: codes };
}

async function store(person: Enrolled, packed: Uint8Array): Promise<void> {
  const { id } = (await server.accounts.find(person.account.email)) ?? { id: '' };
  const sealed = parseKeyRing(server.keys).seal(packed, { accountId: id, purpose: purposes.backupCodes });
  await server.store.db
    .updateTable('second_factors')
    .set({ backup_codes: sealed })
    .where('account_id', '=', id)
    .execute();
}

async function countOf(person: Enrolled): Promise<unknown> {
  return (await person.browser.op('status')).body['backupCodes'];
}

describe('the stored set decides the number of backup codes', () => {
  it('sets of 8, 10 and 16 are opened, counted and spent side by side', async () => {
    const sizes = [8, 10, 16];
    const people = await Promise.all(sizes.map(enrolledWith));
    for (const [at, person] of people.entries()) {
      assert.deepEqual(await countOf(person), { remaining: sizes[at], total: sizes[at] });
    }
    // The first and the last code of each set, in turn.
    for (const [spent, index] of [0, -1].entries()) {
      for (const [at, person] of people.entries()) {
        const total = sizes[at]!;
        const backupCode = person.backupCodes.at(index);
        const browser = await challenged(server, person);
        const answer = await browser.op('answerChallenge', { backupCode });
        assert.equal(answer.status, 200);
        assert.deepEqual(answer.body['backupCodes'], { remaining: total - spent - 1, total });
        assert.deepEqual(await countOf(person), { remaining: total - spent - 1, total });
        const again = await (await challenged(server, person)).op('answerChallenge', { backupCode });
        assertProblem(again, 422, 'code_invalid', { attemptsRemaining: 4 });
      }
    }
    server.clock.advance(30);
    for (const [at, person] of people.entries()) {
      const browser = await challenged(server, person);
      const answer = await browser.op('answerChallenge', { code: person.phone.code(server.clock.now()) });
      assert.deepEqual(answer.body['backupCodes'], { remaining: sizes[at]! - 2, total: sizes[at] });
    }
  });

  it('all 31 codes of the largest set can be spent', async () => {
    const person = await enrolledWith(31);
    for (const [index, backupCode] of person.backupCodes.entries()) {
      const answer = await (await challenged(server, person)).op('answerChallenge', { backupCode });
      assert.deepEqual(answer.body['backupCodes'], { remaining: 30 - index, total: 31 });
    }
    assert.deepEqual(await countOf(person), { remaining: 0, total: 31 });
  });

  it('a new set that replaces one of another size starts with all its codes', async () => {
    const person = await enrolledWith(16);
    await challenged(server, person).then((browser) =>
      browser.op('answerChallenge', { backupCode: person.backupCodes[15] }),
    );
    const { body } = await person.browser.op('beginBackupCodes');
    const kept = await person.browser.op('keepBackupCodes', { id: body['id'] });
    assert.deepEqual(kept.body['backupCodes'], { remaining: 10, total: 10 });
  });

  it('a set of an unknown format is a fault and counts no failure', async () => {
    const person = await enrolled(server);
    await store(person, Uint8Array.of(1, 2, 3));
    const browser = await challenged(server, person);
    const answer = await browser.op('answerChallenge', { backupCode: person.backupCodes[0] });
    assertProblem(answer, 503, 'unavailable', { retryAfter: 5 });
    const { id } = (await server.accounts.find(person.account.email)) ?? { id: '' };
    assert.equal((await server.store.secondFactors.read(id)).budget.failures, 0);
  });
});
