import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

/**
 * The class comment documents the API, and `dist/custom-elements.json` is made from it. The source and the comment must have the
 * same parts, slots, states, events, properties and custom properties.
 */
const root = join(import.meta.dirname, '..', '..');
const elements = join(root, 'widget', 'elements');

interface Named {
  name: string;
  description?: string;
}

interface Declaration {
  name: string;
  customElement?: boolean;
  tagName?: string;
  description?: string;
  members?: (Named & { kind: string })[];
  attributes?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  cssStates?: Named[];
  slots?: Named[];
  events?: Named[];
}

interface Module {
  path: string;
  declarations: Declaration[];
  exports: { kind: string; name: string }[];
}

const { modules } = JSON.parse(await readFile(join(root, 'dist', 'custom-elements.json'), 'utf8')) as {
  modules: Module[];
};
const documented = new Map(
  modules
    .flatMap(({ declarations }) => declarations)
    .flatMap((declaration) => {
      return declaration.customElement && declaration.tagName ? [[declaration.tagName, declaration] as const] : [];
    }),
);
const events = await readEvents();
const tokens = await readTokens();

describe('the manifest', () => {
  it('has a class and a file that registers it for each tag', async () => {
    const registered = (await foldersWithElement()).map((folder) => `harmony-2fa-${folder}`);
    const defined = modules.flatMap((module) =>
      module.exports.filter(({ kind }) => kind === 'custom-element-definition'),
    );
    assert.deepEqual([...documented.keys()].sort(), registered.sort());
    assert.deepEqual(defined.map(({ name }) => name).sort(), registered.sort());
  });

  it('lists no type as an export of a file that registers', () => {
    const registering = modules.filter(({ path }) => /\/harmony-2fa-[\w-]+\.js$/.test(path));
    assert.ok(registering.length > 0);
    for (const { path, exports } of registering) {
      assert.deepEqual(
        exports.map(({ kind }) => kind),
        ['custom-element-definition'],
        path,
      );
    }
  });

  it('names only built files', () => {
    assert.deepEqual(
      modules.map(({ path }) => path).filter((path) => !/^dist\/widget\/.+\.js$/.test(path)),
      [],
    );
  });

  it('describes every entry', () => {
    for (const [tag, { description, ...lists }] of documented) {
      assert.ok(description, `${tag} has a description`);
      const entries = [
        lists.cssParts,
        lists.cssProperties,
        lists.cssStates,
        lists.slots,
        lists.events,
        lists.members,
        lists.attributes,
      ].flat();
      for (const entry of entries) assert.ok(!entry || entry.description, `${tag}: ${entry?.name} has a description`);
    }
  });

  it('has every event of events.ts, and an element fires each of them', () => {
    const fired = new Set([...documented.values()].flatMap((declaration) => namesOf(declaration.events)));
    const own = [...fired].filter((name) => name.startsWith('harmony-2fa-')).sort();
    assert.deepEqual(own, [...events.values()].sort());
  });
});

/** Parts of a shared template that an element never shows. The enrolment asks for a code alone, so it has no text field. */
const neverShown: Record<string, string[]> = { 'harmony-2fa-enrolment': ['field'] };

