import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createTwoFactor,
  openStore,
  parseKeyRing,
  type Log,
  type OpenStore,
  type Requirement,
} from '../../../server/index.js';
import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import { checkedFetch } from '../support/contract.js';
import { mounts, type AppSession, type Mounted } from '../support/mounts.js';
import { phone } from '../support/phone.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';

const origin = 'https://app.example.com';
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** All that somebody who is being enrolled may do. */
const allowed: ReadonlySet<Operation> = new Set(['status', 'beginSetup', 'confirmSetup', 'cancelSetup']);

for (const [name, mount] of Object.entries(mounts)) {
  describe(`somebody who is being enrolled, with the contract mounted on ${name}`, () => {
    const sessions = new Map<string, AppSession>();
    const since = new Date('2026-11-01T00:00:00.000Z');
    let now = new Date('2026-11-24T09:00:00.000Z');
    let requirement: Requirement | null = { since, graceEndsAt: null };
    let database: TestDatabase;
    let store: OpenStore;
    let app: Mounted;
    let accounts = 0;

    before(async () => {
      database = await createDatabase();
      store = await openStore(database.url);
      const clock = (): Date => now;
      const twoFactor = createTwoFactor({
        store: store.secondFactors,
        keys: parseKeyRing(newKey('k')),
        issuer: 'Acme',
        clock,
        hash: cheapArgon2.derive,
        policy: () => requirement,
      });
      app = await mount({ twoFactor, sessions, origins: [origin], clock, log: silent, limit: () => undefined });
    });
    after(async () => {
      app.close();
      await store.close();
      await database.remove();
    });

    const newAccount = (): string => `account-${(accounts += 1)}`;
    function begin(stage: AppSession['stage'], accountId = newAccount()): { id: string; accountId: string } {
      const id = crypto.randomUUID();
      sessions.set(id, { stage, accountId, proof: stage === 'full' ? { method: 'password', at: now } : null });
      return { id, accountId };
    }

    async function op(operation: Operation, session: string, body?: object) {
      const { method, path } = endpoints[operation];
      const response = await checkedFetch(`${app.url}/api/2fa${path.replace('{id}', 'any')}`, {
        method,
        headers: { origin, 'x-session': session, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      return { status: response.status, body: answer, session: response.headers.get('x-session') };
    }

    async function enrol(session: string) {
      const { body } = await op('beginSetup', session, {});
      const own = phone(String(body['keyUri']));
      const confirmed = await op('confirmSetup', session, { code: own.code(now), id: body['id'] });
      now = new Date(now.getTime() + 30_000);
      return { own, confirmed };
    }

    for (const operation of Object.keys(endpoints) as Operation[]) {
      if (allowed.has(operation)) continue;
      it(`is refused at ${operation}, and nothing changes`, async () => {
        const { id, accountId } = begin('enrolment');
        const session = { ...sessions.get(id)! };
        for (const body of [{}, { code: '000000' }, { backupCode: 'ABCD-EFGH' }, { password: 'open sesame' }]) {
          const { status, body: problem } = await op(
            operation,
            id,
            endpoints[operation].method === 'GET' ? undefined : body,
          );
          const code = operation.endsWith('Challenge') ? 'challenge_expired' : 'not_signed_in';
          assert.deepEqual([status, problem['code']], [401, code]);
        }
        assert.deepEqual(sessions.get(id), session);
        assert.equal((await store.secondFactors.read(accountId)).version, 0);
      });
    }

    it('reads that 2FA is required, sets it up without another proof, and is signed in under a new id', async () => {
      const { id, accountId } = begin('enrolment');
      const elsewhere = begin('full', accountId);
      const before = await op('status', id);
      assert.deepEqual(before.body['required'], { since: since.toISOString(), graceEndsAt: null });
      assert.equal(before.body['enabled'], false);
      const { confirmed } = await enrol(id);
      assert.deepEqual([confirmed.status, confirmed.body['enabled']], [200, true]);
      assert.ok(confirmed.session && confirmed.session !== id);
      assert.equal(sessions.has(id), false);
      assert.equal(sessions.has(elsewhere.id), false);
      assert.deepEqual(sessions.get(confirmed.session)?.stage, 'full');
      // The code of the set-up was a second factor: a change asks for no other.
      assert.equal((await op('beginBackupCodes', confirmed.session, {})).status, 201);
    });

    it('cancels a set-up and begins another', async () => {
      const { id } = begin('enrolment');
      assert.equal((await op('beginSetup', id, {})).status, 201);
      assert.equal((await op('cancelSetup', id)).status, 204);
      const refused = await op('confirmSetup', id, { code: '000000' });
      assert.deepEqual([refused.status, refused.body['code']], [410, 'setup_expired']);
      assert.equal((await enrol(id)).confirmed.status, 200);
    });

    it('does nothing any more once the account has 2FA from elsewhere', async () => {
      const { id, accountId } = begin('enrolment');
      const { confirmed } = await enrol(begin('full', accountId).id);
      // As in an app that does not end its other sessions.
      sessions.set(id, { stage: 'enrolment', accountId, proof: null });
      assert.equal((await op('beginSetup', confirmed.session!, {})).status, 201);
      const { version } = await store.secondFactors.read(accountId);
      for (const operation of allowed) {
        const body = operation === 'status' ? undefined : { code: '000000' };
        const { status, body: problem } = await op(operation, id, body);
        assert.deepEqual([operation, status, problem['code']], [operation, 401, 'not_signed_in']);
      }
      assert.equal((await store.secondFactors.read(accountId)).version, version);
    });

    it('has no way around the rule: it cannot be turned off, before and after the end of the grace', async () => {
      for (const graceEndsAt of [null, new Date(now.getTime() + 60_000), new Date(now.getTime() - 60_000)]) {
        requirement = { since, graceEndsAt };
        const { confirmed } = await enrol(begin('enrolment').id);
        const refused = await op('disable', confirmed.session!, {});
        assert.deepEqual([refused.status, refused.body['code']], [403, 'required_by_policy']);
        requirement = null;
        assert.equal((await op('disable', confirmed.session!, {})).status, 200);
      }
      requirement = { since, graceEndsAt: null };
    });
  });
}
