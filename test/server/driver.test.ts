import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startProgram } from './support/program.js';
import { newKey } from './support/test-server.js';

const asModule = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

/** Node options that hide an installed package from the program. */
function without(name: string): string {
  const hooks = asModule(`export async function resolve(specifier, context, next) {
    if (specifier !== '${name}') return next(specifier, context);
    throw Object.assign(new Error("Cannot find package '${name}'"), { code: 'ERR_MODULE_NOT_FOUND' });
  }`);
  return `--import=${asModule(`import { register } from 'node:module'; register(${JSON.stringify(hooks)});`)}`;
}

describe('a database whose driver is not installed', () => {
  for (const [name, url] of [
    ['pg', 'postgres://127.0.0.1:1/x'],
    ['better-sqlite3', 'file:./unused.sqlite'],
  ] as const) {
    it(`says that it needs ${name}`, async () => {
      const program = startProgram('main.ts', {
        HARMONY_2FA_KEYS: newKey('k'),
        DATABASE_URL: url,
        NODE_OPTIONS: without(name),
      });
      assert.equal(await program.ended, 1);
      assert.equal(
        program.output().stderr,
        `harmony-2fa cannot start: this kind of database needs the package ${name}: npm install ${name}\n`,
      );
    });
  }

  it('is not needed while the other kind is used', async () => {
    const program = startProgram('main.ts', {
      HARMONY_2FA_KEYS: newKey('k'),
      DATABASE_URL: 'postgres://127.0.0.1:1/x',
      NODE_OPTIONS: without('better-sqlite3'),
    });
    assert.equal(await program.ended, 1);
    assert.match(program.output().stderr, /^harmony-2fa cannot start: [^\n]*ECONNREFUSED[^\n]*\n$/);
  });
});
