import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const page = 'widget/docs/accessibility.md';
const text = await readFile(join(root, page), 'utf8');
/** The rows of the numbered table in a section. */
function rowsIn(title: string): string[][] {
  const section = text.split('\n## ').find((one) => one.startsWith(`${title}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => /^\| \d/.test(line));
  return lines.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())); // prettier-ignore
}

/** The terms of a VPAT. `Does Not Support` exists for an honest report, even while no row needs it. */
const terms = ['Supports', 'Partially Supports', 'Does Not Support', 'Not Applicable'];
const byDesign = 'No test: by design.';

/** WCAG 2.2 without 4.1.1, which it has removed. */
const criteria = {
  A: '1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2',
  AA: '1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3',
};

describe('the page about accessibility', () => {
  it('names only existing files', () => {
    const named = [...text.matchAll(/`([\w.-]+\/[\w./-]+\.\w+)`/g)].map(([, path]) => path!);
    assert.ok(named.length > 50, 'files are found');
    for (const path of named) assert.ok(existsSync(join(root, path)), path);
    assert.doesNotMatch(text.replaceAll(/`[^`]*`/g, ''), /test\/\S+\.ts/, 'each path is inline code');
  });

  it('has each criterion once in the table of its level, with a term of the VPAT and a remark', () => {
    for (const [level, ids] of Object.entries(criteria)) {
      const rows = rowsIn(`Level ${level}`);
      assert.deepEqual(rows.map(([name]) => name!.split(' ')[0]).sort(), ids.split(' ').sort());
      for (const [name, term, remarks = ''] of rows) {
        assert.match(name!, /^[\d.]+ \S/);
        assert.ok(terms.includes(term!), `${name}: ${term}`);
        assert.ok(remarks, name);
        if (term !== 'Supports') continue;
        const tested = /Tests?: `test\/[^`]+\.(?:test|e2e)\.ts`/.test(remarks);
        assert.notEqual(tested, remarks.endsWith(byDesign), `${name} names a test, or says that it has none`);
      }
    }
  });

  it('has the right numbers in its summary', () => {
    const rows = [...rowsIn('Level A'), ...rowsIn('Level AA')];
    const count = (term: string): number => rows.filter((row) => row[1] === term).length;
    const design = rows.filter(([, , remarks]) => remarks!.endsWith(byDesign)).length;
    const [, ...numbers] =
      /Of (\d+) criteria (\d+) are supported \((\d+) with tests, (\d+) by design\), (\d+) are partially supported and (\d+) are\s+not/.exec(
        text,
      ) ?? [];
    const expected = [rows.length, count('Supports'), count('Supports') - design, design];
    assert.deepEqual(numbers.map(Number), [...expected, count('Partially Supports'), count('Not Applicable')]);
    assert.equal(count('Does Not Support'), 0, 'the summary has to name these rows');
  });

  it('has at least sixteen rows about the code field, each with a test', () => {
    const rows = rowsIn('The code field');
    assert.deepEqual(
      rows.map(([number]) => Number(number)),
      Array.from({ length: rows.length }, (_, index) => index + 1),
    );
    assert.ok(rows.length >= 16);
    for (const [number, , how] of rows) assert.match(how!, /`test\/[^`]+\.ts`/, number);
  });

  it('refers only to manual checks that it describes, and has no date without a result', () => {
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
