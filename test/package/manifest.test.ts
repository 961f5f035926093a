import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

/**
 * The class comment is the API, and `dist/custom-elements.json` is made of it. Whatever a source shows to a page has to be
 * in the comment, and whatever the comment promises has to be in the source.
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

describe('the manifest', () => {
  it('knows a class and a register file for each tag', async () => {
    const registered = (await foldersWithElement()).map((folder) => `harmony-2fa-${folder}`);
    const defined = modules.flatMap((module) =>
      module.exports.filter(({ kind }) => kind === 'custom-element-definition'),
    );
    assert.deepEqual([...documented.keys()].sort(), registered.sort());
    assert.deepEqual(defined.map(({ name }) => name).sort(), registered.sort());
  });

  it('takes no type for something that a register file exports', () => {
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

  it('names built files alone', () => {
    assert.deepEqual(
      modules.map(({ path }) => path).filter((path) => !/^dist\/widget\/.+\.js$/.test(path)),
      [],
    );
  });

  it('says of everything what it is', () => {
    for (const [tag, { description, ...lists }] of documented) {
      assert.ok(description, `${tag} has a description`);
      const entries = [lists.cssParts, lists.cssProperties, lists.cssStates, lists.slots, lists.events].flat();
      for (const entry of entries) assert.ok(!entry || entry.description, `${tag}: ${entry?.name} has a description`);
    }
  });

  it('knows every event of events.ts, and each is fired by an element', () => {
    const fired = new Set([...documented.values()].flatMap((declaration) => namesOf(declaration.events)));
    const own = [...fired].filter((name) => name.startsWith('harmony-2fa-')).sort();
    assert.deepEqual(own, [...events.values()].sort());
  });
});

for (const [tag, declaration] of documented) {
  const folder = tag.replace('harmony-2fa-', '');

  describe(`the class comment of <${tag}>`, async () => {
    const source = await readFolder(folder);

    it('names the parts of its template', () => {
      const promised = namesOf(declaration.cssParts);
      const shown = partsIn(source);
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
      const states = [...source.matchAll(/(?:setState|states\.(?:add|delete|toggle))\('([\w-]+)'/g)].map(
        ([, name]) => name!,
      );
      assert.deepEqual(namesOf(declaration.cssStates), unique(states));
    });

    it('names its events', () => {
      const promised = namesOf(declaration.events).filter(
        (name) => events.has(name) || name.startsWith('harmony-2fa-'),
      );
      const fired = [...events].filter(([className]) => new RegExp(`new ${className}\\b`).test(source));
      assert.deepEqual(promised, fired.map(([, type]) => type).sort());
      const plain = [...source.matchAll(/dispatchEvent\(new Event\('([\w-]+)'/g)].map(([, name]) => name!);
      for (const name of plain) assert.ok(namesOf(declaration.events).includes(name), name);
    });

    it('names the custom properties of its own styles, and no other', async () => {
      const { own, shared } = await propertiesIn(source);
      const promised = namesOf(declaration.cssProperties);
      assert.deepEqual(
        own.filter((name) => !promised.includes(name)),
        [],
        'undocumented',
      );
      assert.deepEqual(
        promised.filter((name) => !own.includes(name) && !shared.includes(name)),
        [],
        'unknown',
      );
    });
  });
}

/**
 * Parts in a template, and those of inner elements that it re-exports under another name. As patterns, since the template
 * may put a name together: `${kind}-button`.
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

/** `own`: read in the folder, by their public name or by the private token; `shared`: by any element, as a child may be. */
async function propertiesIn(source: string): Promise<{ own: string[]; shared: string[] }> {
  const sheets = (await readdir(join(root, 'widget', 'styles'))).filter((name) => name.endsWith('tokens.ts'));
  const [tokens = '', host = ''] = await Promise.all([sheets, ['host.ts']].map(readStyles));
  const publicNames = new Map(
    [...tokens.matchAll(/--_([\w-]+): var\((--harmony-2fa-[\w-]+)/g)].map(([, token, name]) => [token!, name!]),
  );
  const everyFolder = (await Promise.all((await foldersWithElement()).map(readFolder))).join('\n');
  const read = [...source.matchAll(/var\(--_([\w-]+)/g)].flatMap(([, token]) => publicNames.get(token!) ?? []);
  // What every element has in common is each one's own.
  const own = unique([...read, ...directIn(source), ...directIn(host)]);
  return { own, shared: [...publicNames.values(), ...directIn(everyFolder)] };
}

async function readStyles(files: string[]): Promise<string> {
  const texts = files.map((file) => readFile(join(root, 'widget', 'styles', file), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

/** Read by their public name in code; a comment is what is being checked. */
function directIn(source: string): string[] {
  const code = source.replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
  return [...code.matchAll(/--harmony-2fa-[\w-]+/g)].map(([name]) => name);
}

/** Class name → event type, from events.ts. */
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

/** The files of an element, and of the folders without a tag of their own that it shares with others. */
async function readFolder(folder: string): Promise<string> {
  const files = await readdir(join(elements, folder));
  const own = (await Promise.all(files.map((file) => readFile(join(elements, folder, file), 'utf8')))).join('\n');
  const tags = await foldersWithElement();
  const shared = unique([...own.matchAll(/from '\.\.\/([\w-]+)\//g)].map(([, name]) => name!));
  const texts = await Promise.all(shared.filter((name) => !tags.includes(name)).map(readFolder));
  return [own, ...texts].join('\n');
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
