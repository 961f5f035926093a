import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseKeyRing } from '../../server/core/crypto/key-ring.js';
import { openStore, type OpenStore } from '../../server/adapters/store/open-store.js';
import { createTwoFactor } from '../../server/core/two-factor/create-two-factor.js';
import type { Tolerance } from '../../server/core/two-factor/totp.js';
import { phone } from './support/phone.js';
import { createDatabase, type TestDatabase } from './support/test-database.js';
import { newKey } from './support/test-server.js';

const start = Date.parse('2026-11-24T09:00:00.000Z');

let database: TestDatabase;
let store: OpenStore;
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
});
after(async () => {
  await store.close();
  await database.remove();
});

/** Whether each operation accepts a code that is this many steps away from the server's step. */
async function taken(tolerance: Tolerance | undefined, steps: number): Promise<Record<string, boolean>> {
  let now = new Date(start);
  const twoFactor = createTwoFactor({
    store: store.secondFactors,
    keys: parseKeyRing(newKey('test')),
    issuer: 'Harmony',
    clock: () => now,
    ...(tolerance !== undefined && { tolerance }),
  });
  const accountId = `${tolerance}-${steps}-${Math.trunc(performance.now() * 1000)}`;
  const proof = { method: 'password', at: now } as const;
  const setup = await twoFactor.beginSetup({ accountId, accountName: 'ada@harmony.example', proof });
  const { code } = phone(setup.keyUri);
  const accepts = (call: Promise<unknown>): Promise<boolean> => call.then(() => true, () => false); // prettier-ignore
  const confirm = await accepts(twoFactor.confirmSetup({ accountId }, code(now, steps)));
  if (!confirm) await twoFactor.confirmSetup({ accountId }, code(now));
  now = new Date(start + 600_000);
  const due = { accountId, expiresAt: new Date(start + 1_200_000) };
  const challenge = await accepts(twoFactor.answerChallenge(due, { code: code(now, steps) }));
  now = new Date(start + 700_000);
  const proved = await accepts(
    twoFactor.prove({ accountId }, { code: code(now, steps) }, () => Promise.resolve(false)),
  );
  return { confirm, challenge, proved };
}

const all = { confirm: true, challenge: true, proved: true };
const none = { confirm: false, challenge: false, proved: false };

describe('how far a code may be from the server’s step', () => {
  const table: [Tolerance | undefined, number[]][] = [
    [undefined, [-1, 0, 1]],
    [1, [-1, 0, 1]],
    [0, [0]],
  ];
  for (const [tolerance, live] of table) {
    it(`tolerance ${tolerance ?? 'not given'}: the steps ${live.join(', ')} in every operation, and no other`, async () => {
      for (const steps of [-2, -1, 0, 1, 2]) {
        assert.deepEqual(await taken(tolerance, steps), live.includes(steps) ? all : none, `step ${steps}`);
      }
    });
  }

  it('no other tolerance is accepted', () => {
    for (const tolerance of [2, -1, 0.5, Number.NaN, '1', null]) {
      assert.throws(
        () =>
          createTwoFactor({
            store: store.secondFactors,
            keys: parseKeyRing(newKey('test')),
            issuer: 'Harmony',
            tolerance: tolerance as Tolerance,
          }),
        TypeError,
      );
    }
  });
});
