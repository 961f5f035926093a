import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ownWords } from '../../demo/own-words.js';
import { say, texts } from '../../demo/playground/texts.js';
import { builtIn } from '../../widget/i18n/built-in-languages.js';
import { en } from '../../widget/i18n/en.js';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

describe('the page about texts', () => {
  it('lists every English text of the elements, and no other one', async () => {
    const rows = [...(await read('widget/docs/texts.md')).matchAll(/^\| `(\w+)(?:\(([^)]*)\))?` +\| (.*?) +\|$/gm)];
    const listed = rows.map(([, name, given = '', text]) => [name, given, text]);
    const all = texts.map(({ name, given, english }) => [name, given.join(', '), english]);
    assert.ok(all.length > 80, 'texts are found');
    assert.deepEqual(listed.sort(byName), all.sort(byName));
  });

  it('is linked from the README and from the page about languages, and is in the package', async () => {
    assert.match(await read('README.md'), /\]\(widget\/docs\/texts\.md\)/);
    assert.match(await read('demo/docs/languages.md'), /\]\(\.\.\/\.\.\/widget\/docs\/texts\.md\)/);
    const { files } = JSON.parse(await read('package.json')) as { files: string[] };
    assert.ok(files.includes('widget/docs'));
  });
});

describe('the default texts', () => {
  it('have no word of one product in English', () => {
    for (const { name, english } of texts) {
      assert.doesNotMatch(english, /workspace|meeting|transcript|insight|business/i, name);
    }
  });

  /** “Workspace”, “meeting” and “transcript” in other languages. */
  const foreign =
    /workspace|work space|transcri|trascri|transkri|transkry|meeting|arbeitsbereich|espacio de trabajo|espace de travail|area di lavoro|área de trabalho|werkruimte|рабоч\S* пространств|робоч\S* прост|工作区|工作區|ワークスペース|워크스페이스|会议|會議|회의|議事録/i;

  for (const [tag, load] of [['en', null], ...Object.entries(builtIn)] as const) {
    it(`suit any product in ${tag}`, async () => {
      const strings = load ? (await load()).default : en;
      for (const name of ['wholeAccount', 'reasonData', 'disableText'] as const) {
        const text = say(strings, name);
        assert.ok(text.length > 0, name);
        assert.notEqual(text, ownWords[name], name);
        assert.doesNotMatch(text, foreign, name);
      }
    });
  }
});

function byName([one = '']: (string | undefined)[], [other = '']: (string | undefined)[]): number {
  return one < other ? -1 : 1;
}
