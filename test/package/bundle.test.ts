import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { budget, bundle, entries, qrEncoder, type Bundle } from '../support/bundle.js';

describe('a page with both tags', () => {
  let page: Bundle;
  before(async () => {
    page = await bundle(entries.bothTags);
  });

  it(`loads at most ${budget.bothTags} bytes at first`, (t) => {
    t.diagnostic(`${page.initialSize} bytes`);
    assert.ok(page.initialSize <= budget.bothTags, `${page.initialSize} bytes`);
  });

  it(`loads at most ${budget.bothTagsComplete} bytes with all that it may show in English`, (t) => {
    t.diagnostic(`${page.completeSize} bytes`);
    assert.ok(page.completeSize <= budget.bothTagsComplete, `${page.completeSize} bytes`);
  });

  it('registers them: no bundler drops the register files', () => {
    for (const tag of ['harmony-2fa-setup', 'harmony-2fa-challenge', 'harmony-2fa-code-input']) {
      assert.match(page.initialText, new RegExp(`\\(["']${tag}["']`), tag);
    }
  });

  it('loads the QR encoder only when a code is shown, in a file of its own', (t) => {
    const chunk = page.chunkOf(qrEncoder);
    assert.ok(!page.initial.has(chunk), 'the encoder waits');
    t.diagnostic(`${page.sizeOf(chunk)} bytes`);
    assert.ok(page.sizeOf(chunk) <= budget.qrEncoder, `${page.sizeOf(chunk)} bytes`);
  });

  it('loads each language but English only when it is spoken, each in a file of its own', () => {
    const languages = page.inputs.filter(
      (input) => /\/i18n\/[a-z]{2}(-[a-z]+)?\.js$/i.test(input) && !/\/en\.js$/.test(input),
    );
    assert.ok(languages.length > 0, 'there are languages');
    const chunks = new Set(languages.map((input) => page.chunkOf(new RegExp(`${input}$`))));
    assert.equal(chunks.size, languages.length);
    for (const chunk of chunks) assert.ok(!page.initial.has(chunk), chunk);
  });

  it('holds no package but Lit', () => {
    const packages = page.inputs.map((input) => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(input)?.[1]).filter(Boolean);
    assert.deepEqual([...new Set(packages)].sort(), ['@lit/reactive-element', 'lit', 'lit-element', 'lit-html']);
  });

  // A ceiling on bytes would notice a stray import late and vaguely; these strings name it.
  for (const stranger of [
    'ZodError',
    'express',
    '"node:',
    'OTPAuth',
    'Buffer',
    'eval(',
    'new Function',
    'sourceMappingURL',
  ]) {
    it(`does not mention ${stranger}`, () => {
      assert.deepEqual(page.chunksWith(stranger), []);
    });
  }

  it('carries nothing of the demo', () => {
    assert.deepEqual(page.chunksWith('ada@harmony.example'), []);
    assert.deepEqual(page.chunksWith('demo phone'), []);
  });
});

describe('a page with the challenge alone', () => {
  let page: Bundle;
  before(async () => {
    page = await bundle(entries.challengeAlone);
  });

  it(`loads at most ${budget.challengeComplete} bytes, all that it may show in English`, (t) => {
    t.diagnostic(`${page.completeSize} bytes`);
    assert.ok(page.completeSize <= budget.challengeComplete, `${page.completeSize} bytes`);
  });

  it('comes in one piece', () => {
    assert.equal(page.initialSize, page.completeSize);
    for (const markup of ['<form', '<harmony-2fa-code-input', 'autocomplete="one-time-code"', 'type="submit"']) {
      assert.ok(page.initialText.includes(markup), markup);
    }
  });

  it('has no part of the set-up', () => {
    assert.deepEqual(
      page.inputs.filter((input) => /elements\/setup|setup-flow|\/qr\//.test(input)),
      [],
    );
  });
});

describe('a page that imports the classes without using one', () => {
  it('is left with nothing of them', async () => {
    const page = await bundle(`import 'harmony-2fa';`);
    assert.equal(page.initialText.trim(), '');
  });
});
