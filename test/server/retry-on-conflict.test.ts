import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conflict, retryOnConflict } from '../../server/core/two-factor/retry-on-conflict.js';
import { emptyFactor } from '../../server/core/two-factor/store-over-rows.js';

const store = { read: (accountId: string) => Promise.resolve(emptyFactor(accountId)) };

describe('rounds that are lost to other writes', () => {
  it('begin for eight seconds at most, and then the account is unavailable for now', async (test) => {
    let now = 5_000_000;
    test.mock.method(performance, 'now', () => now);
    let rounds = 0;
    const lost = retryOnConflict(store, 'ada', () => {
      rounds += 1;
      now += 1900;
      return Promise.resolve(conflict);
    });
    await assert.rejects(lost, { code: 'unavailable', details: { retryAfter: 1 } });
    assert.equal(rounds, 5);
  });

  it('do not end a round that wins, however long it takes', async (test) => {
    let now = 0;
    test.mock.method(performance, 'now', () => now);
    const won = retryOnConflict(store, 'ada', () => {
      now += 10_000;
      return Promise.resolve('committed');
    });
    assert.equal(await won, 'committed');
  });

  it('are sixty-four at most', async () => {
    let rounds = 0;
    const lost = retryOnConflict(store, 'ada', () => Promise.resolve(((rounds += 1), conflict)));
    await assert.rejects(lost, { code: 'unavailable' });
    assert.equal(rounds, 64);
  });
});
