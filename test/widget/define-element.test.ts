import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { defineElement } from '../../widget/elements/define-element.js';
import { version } from '../../widget/version.js';

/** A registry as a page has it, and the warnings of the console. */
function page(t: TestContext): { registry: Map<string, object>; warnings: string[] } {
  const registry = new Map<string, object>();
  const warnings: string[] = [];
  t.mock.method(console, 'warn', (text: string) => warnings.push(text));
  const define = (tag: string, element: object) => registry.set(tag, element);
  Object.assign(globalThis, { customElements: { get: (tag: string) => registry.get(tag), define } });
  t.after(() => Reflect.deleteProperty(globalThis, 'customElements'));
  return { registry, warnings };
}

const element = () => class {} as unknown as CustomElementConstructor;

describe('a tag', () => {
  it('has the version of package.json', async () => {
    const file = join(import.meta.dirname, '..', '..', 'package.json');
    assert.equal(version, (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version);
  });

  it('keeps its first definition; a second version warns with both versions', (t) => {
    const { registry, warnings } = page(t);
    const [first, second] = [element(), element()];
    defineElement('harmony-2fa-x', first);
    Object.assign(first, { version: '0.0.9' });
    defineElement('harmony-2fa-x', second);
    assert.equal(registry.get('harmony-2fa-x'), first);
    assert.equal(warnings.length, 1);
    assert.equal(
      warnings[0],
      `<harmony-2fa-x> was already defined on this page: version 0.0.9 stays, ${version} is ignored.`,
    );
  });

  it('is silent about the same class, and warns about a class without a version', (t) => {
    const { registry, warnings } = page(t);
    const first = element();
    defineElement('harmony-2fa-x', first);
    defineElement('harmony-2fa-x', first);
    assert.deepEqual(warnings, []);
    registry.set('harmony-2fa-y', element());
    defineElement('harmony-2fa-y', first);
    assert.match(warnings[0]!, /: version undefined stays/);
  });

  it('needs no registry on a server', () => {
    assert.doesNotThrow(() => defineElement('harmony-2fa-x', element()));
  });
});
