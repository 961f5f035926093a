import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { anchorsOf } from '../../demo/docs/site/markdown.js';
import { pages } from '../../demo/docs/site/pages.js';

const root = join(import.meta.dirname, '..', '..');

/** Paths that the demo serves beside the documentation. */
const demoPaths = ['/playground'];

interface Link {
  from: string;
  to: string;
}

/** Every address in a Markdown text outside of code: links, pictures and HTML attributes. */
function addressesIn(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '');
  const found = [
    ...prose.matchAll(/\]\(([^)\s]+)\)/g),
    ...prose.matchAll(/^\[[^\]]+\]: (\S+)/gm),
    ...prose.matchAll(/\b(?:src|srcset|href)="([^"\s]+)"/g),
  ];
  return found.map(([, address]) => address!);
}

describe('the Markdown that ships in the package', () => {
  let files: string[];
  const links: Link[] = [];
  const texts = new Map<string, string>();

  before(async () => {
    const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
    });
    files = (JSON.parse(stdout) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
    for (const path of files.filter((path) => path.endsWith('.md') && !path.startsWith('dist/'))) {
      texts.set(path, await readFile(join(root, path), 'utf8'));
      for (const to of addressesIn(texts.get(path)!)) links.push({ from: path, to });
    }
  });

  it('has the README, the other papers and every page', () => {
    const papers = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md', 'CHANGELOG.md'];
    for (const path of [...papers, ...pages.map(({ source }) => source)]) assert.ok(texts.has(path), path);
    assert.ok(links.length > 50, 'links are found');
  });

  it('links only to files of the package and to anchors that exist', () => {
    const broken = links.filter(({ from, to }) => {
      if (/^https:\/\//.test(to) || demoPaths.includes(to)) return false;
      const [path = '', anchor] = to.split('#');
      const target = path === '' ? from : posix.join(posix.dirname(from), path);
      if (!files.includes(target)) return true;
      return anchor !== undefined && !anchorsOf(texts.get(target) ?? '').includes(anchor);
    });
    assert.deepEqual(broken, []);
  });

  it('reports a broken link to this test', () => {
    assert.deepEqual(addressesIn('[a](b.md#c) `[no](code)` <img src="d.webp">'), ['b.md#c', 'd.webp']);
    assert.deepEqual(anchorsOf('# One `two`\n\n## One two\n\n```\n# no\n```\n'), ['one-two', 'one-two-1']);
  });

  it('has pictures of at most 60 kB each', async () => {
    const pictures = files.filter((path) => path.endsWith('.webp'));
    assert.equal(pictures.length, 2);
    for (const path of pictures) assert.ok((await readFile(join(root, path))).length <= 60_000, path);
  });
});
