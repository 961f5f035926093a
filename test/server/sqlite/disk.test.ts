import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  enrolled,
  proved,
  signedIn,
  visit,
  type Answer,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const pragma = async (text: string): Promise<unknown> => {
  const { rows } = await sql.raw<Record<string, unknown>>(`PRAGMA ${text}`).execute(server.store.db);
  return Object.values(rows[0] ?? {})[0];
};

/**
 * No free page is left and none may be added: the server's connection sees a full disk. Audit entries at random places fill the
 * pages until even the smallest entry does not fit.
 */
async function fillDisk(): Promise<() => Promise<void>> {
  await pragma(`max_page_count = ${Number(await pragma('page_count')) + 1}`);
  for (const size of [2000, 200, 1]) {
    for (let refused = 0; refused < 200;) {
      const [account, id] = [randomUUID(), randomUUID().slice(0, size)];
      const text = 'x'.repeat(size);
      try {
        await sql`INSERT INTO audit_events (account_id, id, at, event, user_agent) VALUES (${account}, ${id}, 0, 'locked', ${text})`.execute(
          server.store.db,
        );
        refused = 0;
      } catch (error) {
        assert.match(String(error), /full/);
        refused += 1;
      }
    }
  }
  return async () => {
    await pragma('max_page_count = 1073741823');
    await server.store.db.deleteFrom('audit_events').where('at', '=', 0).execute();
  };
}

/** Makes the file read-only. `chmod` does not stop a superuser; this does. */
async function forbidWrites(): Promise<() => Promise<void>> {
  await pragma('query_only = ON');
  return async () => void (await pragma('query_only = OFF'));
}

const faults: Record<string, { begin: () => Promise<() => Promise<void>>; error: RegExp }> = {
  'a full disk': { begin: fillDisk, error: /database or disk is full/ },
  'a file that cannot be written': { begin: forbidWrites, error: /readonly database/ },
};

const code = ({ phone }: Enrolled): { code: string } => ({ code: phone.code(server.clock.now()) });

/** Tries each call that writes while the file cannot be written. */
const calls: Record<string, (browsers: { half: Visitor; full: Visitor; fresh: Visitor }, person: Enrolled) => Promise<Answer>> = {
  'a right code': ({ half }, person) => half.op('answerChallenge', code(person)),
  'a wrong code': ({ half }, person) => half.op('answerChallenge', { code: person.phone.wrongCode(server.clock.now()) }),
  'a right backup code': ({ half }, person) => half.op('answerChallenge', { backupCode: person.backupCodes[0] }),
  'a body that is none': ({ half }) => half.op('answerChallenge', {}),
  'a proof': ({ full }, person) => full.op('reauthenticate', code(person)),
  'a set-up': ({ fresh }) => fresh.op('beginSetup'),
  'new backup codes': ({ full }) => full.op('beginBackupCodes'),
  'disable': ({ full }) => full.op('disable'),
}; // prettier-ignore

for (const [name, { begin, error }] of Object.entries(faults)) {
  describe(name, () => {
    it('503 for every call that writes, nobody is signed in, reads still work, and the server recovers', async () => {
      const person = await enrolled(server);
      const full = await proved(server, person);
      const half = await challenged(server, person);
      const { browser: fresh } = await signedIn(server);
      server.clock.advance(30);
      const earlier = server.logs().length;

      const end = await begin();
      try {
        for (const [call, go] of Object.entries(calls)) {
          const answer = await go({ half, full, fresh }, person);
          assert.equal(answer.status, 503, call);
          assertProblem(answer, 503, 'unavailable', { retryAfter: 5 });
        }
        assert.equal((await visit(server).signIn(person.account)).status, 503);
        assert.equal((await half.call('GET', '/api/session')).status, 401);
        assert.equal((await half.op('readChallenge')).status, 200);
        assert.equal((await full.op('status')).status, 200);
      } finally {
        await end();
      }
      assert.match(server.logs().slice(earlier), error);

      // These calls have counted, spent and changed nothing.
      const wrong = { code: person.phone.wrongCode(server.clock.now()) };
      assertProblem(await half.op('answerChallenge', wrong), 422, 'code_invalid', { attemptsRemaining: 4 });
      assert.equal((await half.op('answerChallenge', code(person))).status, 200);
      const { body } = await full.op('status');
      assert.deepEqual([body['enabled'], body['backupCodes']], [true, { remaining: 10, total: 10 }]);
    });
  });
}
