import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TwoFactorHost } from '../../server/index.js';
import { builtIn } from '../../widget/i18n/built-in-languages.js';
import { endpoints, errorStatus } from '../../widget/protocol/index.js';
import { budget } from '../support/byte-budgets.js';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');
const page = (name: string): string => read(`demo/docs/${name}.md`);
/** Both pages about the elements: their API, and their look. */
const reference = `${page('elements')}\n${page('theming')}`;
const papers = [
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'demo/docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `demo/docs/${name}`),
];

interface Declaration {
  tagName?: string;
  attributes?: { name: string; fieldName: string }[];
  members: { kind: string; name: string }[];
  cssStates?: { name: string }[];
  cssParts?: { name: string }[];
  cssProperties?: { name: string }[];
  events?: { name: string }[];
  slots?: { name: string }[];
}

const manifest = JSON.parse(read('dist/custom-elements.json')) as { modules: { declarations?: Declaration[] }[] };
const elements = manifest.modules
  .flatMap(({ declarations = [] }) => declarations)
  .filter(({ tagName }) => tagName && reference.includes(`| \`${tagName}\``));

/** The text of all table rows that begin with a name. */
function rows(name: string): string {
  const found = reference.split('\n').filter((line) => line.startsWith(`| \`${name}\``));
  assert.notEqual(found.length, 0, `a row for ${name}`);
  return found.join('\n');
}

function readFolder(path: string): string {
  return readdirSync(join(root, path))
    .map((name) => read(join(path, name)))
    .join('\n');
}

const inCode = (text: string, name: string): boolean => text.includes(`\`${name}\``);

describe('the readme', () => {
  it('has at most 120 lines', () => {
    assert.ok(readme.trimEnd().split('\n').length <= 120);
  });

  it('embeds in ten lines and mounts in fifteen', () => {
    const lines = (language: string): number =>
      new RegExp(`\`\`\`${language}\\n(.*?)\\n\`\`\``, 's').exec(readme)![1]!.split('\n').length;
    assert.ok(lines('html') <= 10);
    assert.ok(lines('js') <= 15);
  });
});

describe('each paper', () => {
  for (const paper of papers) {
    it(`${paper} names only files and folders that exist`, async () => {
      const text = read(paper);
      const paths = [...text.matchAll(/`((?:widget|server|demo|test)\/[\w./-]+)`/g)].map(([, path]) => path!);
      for (const path of paths) await access(join(root, path));
    });
  }

  it('names the limits on the sizes of scripts', () => {
    const kB = (bytes: number): string => `${bytes / 1000} kB`;
    assert.ok(readme.includes(kB(budget.bothTags)));
    for (const limit of [budget.challengeComplete, budget.bothTags]) assert.ok(page('elements').includes(kB(limit)));
    for (const limit of Object.values(budget)) assert.ok(page('speed').includes(`at most ${kB(limit)}`), kB(limit));
  });

  it('names the commands to begin with', () => {
    for (const command of ['demo', 'test']) assert.match(readme, new RegExp(`npm (run )?${command}\\b`));
  });
});