for (const [tag, declaration] of documented) {
  const folder = tag.replace('harmony-2fa-', '');

  describe(`the class comment of <${tag}>`, async () => {
    const source = await readFolder(folder);

    it('names the parts of its template', () => {
      const promised = namesOf(declaration.cssParts);
      const shown = partsIn(source).filter((part) => !neverShown[tag]?.some((name) => part.test(name)));
      assert.deepEqual(
        promised.filter((name) => !shown.some((part) => part.test(name))),
        [],
        'documented, not shown',
      );
      assert.deepEqual(
        shown.filter((part) => !promised.some((name) => part.test(name))),
        [],
        'shown, not documented',
      );
    });

    it('names its slots', () => {
      const slots = [...source.matchAll(/<slot(?=[\s>])([^>]*)>/g)].map(([, attributes = '']) => nameIn(attributes));
      assert.deepEqual(namesOf(declaration.slots), unique(slots));
    });

    it('names its custom states', () => {
      const states = [
        ...source.matchAll(/(?:setState\(this\.#internals, |states\.(?:add|delete|toggle)\()'([\w-]+)'/g),
      ].map(([, name]) => name!);
      assert.deepEqual(namesOf(declaration.cssStates), unique(states));
    });

    it('names its events', async () => {
      const report = await readReport(source);
      const promised = namesOf(declaration.events).filter(
        (name) => events.has(name) || name.startsWith('harmony-2fa-'),
      );
      const fired = [...events].filter(([className]) => new RegExp(`\\b${className}\\b`).test(report));
      assert.deepEqual(promised, fired.map(([, type]) => type).sort());
    });

    it('names its native events', () => {
      const promised = namesOf(declaration.events).filter((name) => !name.startsWith('harmony-2fa-'));
      const plain = [...source.matchAll(/dispatchEvent\(new Event\('([\w-]+)'/g)].map(([, name]) => name!);
      // `input` of a field leaves shadow roots by itself. It is an event of the element only if the element is a form field.
      const native = /formAssociated = true/.test(source) ? ['input'] : [];
      assert.deepEqual(promised, unique([...plain, ...native]));
    });

    it('names the properties of the class, and their attributes', async () => {
      const { properties, attributes } = await readClass(declaration.name, source);
      assert.deepEqual(namesOf(declaration.members?.filter(({ kind }) => kind === 'field')), properties);
      assert.deepEqual(namesOf(declaration.attributes), attributes);
    });

    it('names the custom properties of its styles, and no other one', async () => {
      const own = await propertiesIn(source);
      const inside = await Promise.all(childrenIn(source).map(async (child) => propertiesIn(await readFolder(child))));
      const promised = namesOf(declaration.cssProperties);
      assert.deepEqual(
        own.filter((name) => !promised.includes(name)),
        [],
        'undocumented',
      );
      assert.deepEqual(
        promised.filter((name) => !own.includes(name) && !inside.flat().includes(name)),
        [],
        'unknown',
      );
    });
  });
}

describe('the tokens', () => {
  it('are each read by a style and documented by an element', async () => {
    const read = (
      await Promise.all((await foldersWithElement()).map(async (one) => propertiesIn(await readFolder(one))))
    ).flat();
    const promised = [...documented.values()].flatMap((declaration) => namesOf(declaration.cssProperties));
    assert.ok(tokens.size > 10);
    for (const name of tokens.values()) {
      assert.ok(read.includes(name), `${name} is read`);
      assert.ok(promised.includes(name), `${name} is documented`);
    }
  });
});

/**
 * Patterns for the parts of a template, with the parts of inner elements that it exports under another name. Patterns, because a
 * template can compose a name: `${kind}-button`.
 */
function partsIn(source: string): RegExp[] {
  const literal = [...source.matchAll(/\spart="([^"]+)"/g)].flatMap(([, parts = '']) => parts.split(/\s+/));
  const chosen = [...source.matchAll(/\spart=\$\{([^}]+)\}/g)].flatMap(([, expression = '']) =>
    [...expression.matchAll(/'([^']+)'/g)].flatMap(([, parts = '']) => parts.split(/\s+/)),
  );
  const exported = [...source.matchAll(/exportparts="([^"]+)"/g)].flatMap(([, parts = '']) =>
    parts.split(',').map((part) => part.split(':').at(-1)!.trim()),
  );
  const names = unique([...literal, ...chosen, ...exported].filter(Boolean));
  return names.map((name) => new RegExp(`^${name.replaceAll(/\$\{[^}]+\}/g, '[a-z]+')}$`));
}

/** The custom properties that an element's styles read: its own styles, and the shared rules for classes in its template. */
async function propertiesIn(source: string): Promise<string[]> {
  const sheets = unique([...source.matchAll(/\/styles\/([\w-]+)\.js'/g)].map(([, name]) => name!));
  const files = sheets
    .filter((name) => !name.endsWith('tokens'))
    .map((name) => join(root, 'widget', 'styles', `${name}.ts`));
  const shared = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).flatMap((text) =>
    rulesFor(source, text),
  );
  const text = [source, ...shared].join('\n');
  const read = [...text.matchAll(/var\(--_([\w-]+)/g)].map(([, token]) => {
    const name = tokens.get(token!);
    assert.ok(name ?? text.includes(`--_${token}:`), `--_${token} has a value`);
    return name;
  });
  return unique([...read.filter((name) => name !== undefined), ...directIn(source), ...shared.flatMap(directIn)]);
}

function rulesFor(source: string, sheet: string): string[] {
  const markup = [...source.matchAll(/\bclass=(?:"[^"]*"|\$\{[^}]*\})|'[^']*'/g)].join('\n');
  const classesIn = (selector: string) => [...selector.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!);
  const applies = (selector: string) => classesIn(selector).every((name) => new RegExp(`\\b${name}\\b`).test(markup));
  return (
    [...sheet.matchAll(/([^{};`]+)\{([^{}]*)\}/g)]
      .filter(([, selector = '']) => selector.split(',').some(applies))
      // Shared styles set the text colour of every host, but not every element shows text.
      .map(([rule, selector = '']) => (selector.trim() === ':host' ? rule.replace('var(--_ink)', '') : rule))
  );
}

/** The folders of the tags in an element's templates. */
function childrenIn(source: string): string[] {
  return unique([...withoutComments(source).matchAll(/<harmony-2fa-([a-z-]+)/g)].map(([, name]) => name!));
}

/** Public names in the code, without the comments under test. */
function directIn(source: string): string[] {
  return [...withoutComments(source).matchAll(/--harmony-2fa-[\w-]+/g)].map(([name]) => name);
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
}

/** The public name of each private custom property. */
async function readTokens(): Promise<Map<string, string>> {
  const folder = join(root, 'widget', 'styles');
  const sheets = (await readdir(folder)).filter((name) => name.endsWith('tokens.ts'));
  const source = (await Promise.all(sheets.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
  const found = source.matchAll(/--_([\w-]+): var\((--harmony-2fa-[\w-]+)/g);
  return new Map([...found].map(([, token, name]) => [token!, name!]));
}

interface ElementClass {
  elementProperties: Map<string, { state?: boolean }>;
  observedAttributes: string[];
  prototype: object;
}

/** The API of the built class: reactive properties, getters, and observed attributes. */
async function readClass(name: string, source: string): Promise<{ properties: string[]; attributes: string[] }> {
  const { path } = modules.find(({ declarations }) => declarations.some((declaration) => declaration.name === name))!;
  const found = ((await import(pathToFileURL(join(root, path)).href)) as Record<string, ElementClass>)[name]!;
  // Lit completes a class when this is read.
  const attributes = unique(found.observedAttributes);
  const reactive = [...found.elementProperties];
  const own = Object.entries(Object.getOwnPropertyDescriptors(found.prototype));
  const hidden = [...source.matchAll(/\bprivate (?:get )?(\w+)/g)].map(([, key]) => key);
  const getters = own
    .filter(([key, { get }]) => get && !found.elementProperties.has(key) && !hidden.includes(key))
    .map(([key]) => key);
  const open = reactive.filter(([, { state }]) => !state).map(([key]) => key);
  return { properties: unique([...open, ...getters]), attributes };
}

/** The event type of each class in events.ts. */
async function readEvents(): Promise<Map<string, string>> {
  const source = await readFile(join(root, 'widget', 'events.ts'), 'utf8');
  const found = source.matchAll(/export class (\w+Event) [\s\S]*?super\('(harmony-2fa-[\w-]+)'/g);
  return new Map([...found].map(([, className, type]) => [className!, type!]));
}

async function foldersWithElement(): Promise<string[]> {
  const folders = (await readdir(elements, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const listed = await Promise.all(
    folders.map(async ({ name }) => ({ name, files: await readdir(join(elements, name)) })),
  );
  return listed.filter(({ name, files }) => files.includes(`harmony-2fa-${name}.ts`)).map(({ name }) => name);
}

/** The files of an element, and the files of shared folders that have no tag. */
async function readFolder(folder: string): Promise<string> {
  const files = await readdir(join(elements, folder));
  const own = (await Promise.all(files.map((file) => readFile(join(elements, folder, file), 'utf8')))).join('\n');
  const tags = await foldersWithElement();
  const shared = unique([...own.matchAll(/from '\.\.\/([\w-]+)\//g)].map(([, name]) => name!));
  const texts = await Promise.all(shared.filter((name) => !tags.includes(name)).map(readFolder));
  return [own, ...texts].join('\n');
}

/** The report of the element's flow, without its imports: it makes all events that the page gets. */
async function readReport(source: string): Promise<string> {
  const [, file] = /from '\.\.\/\.\.\/flow\/([\w-]+-report)\.js'/.exec(source) ?? [];
  if (file === undefined) return '';
  const report = await readFile(join(elements, '..', 'flow', `${file}.ts`), 'utf8');
  return report.replace(/^import[^;]*;/gm, '');
}

function nameIn(attributes: string): string {
  return /\sname="([\w-]+)"/.exec(attributes)?.[1] ?? '';
}

function namesOf(entries: Named[] | undefined): string[] {
  return unique((entries ?? []).map(({ name }) => name));
}

function unique(names: string[]): string[] {
  return [...new Set(names)].sort();
}
