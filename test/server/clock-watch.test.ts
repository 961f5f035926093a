import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClockWatch } from '../../server/reference/clock-watch.js';
import { createLog } from '../../server/adapters/log/json-log.js';

const start = Date.parse('2026-11-24T09:00:00.000Z');

function watched(reference: (now: number) => Promise<Date | null>) {
  let time = start;
  let monotonic = 0;
  const lines: string[] = [];
  const offsets: number[] = [];
  const watch = createClockWatch({
    reference: () => reference(time),
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    onOffset: (seconds) => offsets.push(seconds),
    clock: () => time,
    monotonic: () => monotonic,
  });
  return {
    offsets,
    /** Lets time pass, moves the clock by so many more seconds, and returns the log of one check. */
    async look(passed: number, set = 0): Promise<string> {
      time += (passed + set) * 1000;
      monotonic += passed * 1000;
      lines.length = 0;
      await watch.check();
      return lines.join('');
    },
  };
}

describe('a wrong clock is reported', () => {
  it('when it is set forward or back by more than 15 seconds', async () => {
    const { look, offsets } = watched(() => Promise.resolve(null));
    assert.equal(await look(60), '');
    assert.equal(await look(60, 15), '');
    assert.match(await look(60, 16), /"seconds":16,"msg":"the clock of this machine was set"/);
    assert.match(await look(60, -3600), /"seconds":-3600/);
    assert.equal(await look(60), '');
    assert.deepEqual(offsets, [0, 15, 16, -3600, 0]);
  });

  it("as long as it differs from the database's", async () => {
    const { look, offsets } = watched((now) => Promise.resolve(new Date(now + 20_000)));
    for (let time = 0; time < 2; time += 1) {
      assert.match(await look(60), /"level":50,.*"seconds":-20,"msg":"the clock of this machine differs/);
    }
    assert.deepEqual(offsets, [-20, -20]);
    assert.equal(await watched((now) => Promise.resolve(new Date(now - 15_000))).look(60), '');
  });

  it('and a comparison that fails is only a warning', async () => {
    const { look, offsets } = watched(() => Promise.reject(new Error('no database')));
    assert.match(await look(60), /"msg":"the clock could not be compared"/);
    assert.deepEqual(offsets, [0]);
  });
});
