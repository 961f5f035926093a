import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pages } from '../../demo/docs/site/pages.js';

const demo = join(import.meta.dirname, '..', '..', 'demo');
const files = readdirSync(demo, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('index.html'));
/** Pages of a host stand for an adopter's page, and load built files. */
const isHost = (path: string): boolean => /^hosts\/.+\//.test(path);

describe('the pages of the demo', () => {
  for (const file of files.filter((path) => !isHost(path))) {
    it(`${file} links only to pages, files and anchors that exist`, () => {
      const html = readFileSync(join(demo, file), 'utf8').replaceAll(/<pre.*?<\/pre>/gs, '');
      const addresses = [...html.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, address]) => address!);
      assert.ok(addresses.length > 3, 'addresses are found');
      for (const address of addresses) assert.ok(exists(address, file, html), address);
    });
  }
});

function exists(address: string, file: string, html: string): boolean {
  if (address.startsWith('#')) return html.includes(` id="${address.slice(1)}"`);
  if (!address.startsWith('/')) return existsSync(join(demo, dirname(file), address));
  return pages.some(({ path }) => path === address) || existsSync(join(demo, address, 'index.html'));
}