describe('the pages', () => {
  it('lists each variable that the server reads, and no other one', () => {
    const config = read('server/reference/config.ts');
    const known = [...config.matchAll(/^ {2}([A-Z][A-Z0-9_]+): z/gm)].map(([, name]) => name!);
    const section = page('configuration');
    const listed = section
      .split('\n')
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z0-9_]+)`/g)])
      .map(([, name]) => name!);
    assert.ok(known.length > 5, 'variables are found');
    assert.deepEqual(listed.sort(), known.sort());
  });

  it('lists each language by its tags, and no other one', () => {
    const section = page('languages').split('\n## ')[0]!;
    const listed = [...section.matchAll(/`([\w-]+)`/g)].map(([, tag]) => tag!.toLowerCase());
    assert.deepEqual(listed.sort(), ['en', ...Object.keys(builtIn)].sort());
  });

  it('has a row for each public element', () => {
    const entries = Object.keys((JSON.parse(read('package.json')) as { exports: object }).exports);
    const tags = entries.filter((entry) => entry.startsWith('./harmony-2fa-'));
    assert.deepEqual(elements.map(({ tagName }) => `./${tagName}`).sort(), tags.sort());
  });

  for (const [, host, code] of page('frameworks').matchAll(/^\| [^|]+\| `(demo\/hosts\/[\w-]+)` *\| `([^`]+)`/gm)) {
    it(`writes the tag as ${host} does`, () => {
      const source = readFolder(host!);
      const pieces = code!.split(/[ …]+|(?=><)|(?<=>)(?=<)/).filter((piece) => /\w/.test(piece));
      for (const piece of pieces) assert.ok(source.includes(piece), piece);
    });
  }

  it('has a row for each host', () => {
    const listed = [...page('frameworks').matchAll(/^\| [^|]+\| `demo\/hosts\/([\w-]+)`/gm)].map(([, host]) => host!);
    const hosts = readdirSync(join(root, 'demo/hosts'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    // `servers.test.ts` has the rows of the servers.
    assert.deepEqual(listed.sort(), hosts.filter((name) => name !== 'servers').sort());
  });

  for (const element of elements) {
    const tag = element.tagName!;
    const attributes = element.attributes ?? [];
    const named = new Set([
      ...[...attributes, ...(element.slots ?? []), ...(element.cssParts ?? [])].map(({ name }) => name),
      ...(element.cssStates ?? []).map(({ name }) => `:state(${name})`),
      // A property with an attribute needs no entry of its own.
      ...element.members
        .filter(({ name }) => !attributes.some(({ fieldName }) => fieldName === name))
        .map(({ kind, name }) => (kind === 'method' ? `${name}()` : name)),
    ]);

    it(`names the attributes, properties, methods, slots, parts and states of ${tag}`, () => {
      const table = rows(tag);
      for (const name of named) {
        const group = name.includes('__') && inCode(table, `${name.split('__')[0]}__…`);
        assert.ok(group || inCode(table, name), name);
      }
    });

    it(`names nothing that ${tag} does not have`, () => {
      for (const [, name = ''] of rows(tag).matchAll(/`([^`]+)`/g)) {
        const group = name.endsWith('…') && [...named].some((one) => one.startsWith(name.slice(0, -1)));
        assert.ok(group || name === tag || named.has(name), name);
      }
    });

    it(`names the events and custom properties of ${tag}`, () => {
      for (const { name } of [...(element.events ?? []), ...(element.cssProperties ?? [])]) {
        assert.ok(inCode(reference, name) || inCode(reference, name.replace(/^(--)?harmony-2fa/, '')), name);
      }
    });
  }

  it('names only events and custom properties of the elements', () => {
    const all = elements.flatMap(({ events = [], cssProperties = [] }) => [...events, ...cssProperties]);
    const known = new Set(all.map(({ name }) => name.replace(/^(--)?harmony-2fa/, '')));
    const lines = reference.split('\n');
    const events = lines.slice(lines.findIndex((line) => line.startsWith('| event ')) + 2);
    const first = events.slice(0, events.indexOf('')).map((line) => line.split('|')[1] ?? '');
    const look = lines.find((line) => line.startsWith('| colours'))?.split('|')[2] ?? '';
    const listed = [...[...first, look].join('\n').matchAll(/`(?:(?:--)?harmony-2fa)?([\w-]+)`/g)].map(
      ([, name]) => name!,
    );
    assert.ok(listed.length > 25, 'names are found');
    for (const name of listed) assert.ok(known.has(name), name);
  });

  it('lists each operation of the protocol with its method and path, and no other one', () => {
    const listed = [...page('protocol').matchAll(/^\| `(\w+)` +\| `(\w+) (\/[\w/{}-]+)`/gm)].map((row) => row.slice(1));
    assert.deepEqual(
      listed,
      Object.entries(endpoints).map(([name, { method, path }]) => [name, method, path]),
    );
  });

  it('lists each error code of the protocol with its status, and no other one', () => {
    const listed = [...page('protocol').matchAll(/^\| `(\w+)` +\| (\d+)/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    assert.deepEqual(listed, Object.entries(errorStatus));
  });

  it('says with which codes an operation rejects: known operations, known codes, and none twice', () => {
    const table = page('protocol').split('| rejects with')[1]!.split('\n\n')[0]!;
    const listed = [...table.matchAll(/^\| (`.+?`) +\| (.+)\|$/gm)].map(([, names, codes]) => [
      [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
      [...codes!.replaceAll(/\([^)]*\)/g, '').matchAll(/`(\w+)`/g)].map(([, code]) => code!),
    ]);
    const named = listed.flatMap(([operations]) => operations!);
    const silent = ['status', 'cancelSetup', 'dropBackupCodes', 'devices', 'removeOtherDevices'];
    assert.deepEqual([...named, ...silent].sort(), Object.keys(endpoints).sort());
    const codes = listed.flatMap(([, some]) => some!);
    assert.ok(codes.length > 9, 'codes are found');
    for (const code of codes) assert.ok(code in errorStatus, code);
  });

  it('has each function of a host', () => {
    const section = page('host').split('\n## A host of your own\n')[1]!;
    const listed = [...section.matchAll(/^\| `(\w+)` +\| `\(/gm)].map(([, name]) => name!);
    const host: Record<keyof TwoFactorHost<unknown>, true> = {
      identify: true,
      checkPassword: true,
      recordProof: true,
      completeChallenge: true,
      factorChanged: true,
      trustDays: true,
      devices: true,
      removeDevice: true,
      removeOtherDevices: true,
      completeEnrolment: true,
    };
    assert.deepEqual(listed, Object.keys(host));
  });
});
