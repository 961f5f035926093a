import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FairQueue, QueueFullError } from '../../server/core/crypto/fair-queue.js';

/** A job that ends when the test says so. */
function job(): { run: () => Promise<void>; end: () => void; begun: boolean } {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const self = {
    begun: false,
    end,
    run: () => {
      self.begun = true;
      return ended;
    },
  };
  return self;
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the fair queue', () => {
  it('begins the single job of one party after the next job that ends, however many jobs another party has', async () => {
    const queue = new FairQueue({ places: 1, mostWaiting: 100, mostWaitingOfOne: 50 });
    const flood = Array.from({ length: 40 }, job);
    const all = flood.map(({ run }) => queue.run('flood', run));
    const single = job();
    const asked = queue.run('single', single.run);
    flood[0]!.end();
    await turn();
    // First the job whose turn it already was, then the single job.
    flood[1]!.end();
    await turn();
    assert.ok(single.begun);
    assert.ok(!flood[3]!.begun);
    single.end();
    await asked;
    flood.forEach(({ end }) => end());
    await Promise.all(all);
  });

  it('runs as many jobs as it has places, and passes each place on', async () => {
    const queue = new FairQueue({ places: 2, mostWaiting: 10, mostWaitingOfOne: 10 });
    const jobs = Array.from({ length: 4 }, job);
    const all = jobs.map(({ run }, index) => queue.run(String(index), run));
    await turn();
    assert.deepEqual(jobs.map(({ begun }) => begun), [true, true, false, false]); // prettier-ignore
    jobs[1]!.end();
    await turn();
    assert.deepEqual(jobs.map(({ begun }) => begun), [true, true, true, false]); // prettier-ignore
    jobs.forEach(({ end }) => end());
    await Promise.all(all);
  });

  it('refuses a job above its own limit, and above the limit of a party, before the job begins', async () => {
    const queue = new FairQueue({ places: 1, mostWaiting: 2, mostWaitingOfOne: 1 });
    const jobs = Array.from({ length: 5 }, job);
    const first = queue.run('a', jobs[0]!.run);
    const second = queue.run('a', jobs[1]!.run);
    await assert.rejects(queue.run('a', jobs[2]!.run), QueueFullError);
    const third = queue.run('b', jobs[3]!.run);
    await assert.rejects(queue.run('c', jobs[4]!.run), QueueFullError);
    assert.ok(!jobs[2]!.begun && !jobs[4]!.begun);
    jobs.forEach(({ end }) => end());
    await Promise.all([first, second, third]);
  });

  it('continues after a job that fails', async () => {
    const queue = new FairQueue({ places: 1, mostWaiting: 2, mostWaitingOfOne: 2 });
    const failing = queue.run('a', () => Promise.reject(new Error('no memory')));
    const next = queue.run('a', () => Promise.resolve(7));
    await assert.rejects(failing, /no memory/);
    assert.equal(await next, 7);
    assert.equal(await queue.run('b', () => Promise.resolve(8)), 8);
  });
});
