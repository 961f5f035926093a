import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { checks } from '../../server/conformance/checks/index.js';
import { formatNames, reportOf } from '../../server/conformance/report/formats.js';
import { createTexts } from '../../server/conformance/report/text.js';
import { badgeOf, tallyGroups, tallyProfiles } from '../../server/conformance/run/profiles.js';
import type { Run } from '../../server/conformance/run/run.js';
import { runOnStandIn } from './support/find-faults.js';

/** A run with failures that have all kinds of secrets in what was sent and what came. */
let run: Run;
let outputs: Map<string, string>;

before(async () => {
  const groups = ['story', 'replay', 'backup-codes', 'leakage', 'window', 'input', 'access'];
  run = await runOnStandIn(
    'an error holds the secret',
    checks.filter(({ group }) => groups.includes(group)),
  );
  const more = await runOnStandIn(
    'an error repeats what was sent',
    checks.filter(({ id }) => id === 'leakage/4'),
  );
  const broken = await runOnStandIn(
    'a backup code is never spent',
    checks.filter(({ group }) => group === 'backup-codes'),
  );
  outputs = new Map();
  for (const [name, each] of Object.entries({ run, more, broken })) {
    assert.ok(
      each.results.some(({ outcome }) => outcome === 'fails'),
      name,
    );
    for (const format of formatNames) outputs.set(`${name} as ${format}`, reportOf(format, each));
    const texts = createTexts(false);
    const lines = each.results.map((result, index) => texts.line(result, index + 1, each.results.length));
    outputs.set(`${name} on the terminal`, [...lines, texts.summary(each)].join('\n'));
    for (const [output, text] of outputs) assertNoSecret(output, text, each);
  }
});

function assertNoSecret(name: string, text: string, { secrets }: Run): void {
  const all = secrets.all();
  assert.ok(all.length > 10);
  for (const secret of all) {
    const found = /^\d+$/.test(secret) ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(text) : text.includes(secret);
    assert.ok(!found, `${name} holds ${secret}`);
  }
}

describe('no report holds', () => {
  it('a Key URI, a secret, a code, a backup code, a password or a cookie', () => {
    for (const [name, text] of outputs) {
      assert.doesNotMatch(text, /otpauth:\/\/totp\/[^.…]/, name);
      assert.doesNotMatch(text, /sid=[\w-]{10}/, name);
      assert.doesNotMatch(text, /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/, name);
    }
  });

  it('what was sent or came, unless it is a placeholder: there is evidence all the same', () => {
    const json = outputs.get('run as json')!;
    assert.match(json, /curl -i -X POST/);
    assert.match(json, /<cookie>/);
    assert.match(json, /<secret>|<code: a text of 6 characters>/);
  });
});

describe('the report', () => {
  const failing = (): string[] => run.results.filter(({ outcome }) => outcome === 'fails').map(({ check }) => check.id);

  it('as JSON has every check with its outcome, its promise and its sources', () => {
    const report = JSON.parse(outputs.get('run as json')!) as {
      checks: { id: string; outcome: string; promise: string }[];
    };
    assert.deepEqual(
      report.checks.map(({ id }) => id),
      run.results.map(({ check }) => check.id),
    );
    assert.deepEqual(
      report.checks.filter(({ outcome }) => outcome === 'fails').map(({ id }) => id),
      failing(),
    );
    assert.ok(report.checks.every(({ promise }) => /^P-\d+$/.test(promise)));
  });

  it('as TAP has a plan, a line for each check, and diagnostics for failures', () => {
    const text = outputs.get('run as tap')!;
    assert.match(text, new RegExp(`^TAP version 14\n1\\.\\.${run.results.length}\n`));
    assert.equal(text.match(/^(not )?ok \d+ - /gm)?.length, run.results.length);
    assert.equal(text.match(/^not ok /gm)?.length, failing().length);
    assert.equal(text.match(/^ {2}---$/gm)?.length, failing().length);
  });

  it('as JUnit is well-formed, with a suite for each group', () => {
    const text = outputs.get('run as junit')!;
    assert.equal(text.match(/<testsuite /g)?.length, tallyGroups(run.results).length);
    assert.equal(text.match(/<testcase /g)?.length, run.results.length);
    assert.equal(text.match(/<failure /g)?.length, failing().length);
    assertBalanced(text.replace(/^<\?xml.*\?>/, ''));
  });

  it('as HTML is one page that loads nothing', () => {
    const text = outputs.get('run as html')!;
    assert.doesNotMatch(text, /<(script|link|img|iframe)|url\(|@import|src=/);
    assert.deepEqual(new Set(text.match(/href="[^"#]/g)), new Set());
    assert.match(text, /default-src 'none'/);
    for (const { check } of run.results) assert.ok(text.includes(`<b>${check.id}</b>`), check.id);
    assertBalanced(text.replace(/^<!doctype html>/, '').replaceAll(/<meta [^>]*>/g, ''));
  });

  it('for people says the promise, what was sent, what came, and what to read', () => {
    const text = outputs.get('run on the terminal')!;
    for (const part of [
      'FAILS',
      'expected ',
      'promise ',
      'sent ',
      'came ',
      'try ',
      'read ',
      'By group',
      'By standard',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('as a badge names the groups that do not hold', () => {
    assert.match(badgeOf(run.results), /^harmony-2fa conformance: \d+ of 7 groups \(not: leakage\)$/);
  });

  it('gives each standard a grade', () => {
    const grades = Object.fromEntries(tallyProfiles(run.results).map(({ name, grade }) => [name, grade]));
    assert.deepEqual(Object.keys(grades), ['nist-aal2', 'asvs-l2', 'pci-8.5']);
    assert.equal(grades['pci-8.5'], 'A');
    assert.match(grades['nist-aal2']!, /^[CF]$/);
  });
});

/** Each element that is opened is closed, in order. */
function assertBalanced(text: string): void {
  const open: string[] = [];
  for (const [, end, name, self] of text.matchAll(/<(\/?)([a-z][\w-]*)[^>]*?(\/?)>/g)) {
    if (self === '/') continue;
    if (end === '/') assert.equal(open.pop(), name);
    else open.push(name!);
  }
  assert.deepEqual(open, []);
}
