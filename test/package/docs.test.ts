import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const page = 'widget/docs/accessibility.md';
const text = await readFile(join(root, page), 'utf8');
/** The rows of the table in a section; the first one has no title of its own. */
function rowsIn(title?: string): string[][] {
  const part = text.split('\n## ').find((one, index) => (title ? one.startsWith(`${title}\n`) : index === 0));
  const lines = (part ?? '').split('\n').filter((line) => /^\| \d/.test(line));
  return lines.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())); // prettier-ignore
}

const states = ['tested', 'by design', 'deviating', 'not met', 'not tested', 'the page’s', 'not applicable'];

/** WCAG 2.2 without 4.1.1, which it has withdrawn. */
const criteria = {
  A: '1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2',
  AA: '1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3',
};

describe('the page about accessibility', () => {
  it('names only files that are there', () => {
    const named = [...text.matchAll(/`([\w.-]+\/[\w./-]+\.\w+)`/g)].map(([, path]) => path!);
    assert.ok(named.length > 50, 'files are found');
    for (const path of named) assert.ok(existsSync(join(root, path)), path);
    assert.doesNotMatch(text.replaceAll(/`[^`]*`/g, ''), /test\/\S+\.ts/, 'a path that is not marked as one');
  });

  it('has each criterion of the levels A and AA once, with its level, a state and a reason', () => {
    const rows = rowsIn();
    const listed = rows.map(([id, level]) => `${id} ${level}`);
    const all = Object.entries(criteria).flatMap(([level, ids]) => ids.split(' ').map((id) => `${id} ${level}`));
    assert.equal(all.length, 55);
    assert.deepEqual(listed.sort(), all.sort());
    for (const [id, , what, state, why] of rows) {
      assert.ok(what && why, id);
      assert.ok(states.includes(state!), `${id}: ${state}`);
      if (state === 'tested') assert.match(why, /`test\/[^`]+\.test\.ts`|`test\/[^`]+\.e2e\.ts`|as \d|: \d/, id);
    }
  });

  it('adds up', () => {
    const rows = rowsIn();
    const [, sum] = /Of (55 criteria [^.]+)\./.exec(text) ?? [];
    const numbers = sum?.match(/\d+/g)?.map(Number) ?? [];
    const counts = states.map((state) => rows.filter((row) => row[3] === state).length).filter((count) => count > 0);
    assert.deepEqual(numbers, [rows.length, ...counts]);
  });

  it('has the sixteen rows of the code field, and for each a test', () => {
    const rows = rowsIn('The code field');
    assert.deepEqual(
      rows.map(([number]) => Number(number)),
      Array.from({ length: rows.length }, (_, index) => index + 1),
    );
    assert.ok(rows.length >= 16);
    for (const [number, , how] of rows) assert.match(how!, /`test\/[^`]+\.ts`/, number);
  });

  it('points only at checks by hand that are described, and claims no date without a result', () => {
    const checks = rowsIn('By hand');
    const known = checks.map(([number]) => number!);
    const used = [...text.matchAll(/by hand: ([\d, ]+)/g)].flatMap(([, list]) => list!.match(/\d+/g) ?? []);
    assert.ok(used.length > 0);
    for (const number of used) assert.ok(known.includes(number), number);
    for (const [number, steps, expected, date, result] of checks) {
      assert.ok(steps && expected, number);
      assert.equal(date === '', result === '', number);
    }
  });
});
