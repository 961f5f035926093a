import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { withContract } from '../../demo/docs/site/contract-page.js';
import { render } from '../../demo/docs/site/markdown.js';
import { promises } from '../../server/conformance/promises/index.js';
import { errorCodes } from '../../server/contract/components.js';
import { messages } from '../../server/contract/messages.js';
import { endpoints } from '../../widget/protocol/endpoints.js';

const source = readFileSync(join(import.meta.dirname, '..', '..', 'demo', 'docs', 'contract.md'), 'utf8');
const text = withContract(source, '1.2.3');
const { html, sections } = render(text);
const titles = sections.map(({ title }) => title);

describe('the page of the contract', () => {
  it('has each operation, message, error and promise', () => {
    for (const { method, path } of Object.values(endpoints)) {
      assert.equal(titles.filter((title) => title.endsWith(`: ${method} ${path}`)).length, 1, `${method} ${path}`);
    }
    for (const name of Object.keys(messages)) assert.equal(titles.filter((title) => title === name).length, 1, name);
    for (const code of errorCodes) assert.ok(html.includes(`id="error-${code}"`), code);
    assert.ok(promises.length > 0);
    for (const { number } of promises) assert.ok(html.includes(`<strong id="${number.toLowerCase()}">`), number);
  });

  it('links only to anchors that it has, and has each anchor once', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    assert.equal(new Set(ids).size, ids.length);
    const links = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id!);
    assert.ok(links.length > 50, 'links are found');
    for (const link of links) assert.ok(ids.includes(link), link);
  });

  it('says the type of each field', () => {
    const fields = [...text.matchAll(/^- `(\w+)` \((.*?)(?:, (?:optional|alone))?\): (.*)$/gm)];
    assert.ok(fields.length > 40, 'fields are found');
    for (const [, name, type, description] of fields) {
      assert.ok(type && description, name);
      // Only the host knows what its result is.
      if (name !== 'result') assert.doesNotMatch(type, /anything/, name);
    }
  });

  it('leaves other pages as they are', () => assert.equal(withContract('# Another', '1.2.3'), '# Another'));
});
