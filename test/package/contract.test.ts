import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { jsonSchemas } from '../../server/contract/components.js';
import { openApi } from '../../server/contract/openapi.js';

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the contract in the package', () => {
  it('is what the sources say, with the version of the package', () => {
    assert.deepEqual(require('harmony-2fa/openapi.json'), asJson(openApi(version)));
    assert.deepEqual(require('harmony-2fa/schemas.json'), asJson(jsonSchemas()));
  });

  it('names no machine and no address', async () => {
    for (const name of ['openapi.json', 'schemas.json']) {
      const text = await readFile(join(root, 'dist', name), 'utf8');
      const addresses = text.match(/https?:\/\/[^"\s]+/g) ?? [];
      const known = ['https://json-schema.org/draft/2020-12/schema', 'https://app.example.com'];
      assert.deepEqual(
        addresses.filter((address) => !known.includes(address)),
        [],
      );
    }
  });

  it('validates a message in the JavaScript of its page', async () => {
    const page = await readFile(join(root, 'demo/docs/contract.md'), 'utf8');
    const code = /```js\n(.*?)```/s.exec(page)?.[1];
    assert.ok(code);
    await mkdir(join(root, 'data'), { recursive: true });
    const folder = await mkdtemp(join(root, 'data', 'contract-'));
    try {
      await mkdir(join(folder, 'node_modules'));
      await symlink(root, join(folder, 'node_modules', 'harmony-2fa'));
      const use = `console.log(isStatus({ enabled: false }), isStatus({ enabled: true, enabledAt: 'soon' }));`;
      await writeFile(join(folder, 'check.mjs'), `${code}\n${use}\n`);
      const { stdout } = await promisify(execFile)(process.execPath, ['check.mjs'], { cwd: folder });
      assert.equal(stdout, 'true false\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
