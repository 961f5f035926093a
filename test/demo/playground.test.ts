import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { choiceOf, cssFor, htmlFor } from '../../demo/playground/css-text.js';
import { colours, customProperties } from '../../demo/playground/custom-properties.js';
import { pageLanguages } from '../../demo/playground/languages.js';
import { builtIn } from '../../widget/i18n/built-in-languages.js';

const root = join(import.meta.dirname, '..', '..');
const styles = (
  await Promise.all(
    (await readdir(join(root, 'widget'), { recursive: true }))
      .filter((file) => /(^styles\/|\.styles\.)/.test(file) && file.endsWith('.ts'))
      .map((file) => readFile(join(root, 'widget', file), 'utf8')),
  )
).join('\n');

describe('the playground offers', () => {
  it('every custom property that a style sheet reads, and no other one', () => {
    const read = new Set([...styles.matchAll(/var\(--harmony-2fa-([\w-]+),/g)].map(([, name]) => name!));
    assert.deepEqual(customProperties.map(({ name }) => name).sort(), [...read].sort());
  });

  it('each custom property with the default of the style sheets', () => {
    const text = styles.replaceAll(/\s+/g, ' ');
    for (const { name, initial } of customProperties) {
      assert.ok(text.includes(`var(--harmony-2fa-${name}, ${initial})`), `${name}: ${initial}`);
    }
    assert.ok(colours.length >= 17);
  });

  it('every language of the package, each with its direction', () => {
    const tags = pageLanguages.map(({ tag }) => tag.toLowerCase());
    const aliases = ['no', 'zh-hant', 'zh-hk', 'zh-mo'];
    assert.deepEqual(tags.sort(), ['en', ...Object.keys(builtIn).filter((tag) => !aliases.includes(tag))].sort());
    const rightToLeft = pageLanguages.filter(({ dir }) => dir === 'rtl').map(({ tag }) => tag);
    assert.deepEqual(rightToLeft, ['ar', 'fa', 'he', 'ur']);
  });
});

describe('the text to copy', () => {
  it('has the theme first, then the chosen values', () => {
    assert.equal(cssFor('x-y', '', new Map()), '');
    const choices = new Map([
      ['primary', '#123456'],
      ['radius', '0'],
    ]);
    assert.equal(
      cssFor('x-y', 'a {}\n', choices),
      'a {}\n\nx-y {\n  --harmony-2fa-primary: #123456;\n  --harmony-2fa-radius: 0;\n}',
    );
  });

  it('has the changed attributes, quoted safely', () => {
    const attributes = new Map<string, string | true>([
      ['required', true],
      ['label', 'A "b" & c'],
    ]);
    assert.equal(htmlFor('x-y', attributes), '<x-y required label="A &quot;b&quot; &amp; c"></x-y>');
  });

  it('has no default, no empty value and no end of a rule', () => {
    const property = { name: 'radius', kind: 'text', initial: '8px', what: '' } as const;
    assert.equal(choiceOf(property, ' 8px '), null);
    assert.equal(choiceOf(property, ''), null);
    assert.equal(choiceOf(property, '1px; } body { color: red'), '1px  body  color: red');
  });
});
