import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ReportedFaults } from '../../server/core/two-factor/reported-faults.js';

const start = Date.parse('2026-11-24T09:00:00.000Z');
const hour = 3_600_000;
const report = (): Promise<void> => Promise.resolve();

describe('the faults that were reported', () => {
  it('are new once an hour, each for itself', () => {
    let now = start;
    const faults = new ReportedFaults(() => new Date(now));
    assert.equal(faults.isNew('ada', 'tampered'), true);
    assert.equal(faults.isNew('ada', 'tampered'), false);
    for (const other of [
      ['bob', 'tampered'],
      ['ada', 'unknown key'],
      ['ada'],
      ['adatampered'],
      ['ada', 'tamper', 'ed'],
    ]) {
      assert.equal(faults.isNew(...other), true, other.join());
    }
    now += hour - 1;
    assert.equal(faults.isNew('ada', 'tampered'), false);
    now += 1;
    assert.equal(faults.isNew('ada', 'tampered'), true);
    assert.equal(faults.isNew('ada', 'tampered'), false);
  });

  it('are new after the clock was set back, which must not hide them for years', () => {
    let now = start;
    const faults = new ReportedFaults(() => new Date(now));
    faults.isNew('ada');
    now -= 1000 * hour;
    assert.deepEqual([faults.isNew('ada'), faults.isNew('ada')], [true, false]);
  });

  it('are forgotten when they are too many, the oldest first', () => {
    const faults = new ReportedFaults(() => new Date(start), 3);
    for (const account of ['1', '2', '3', '4']) assert.equal(faults.isNew(account), true);
    assert.deepEqual(
      ['2', '3', '4', '1'].map((account) => faults.isNew(account)),
      [false, false, false, true],
    );
  });

  it('are new again when the report could not be written', async () => {
    const faults = new ReportedFaults(() => new Date(start));
    const failing = faults.once(['ada'], () => Promise.reject(new Error('the disk is full')));
    await faults.once(['ada'], () => assert.fail('it is being written'));
    await assert.rejects(failing, /the disk is full/);
    let written = 0;
    for (let count = 0; count < 3; count += 1) await faults.once(['ada'], () => ((written += 1), report()));
    assert.equal(written, 1);
  });
});
