import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { authenticatorsPart, bundle, entries, qrEncoder, type Bundle } from '../support/bundle.js';
import { budget } from '../support/byte-budgets.js';

describe('a page with both tags', () => {
  let page: Bundle;
  before(async () => {
    page = await bundle(entries.bothTags);
  });

  it(`loads at most ${budget.bothTags} bytes at first`, (t) => {
    t.diagnostic(`${page.initialSize} bytes`);
    assert.ok(page.initialSize <= budget.bothTags, `${page.initialSize} bytes`);
  });

  it(`loads at most ${budget.bothTagsComplete} bytes in all, in English, where a back end lists no authenticators`, (t) => {
    const size = page.completeSize - page.sizeOf(page.chunkOf(authenticatorsPart));
    t.diagnostic(`${size} bytes`);
    assert.ok(size <= budget.bothTagsComplete, `${size} bytes`);
  });

  it('loads the part for several authenticators on demand, as one file that cuts no other in pieces', (t) => {
    const chunk = page.chunkOf(authenticatorsPart);
    assert.ok(!page.initial.has(chunk), 'the part loads on demand');
    assert.equal(page.initial.size, 2, 'files at first');
    t.diagnostic(`${page.sizeOf(chunk)} bytes`);
    assert.ok(page.sizeOf(chunk) <= budget.authenticators, `${page.sizeOf(chunk)} bytes`);
  });

  it('registers both tags: bundlers keep the files with side effects', () => {
    for (const tag of ['harmony-2fa-setup', 'harmony-2fa-challenge', 'harmony-2fa-code-input']) {
      assert.match(page.initialText, new RegExp(`\\(["']${tag}["']`), tag);
    }
  });

  it('loads the QR encoder on demand, as a separate file', (t) => {
    const chunk = page.chunkOf(qrEncoder);
    assert.ok(!page.initial.has(chunk), 'the encoder loads on demand');
    t.diagnostic(`${page.sizeOf(chunk)} bytes`);
    assert.ok(page.sizeOf(chunk) <= budget.qrEncoder, `${page.sizeOf(chunk)} bytes`);
  });

  it('loads each language except English on demand, as a separate file', () => {
    const languages = page.inputs.filter(
      (input) => /\/i18n\/[a-z]{2}(-[a-z]+)?\.js$/i.test(input) && !/\/en\.js$/.test(input),
    );
    assert.ok(languages.length > 0, 'languages are found');
    const chunks = new Set(languages.map((input) => page.chunkOf(new RegExp(`${input}$`))));
    assert.equal(chunks.size, languages.length);
    for (const chunk of chunks) assert.ok(!page.initial.has(chunk), chunk);
  });

  it('contains no package except Lit', () => {
    const packages = page.inputs.map((input) => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(input)?.[1]).filter(Boolean);
    assert.deepEqual([...new Set(packages)].sort(), ['@lit/reactive-element', 'lit', 'lit-element', 'lit-html']);
  });

  // A size limit would report a wrong import late and without its name. These strings name it.
  for (const name of [
    'ZodError',
    'express',
    '"node:',
    'OTPAuth',
    'Buffer',
    'eval(',
    'new Function',
    'sourceMappingURL',
  ]) {
    it(`does not contain ${name}`, () => {
      assert.deepEqual(page.chunksWith(name), []);
    });
  }

  it('contains nothing of the demo', () => {
    assert.deepEqual(page.chunksWith('ada@harmony.example'), []);
    assert.deepEqual(page.chunksWith('demo phone'), []);
  });
});

