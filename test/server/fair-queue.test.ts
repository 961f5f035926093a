import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FairQueue, QueueFullError, type Turn } from '../../server/core/turns/fair-queue.js';

interface Job {
  run: () => Promise<void>;
  end: () => void;
  begun: boolean;
}

/** A job that ends when the test says so. */
function job(): Job {
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
const of = (party: string): Turn => ({ parties: [party], member: party });

/** Runs a flood in a queue with one place, then the single job, and counts the jobs of the flood that begin before the single one. */
async function jobsBefore(single: Turn, flood: readonly Turn[]): Promise<number> {
  const queue = new FairQueue({ concurrency: 1, maxWaiting: 100, maxWaitingOfParty: 100 });
  const jobs = flood.map(() => job());
  const all = jobs.map(({ run }, index) => queue.run(flood[index]!, run));
  const own = job();
  all.push(queue.run(single, own.run));
  for (const { end } of jobs) {
    if (own.begun) break;
    end();
    await turn();
  }
  const before = jobs.filter(({ begun }) => begun).length;
  for (const { end } of [own, ...jobs]) end();
  await Promise.all(all);
  return before;
}

describe('the fair queue begins a single job after the job that runs and one more, while', () => {
  const many = (turnOf: (index: number) => Turn): Turn[] => Array.from({ length: 40 }, (_, index) => turnOf(index));
  const stranger: Turn = { parties: ['ada', 'net of ada'], member: 'home of ada' };

  it('one party has many jobs', async () => {
    assert.equal(await jobsBefore(of('single'), many(() => of('flood'))), 2); // prettier-ignore
  });

  it('one network tries many accounts', async () => {
    const flood = many((n) => ({ parties: [`account ${n}`, 'one /48'], member: `/64 number ${n}` }));
    assert.equal(await jobsBefore(stranger, flood), 2);
  });

  it('one account is tried from many networks', async () => {
    const flood = many((n) => ({ parties: ['one account', `/48 number ${n}`], member: `/64 number ${n}` }));
    assert.equal(await jobsBefore(stranger, flood), 2);
  });

  it('another member of the same party has many jobs', async () => {
    const flood = many((n) => ({ parties: [`account ${n}`, 'one /48'], member: 'one /64' }));
    assert.equal(await jobsBefore({ parties: ['ada', 'one /48'], member: 'another /64' }, flood), 2);
  });
});

describe('the fair queue', () => {
  it('gives a party that was just served its next turn before all who come later', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 10, maxWaitingOfParty: 10 });
    const begun: string[] = [];
    const jobs = Array.from({ length: 6 }, job);
    const run = (party: string, index: number): Promise<void> =>
      queue.run(of(party), () => {
        begun.push(party);
        return jobs[index]!.run();
      });
    const all = ['first', 'a', 'a', 'b'].map(run);
    jobs[0]!.end();
    await turn();
    all.push(...['newcomer', 'newer'].map((party, index) => run(party, index + 4)));
    jobs.forEach(({ end }) => end());
    await Promise.all(all);
    assert.deepEqual(begun, ['first', 'a', 'b', 'a', 'newcomer', 'newer']);
  });

  it('runs as many jobs as it has places, and passes each place on', async () => {
    const queue = new FairQueue({ concurrency: 2, maxWaiting: 10, maxWaitingOfParty: 10 });
    const jobs = Array.from({ length: 4 }, job);
    const all = jobs.map(({ run }, index) => queue.run(of(String(index)), run));
    await turn();
    assert.deepEqual(jobs.map(({ begun }) => begun), [true, true, false, false]); // prettier-ignore
    jobs[1]!.end();
    await turn();
    assert.deepEqual(jobs.map(({ begun }) => begun), [true, true, true, false]); // prettier-ignore
    jobs.forEach(({ end }) => end());
    await Promise.all(all);
  });

  it('refuses a job above the limit of its party before the job begins', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 9, maxWaitingOfParty: 1 });
    const jobs = Array.from({ length: 3 }, job);
    const first = queue.run(of('a'), jobs[0]!.run);
    const second = queue.run(of('a'), jobs[1]!.run);
    await assert.rejects(queue.run(of('a'), jobs[2]!.run), QueueFullError);
    jobs.forEach(({ end }) => end());
    await Promise.all([first, second]);
    assert.ok(!jobs[2]!.begun);
  });

  it('keeps the single job of another network when one account is tried from several', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 9, maxWaitingOfParty: 6 });
    const turns = ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'home', 'b'].map((net) => ({
      parties: ['ada', net],
      member: net,
    }));
    const jobs = turns.map(job);
    const outcomes = Promise.allSettled(jobs.map(({ run }, index) => queue.run(turns[index]!, run)));
    jobs.forEach(({ end }) => end());
    // The first one runs and six wait. Each job above six refuses the newest one of the network that has most.
    assert.deepEqual(
      (await outcomes).map(({ status }, index) => (status === 'fulfilled' ? turns[index]!.member : 'refused')),
      ['a', 'b', 'a', 'b', 'a', 'b', 'refused', 'home', 'refused'],
    );
  });

  it('refuses the newest job within the party that has most when it is full, not one of its other members', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 4, maxWaitingOfParty: 9 });
    const members = ['flood', 'flood', 'flood', 'flood', 'neighbour'];
    const turns = [...members.map((member, index) => ({ parties: [`${index}`, 'net'], member })), of('stranger')];
    const jobs = turns.map(job);
    const outcomes = Promise.allSettled(jobs.map(({ run }, index) => queue.run(turns[index]!, run)));
    jobs.forEach(({ end }) => end());
    assert.deepEqual(
      (await outcomes).map(({ status }, index) => (status === 'fulfilled' ? turns[index]!.member : 'refused')),
      ['flood', 'flood', 'flood', 'refused', 'neighbour', 'stranger'],
    );
  });

  it('refuses the oldest job of the first party, where its newest ones matter', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 9, maxWaitingOfParty: 9, newestOfFirst: 2 });
    const jobs = Array.from({ length: 6 }, job);
    const running = queue.run(of('another'), jobs[0]!.run);
    const own = jobs.slice(1).map(({ run }) => queue.run(of('a'), run));
    const outcomes = Promise.allSettled([running, ...own]);
    jobs.forEach(({ end }) => end());
    assert.deepEqual(
      (await outcomes).map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled', 'fulfilled'],
    );
  });

  it('refuses the newest job of the party that has most when it is full, and lets a stranger wait', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 4, maxWaitingOfParty: 4 });
    const jobs = Array.from({ length: 6 }, job);
    const flood = jobs.slice(0, 5).map(({ run }, index) =>
      queue.run({ parties: [`account ${index}`, 'one /48'], member: 'one /64' }, run).then(
        () => 'done',
        (error: unknown) => error,
      ),
    );
    const stranger = queue.run(of('stranger'), jobs[5]!.run);
    jobs.forEach(({ end }) => end());
    await stranger;
    const outcomes = await Promise.all(flood);
    assert.deepEqual(outcomes.slice(0, 4), ['done', 'done', 'done', 'done']);
    assert.ok(outcomes[4] instanceof QueueFullError);
    assert.ok(!jobs[4]!.begun);
  });

  it('refuses a newcomer when it is full of parties with one job each', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 2, maxWaitingOfParty: 2 });
    const jobs = Array.from({ length: 4 }, job);
    const all = jobs.slice(0, 3).map(({ run }, index) => queue.run(of(String(index)), run));
    await assert.rejects(queue.run(of('newcomer'), jobs[3]!.run), QueueFullError);
    jobs.forEach(({ end }) => end());
    await Promise.all(all);
  });

  it('continues after a job that fails', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 2, maxWaitingOfParty: 2 });
    const failing = queue.run(of('a'), () => Promise.reject(new Error('no memory')));
    const next = queue.run(of('a'), () => Promise.resolve(7));
    await assert.rejects(failing, /no memory/);
    assert.equal(await next, 7);
    assert.equal(await queue.run(of('b'), () => Promise.resolve(8)), 8);
  });
});
