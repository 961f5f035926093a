import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'server', 'docs');
const pages = await readdir(folder);
const read = (page: string): Promise<string> => readFile(join(folder, page), 'utf8');
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())); // prettier-ignore

describe('CONTRIBUTING.md', () => {
  it('names limits that exist', async () => {
    const text = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8');
    const [, limits = ''] = /^- \*\*A limit\*\*:(.*?)^- /ms.exec(text) ?? [];
    const names = [...limits.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const core = join(root, 'server', 'core', 'two-factor');
    const files = await Promise.all((await readdir(core)).map((file) => readFile(join(core, file), 'utf8')));
    assert.ok(names.length > 3);
    for (const name of names) assert.ok(files.some((file) => file.includes(`const ${name} =`)), name); // prettier-ignore
  });
});

describe('the pages about the server', () => {
  for (const page of pages) {
    it(`${page}: every named file exists`, async () => {
      const text = await read(page);
      const named = [...text.matchAll(/`([\w.-]+\/[\w./-]+\.\w+|[\w.-]+\.js)`/g)].map(([, path = '']) =>
        join(root, path),
      );
      const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) =>
        join(dirname(join(folder, page)), path),
      );
      for (const path of [...named, ...linked]) assert.ok(existsSync(path), path);
      assert.ok(named.length > 0);
      assert.doesNotMatch(
        text.replaceAll(/`[^`]*`|\([^)]*\)/g, ''),
        /test\/\S+\.ts/,
        'a path that is not marked as one',
      );
    });
  }

  it('asvs.md has each requirement of the three chapters once, with a state, and its counts are right', async () => {
    const sections: [section: string, requirements: number][] = [
      ['6.1', 3], ['6.2', 12], ['6.3', 8], ['6.4', 6], ['6.5', 8], ['6.6', 4], ['6.7', 2], ['6.8', 4],
      ['7.1', 3], ['7.2', 4], ['7.3', 2], ['7.4', 5], ['7.5', 3], ['7.6', 2],
      ['11.1', 4], ['11.2', 5], ['11.3', 5], ['11.4', 4], ['11.5', 2], ['11.6', 2], ['11.7', 2],
    ]; // prettier-ignore
    const ids = sections.flatMap(([section, count]) => Array.from({ length: count }, (_, index) => `${section}.${index + 1}`)); // prettier-ignore
    const text = await read('asvs.md');
    const rows = rowsOf(text);
    assert.deepEqual(
      rows.map(([id]) => id),
      ids,
    );
    const counts = ['met', 'deviating', 'not met', 'not applicable'].map((state) => rows.filter((row) => row[3] === state).length); // prettier-ignore
    assert.deepEqual(
      [rows.length, ...counts],
      /Of (\d+) requirements (\d+) are met, (\d+) deviate[^,]*, (\d+) are not\s+met and (\d+)/.exec(text)?.slice(1).map(Number), // prettier-ignore
    );
    for (const [id, , , , why] of rows) assert.ok(why, id);
  });

  it('failures.md numbers its rows without a gap, and each names a test', async () => {
    for (const [index, [number, , tests]] of rowsOf(await read('failures.md')).entries()) {
      assert.equal(number, String(index + 1));
      assert.match(tests ?? '', /\.test\.ts/);
    }
  });

  it('attacks.md numbers its rows without a gap, and each names existing tests', async () => {
    for (const [index, [number, , , tests = '']] of rowsOf(await read('attacks.md')).entries()) {
      assert.equal(number, String(index + 1));
      const named = [...tests.matchAll(/`(test\/[^`]+)` › “(.+?)”(?=,|$)/g)];
      assert.ok(named.length > 0, `row ${number} names a test`);
      for (const [, path = '', name = ''] of named) {
        assert.ok((await readFile(join(root, path), 'utf8')).includes(name), `${path} has no test “${name}”`);
      }
    }
  });
});