describe('a page with the challenge alone', () => {
  let page: Bundle;
  before(async () => {
    page = await bundle(entries.challengeAlone);
  });

  it(`loads at most ${budget.challengeComplete} bytes in all, in English`, (t) => {
    t.diagnostic(`${page.completeSize} bytes`);
    assert.ok(page.completeSize <= budget.challengeComplete, `${page.completeSize} bytes`);
  });

  it('loads in one piece', () => {
    assert.equal(page.initialSize, page.completeSize);
    for (const markup of ['<form', '<harmony-2fa-code-input', 'autocomplete="one-time-code"', 'type="submit"']) {
      assert.ok(page.initialText.includes(markup), markup);
    }
  });

  it('contains no part of the set-up', () => {
    assert.deepEqual(
      page.inputs.filter((input) => /elements\/(setup|devices)|(setup|devices)-flow|\/qr\//.test(input)),
      [],
    );
  });
});

describe('a page with the devices alone', () => {
  let page: Bundle;
  before(async () => {
    page = await bundle(entries.devicesAlone);
  });

  it(`loads at most ${budget.devicesComplete} bytes in all, in English`, (t) => {
    t.diagnostic(`${page.completeSize} bytes`);
    assert.ok(page.completeSize <= budget.devicesComplete, `${page.completeSize} bytes`);
  });

  it('loads in one piece', () => {
    assert.equal(page.initialSize, page.completeSize);
    for (const markup of ['<dialog', 'part="device"', 'aria-haspopup="dialog"']) {
      assert.ok(page.initialText.includes(markup), markup);
    }
  });

  it('contains no part of the set-up and of the challenge', () => {
    assert.deepEqual(
      page.inputs.filter((input) => /elements\/(setup|challenge|code-input)|(setup|challenge)-flow|\/qr\//.test(input)),
      [],
    );
  });
});

describe('a page with the step-up', () => {
  let stepUp: Bundle;
  before(async () => {
    stepUp = await bundle(entries.stepUpAlone);
  });

  it(`loads at most ${budget.stepUp} bytes more than the set-up does, in all and in English`, async (t) => {
    const [setup, both] = [await bundle(entries.setupAlone), await bundle(entries.setupWithStepUp)];
    const added = both.completeSize - setup.completeSize;
    t.diagnostic(`${added} bytes, ${both.initialSize - setup.initialSize} of them at first`);
    assert.ok(added <= budget.stepUp, `${added} bytes`);
  });

  it('loads in one piece, which a page may import when it is needed', (t) => {
    t.diagnostic(`${stepUp.initialSize} bytes`);
    assert.equal(stepUp.initialSize, stepUp.completeSize);
    for (const tag of ['harmony-2fa-step-up', 'harmony-2fa-code-input']) {
      assert.match(stepUp.initialText, new RegExp(`\\(["']${tag}["']`), tag);
    }
  });

  it('contains no part of the set-up and of the challenge', () => {
    assert.deepEqual(
      stepUp.inputs.filter((input) => /elements\/(setup|challenge)\/|(setup|challenge)-flow|\/qr\//.test(input)),
      [],
    );
  });
});

describe('a page with the enrolment alone', () => {
  let page: Bundle;
  before(async () => {
    page = await bundle(entries.enrolmentAlone);
  });

  it(`loads at most ${budget.enrolment} bytes at first`, (t) => {
    t.diagnostic(`${page.initialSize} bytes`);
    assert.ok(page.initialSize <= budget.enrolment, `${page.initialSize} bytes`);
  });

  it('loads the three steps at first, and the QR encoder when it draws', () => {
    for (const markup of ['<harmony-2fa-code-input', '<harmony-2fa-backup-codes', '<harmony-2fa-qr-code']) {
      assert.ok(page.initialText.includes(markup), markup);
    }
    assert.ok(!page.initial.has(page.chunkOf(qrEncoder)));
  });

  it('contains no dialog, no section and no challenge', () => {
    assert.deepEqual(
      page.inputs.filter((input) =>
        /elements\/(dialog|challenge)\/|setup-element|section-view|(setup|challenge)-flow/.test(input),
      ),
      [],
    );
  });
});

describe('a page that imports the classes and uses none', () => {
  it('contains none of them', async () => {
    const page = await bundle(`import 'harmony-2fa';`);
    assert.equal(page.initialText.trim(), '');
  });
});
