import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QueueFullError } from '../../server/core/turns/fair-queue.js';
import { Turnstile } from '../../server/core/turns/turnstile.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the turnstile', () => {
  it('lets one call of a party begin in a turn of the event loop, and one of each other party beside it', async () => {
    const turnstile = new Turnstile(100);
    const begun: string[] = [];
    const pass = async (party: string): Promise<void> => {
      await turnstile.pass(party);
      begun.push(party);
    };
    const all = [...Array.from({ length: 20 }, () => pass('flood')), pass('ada'), pass('bob')];
    await turn();
    assert.deepEqual(begun, ['flood', 'ada', 'bob']);
    await Promise.all(all);
    assert.equal(begun.length, 22);
  });

  it('lets the members of a party take turns', async () => {
    const turnstile = new Turnstile(100);
    const begun: string[] = [];
    const pass = async (member: string): Promise<void> => {
      await turnstile.pass('/48', member);
      begun.push(member);
    };
    await Promise.all([...Array.from({ length: 20 }, () => pass('flood')), pass('ada')]);
    assert.equal(begun.indexOf('ada'), 2);
  });

  it('lets the next call begin though an earlier one never ends', async () => {
    const turnstile = new Turnstile(100);
    await turnstile.pass('party');
    const neverEnding = async (): Promise<void> => {
      await turnstile.pass('party');
      await new Promise(() => undefined);
    };
    void neverEnding();
    await turnstile.pass('party');
  });

  it('refuses the calls of a party above its limit, and none of another', async () => {
    const turnstile = new Turnstile(2);
    const all = [turnstile.pass('flood'), turnstile.pass('flood'), turnstile.pass('flood')];
    await assert.rejects(async () => turnstile.pass('flood'), QueueFullError);
    await Promise.all([...all, turnstile.pass('ada')]);
  });
});
