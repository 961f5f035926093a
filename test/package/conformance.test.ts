import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'acorn';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
const folder = 'dist/server/conformance';

describe('the built conformance kit', () => {
  it('starts in under a second', async (t) => {
    const times: number[] = [];
    // The fastest of several: other tests run beside this one, and a busy machine starts nothing in a second.
    while (times.length < 20 && !times.some((time) => time < 1000)) {
      const began = performance.now();
      const { stdout } = await run(process.execPath, [join(root, folder, 'main.js'), '--help']);
      times.push(performance.now() - began);
      assert.match(stdout, /^harmony-2fa-conformance: /);
    }
    t.diagnostic(`${Math.round(Math.min(...times))} ms`);
    assert.ok(Math.min(...times) < 1000, times.join(', '));
  });

  it('imports Node’s own modules and the protocol, and no package and no code of a server', async () => {
    const files = (await readdir(join(root, folder), { recursive: true })).filter((path) => path.endsWith('.js'));
    assert.ok(files.length > 30, 'modules are found');
    for (const file of files) {
      const path = posix.join(folder, file.replaceAll('\\', '/'));
      const source = await readFile(join(root, path), 'utf8');
      const { body } = parse(source, { ecmaVersion: 2022, sourceType: 'module', allowHashBang: true });
      for (const statement of body) {
        const from = 'source' in statement ? statement.source?.value : undefined;
        if (typeof from !== 'string' || from.startsWith('node:')) continue;
        const target = posix.join(posix.dirname(path), from);
        assert.match(target, /^dist\/(server\/conformance|widget\/protocol)\//, `${path}: ${from}`);
        assert.ok(from.startsWith('.'), `${path}: ${from}`);
      }
    }
  });

  it('gives its promises and checks as data', async () => {
    const source = `const { promises, checks, groups } = await import('harmony-2fa/conformance');
      console.log(promises.length > 100, checks.length > 120, Object.keys(groups).length > 10);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', source], { cwd: root });
    assert.equal(stdout.trim(), 'true true true');
  });
});
