import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'demo', 'playground', 'themes');
const mostLines = 60;

interface Declaration {
  tagName?: string;
  cssParts?: { name: string }[];
  cssProperties?: { name: string }[];
}

const { modules } = JSON.parse(readFileSync(join(root, 'dist', 'custom-elements.json'), 'utf8')) as {
  modules: { declarations: Declaration[] }[];
};
const elements = new Map(modules.flatMap(({ declarations }) => declarations).map((one) => [one.tagName, one]));

for (const file of readdirSync(folder)) {
  const css = readFileSync(join(folder, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');

  describe(`the theme ${file}`, () => {
    it(`has fewer than ${mostLines} lines`, () => {
      const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').length;
      assert.ok(lines < mostLines, `${lines} lines`);
    });

    it('sets only documented custom properties', () => {
      const known = new Set(
        [...elements.values()].flatMap(({ cssProperties = [] }) => cssProperties.map((p) => p.name)),
      );
      const set = [...css.matchAll(/(--harmony-2fa-[\w-]+):/g)].map(([, name]) => name!);
      assert.ok(set.length > 5);
      assert.deepEqual(
        set.filter((name) => !known.has(name)),
        [],
      );
    });

    it('styles only parts that the tags have', () => {
      let reached = 0;
      for (const [, list, part] of css.matchAll(/(?::is\(([^)]*)\)|harmony-2fa-[\w-]+)::part\(([\w-]+)\)/g)) {
        const whole =
          list ?? /harmony-2fa-[\w-]+(?=::part)/.exec(css.slice(css.indexOf(`::part(${part})`) - 40))?.[0] ?? '';
        for (const tag of whole.split(',').map((name) => name.trim())) {
          const parts = elements.get(tag)?.cssParts?.map(({ name }) => name) ?? [];
          assert.ok(parts.includes(part!), `${tag}::part(${part})`);
          reached += 1;
        }
      }
      assert.ok(reached > 2);
    });
  });
}
