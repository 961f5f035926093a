import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

/** Editors read files that are made from the manifest. They have to name and describe everything that the manifest has. */
const root = join(import.meta.dirname, '..', '..');
const read = async <T>(path: string): Promise<T> => JSON.parse(await readFile(join(root, path), 'utf8')) as T;

interface Named {
  name: string;
  description: string | { value: string };
}

interface Typed extends Named {
  type: { text: string };
}

interface Declaration {
  tagName?: string;
  summary: string;
  attributes?: Typed[];
  members: (Typed & { kind: string; static?: boolean; readonly?: boolean })[];
  events?: Typed[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  cssStates?: Named[];
}

interface Html {
  tags: (Named & { attributes: (Named & { valueSet?: string })[] })[];
}

interface Css {
  properties: Named[];
  pseudoElements: Named[];
  pseudoClasses: Named[];
}

interface WebTypes {
  name: string;
  version: string;
  contributions: {
    html: {
      elements: (Named & {
        attributes: (Named & { value: { type: string; kind: string } })[];
        slots: Named[];
        js: { properties: (Named & { type: string })[]; events: (Named & { type: string })[] };
        css: { properties: Named[]; parts: Named[]; 'pseudo-classes': Named[] };
      })[];
    };
  };
}

const manifest = await read<{ name: string; version: string; exports: Record<string, unknown>; 'web-types': string }>(
  'package.json',
);
const { modules } = await read<{ modules: { declarations: Declaration[] }[] }>('dist/custom-elements.json');
const html = await read<Html>('dist/vscode.html-custom-data.json');
const css = await read<Css>('dist/vscode.css-custom-data.json');
const webTypes = await read<WebTypes>(manifest['web-types']);

const elements = modules
  .flatMap(({ declarations }) => declarations)
  .filter(({ tagName }) => tagName && manifest.exports[`./${tagName}`]);
const fieldsOf = ({ members }: Declaration) => members.filter((member) => member.kind === 'field' && !member.static);

describe('the data for editors', () => {
  it('has every public tag and no other one', () => {
    const tags = elements.map(({ tagName }) => tagName);
    const entries = Object.keys(manifest.exports).filter((entry) => entry.startsWith('./harmony-2fa-'));
    assert.deepEqual(tags.map((tag) => `./${tag}`).sort(), entries.sort());
    assert.deepEqual(namesOf(html.tags), tags);
    assert.deepEqual(namesOf(webTypes.contributions.html.elements), tags);
  });

  it('has the version of the package', () => {
    assert.deepEqual([webTypes.name, webTypes.version], [manifest.name, manifest.version]);
  });

  it('has the paths that the page about the elements names', async () => {
    const page = await readFile(join(root, 'demo/docs/elements.md'), 'utf8');
    const named = [...page.matchAll(/node_modules\/harmony-2fa\/(dist\/[\w.-]+\.json)/g)].map(([, path]) => path!);
    assert.equal(named.length, 2);
    for (const path of named) await access(join(root, path));
  });

  it('lists every part, custom property and state for style sheets, and no other one', () => {
    const all = (pick: (element: Declaration) => Named[] | undefined) =>
      unique(elements.flatMap((one) => pick(one) ?? []));
    assert.deepEqual(
      unique(css.properties),
      all(({ cssProperties }) => cssProperties),
    );
    const parts = all(({ cssParts }) => cssParts).map((name) => `::part(${name})`);
    assert.deepEqual(unique(css.pseudoElements), parts);
    const states = all(({ cssStates }) => cssStates).map((name) => `:state(${name})`);
    assert.deepEqual(unique(css.pseudoClasses), states);
    for (const list of [css.properties, css.pseudoElements, css.pseudoClasses]) {
      assert.equal(new Set(namesOf(list)).size, list.length, 'each name once');
      for (const entry of list) assert.match(textOf(entry), /harmony-2fa-[\w-]+`: \S/, entry.name);
    }
  });
});

for (const element of elements) {
  const { tagName, summary, attributes = [], events = [], slots = [] } = element;

  describe(`the data about <${tagName}>`, () => {
    const tag = html.tags.find(({ name }) => name === tagName)!;
    const type = webTypes.contributions.html.elements.find(({ name }) => name === tagName)!;

    it('has each attribute for VS Code, and describes each property, event and slot', () => {
      assert.deepEqual(explained(tag.attributes), explained(attributes));
      const flags = attributes.filter((attribute) => attribute.type.text === 'boolean');
      assert.deepEqual(namesOf(tag.attributes.filter(({ valueSet }) => valueSet === 'v')), namesOf(flags));
      const text = textOf(tag);
      assert.ok(text.startsWith(summary));
      for (const { name, description } of [...fieldsOf(element), ...events, ...slots]) {
        assert.ok(text.includes(`- \`${name}\`: ${textOf({ name, description })}`), name);
      }
    });

    it('has each attribute, property, event, slot, part, custom property and state for JetBrains’ editors', () => {
      assert.equal(type.description, summary);
      assert.deepEqual(explained(type.attributes), explained(attributes));
      assert.deepEqual(explained(type.js.properties), explained(fieldsOf(element)));
      assert.deepEqual(explained(type.js.events), explained(events));
      assert.deepEqual(explained(type.slots), explained(slots));
      assert.deepEqual(explained(type.css.parts), explained(element.cssParts));
      assert.deepEqual(explained(type.css.properties), explained(element.cssProperties));
      const states = (element.cssStates ?? []).map((state) => ({ ...state, name: `state(${state.name})` }));
      assert.deepEqual(explained(type.css['pseudo-classes']), explained(states));
      for (const entry of [...type.js.properties, ...type.js.events]) assert.ok(entry.type, entry.name);
    });
  });
}

function namesOf(entries: Named[]): string[] {
  return entries.map(({ name }) => name);
}

function unique(entries: Named[]): string[] {
  return [...new Set(namesOf(entries))].sort();
}

function explained(entries: Named[] = []): Record<string, string> {
  for (const entry of entries) assert.ok(entry.description, `${entry.name} is explained`);
  return Object.fromEntries(entries.map((entry) => [entry.name, textOf(entry)]));
}

function textOf({ description }: Named): string {
  return typeof description === 'string' ? description : description.value;
}
