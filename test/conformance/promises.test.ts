import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks } from '../../server/conformance/checks/index.js';
import { groups, promises } from '../../server/conformance/promises/index.js';
import { isInProfile, profileNames } from '../../server/conformance/run/profiles.js';

describe('the promises', () => {
  it('are numbered without a gap, each with a sentence and a source', () => {
    const numberOf = ({ number }: { number: string }): number => Number(number.slice(2));
    const inOrder = [...promises].sort((a, b) => numberOf(a) - numberOf(b));
    for (const [index, { number, text, sources }] of inOrder.entries()) {
      assert.equal(number, `P-${index + 1}`);
      assert.match(text, /^[A-Z`].*\.$/, number);
      assert.ok(sources.length > 0, number);
      for (const source of sources) {
        assert.match(
          source,
          /^(protocol: |RFC \d+ §|ASVS 5\.0 |NIST SP 800-63B-4 §|PCI DSS 4 |Crockford Base 32)/,
          number,
        );
      }
    }
  });

  it('are each shown by a check of their group or a near one', () => {
    const shown = new Set(checks.map(({ promise }) => promise.number));
    assert.deepEqual(
      promises.map(({ number }) => number).filter((number) => !shown.has(number)),
      [],
    );
    assert.deepEqual([...new Set(checks.map(({ group }) => group))], Object.keys(groups));
  });
});

describe('the checks', () => {
  it('have ids that are numbered without a gap in each group', () => {
    for (const group of Object.keys(groups)) {
      const numbers = checks.filter((check) => check.group === group).map(({ id }) => Number(id.split('/')[1]));
      assert.deepEqual(
        numbers.sort((a, b) => a - b),
        numbers.map((_number, index) => index + 1),
        group,
      );
    }
  });

  it('are 120 or more, and each profile has some of them', () => {
    assert.ok(checks.length >= 120);
    for (const profile of profileNames) {
      assert.ok(checks.filter((check) => isInProfile(profile, check)).length >= 10, profile);
    }
  });
});
