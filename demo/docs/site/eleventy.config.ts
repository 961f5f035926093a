import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import MiniSearch from 'minisearch';
import { apiHeading, apiTables } from './api-tables.js';
import { withContract } from './contract-page.js';
import { render } from './markdown.js';
import { addressOnSite, groups, pages } from './pages.js';
import { searchOptions, type SearchEntry } from './search-options.js';

/** The part of Eleventy that this configuration uses; Eleventy has no types. */
interface Eleventy {
  addTemplate(path: string, content: string, data: object): void;
  addWatchTarget(path: string, options: { resetConfig: boolean }): void;
}

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

const root = join(import.meta.dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/**
 * The documentation site: the Markdown of the package as HTML. Eleventy adds no script to a page, so the site works under the
 * strict content policy.
 */
export default function configure(eleventy: Eleventy): object {
  const inDevelopment = process.env['DOCS_ASSETS'] === 'dev';
  const assets = inDevelopment ? sourceAssets : builtAssets();
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const entries: SearchEntry[] = [];
  for (const [index, page] of pages.entries()) {
    const { title, html, sections } = render(withContract(read(page.source), version), {
      resolve: (address) => addressOnSite(page.source, address),
      insert,
    });
    for (const { anchor, title: heading, level, text } of sections) {
      const id = level === 1 ? page.path : `${page.path}#${anchor}`;
      entries.push({ id, page: page.name, title: heading, text });
    }
    // Runs this configuration again, which reads the Markdown.
    eleventy.addWatchTarget(join(root, page.source), { resetConfig: true });
    eleventy.addTemplate(`${page.path.slice(1)}.html`, html, {
      ...page,
      title,
      groups,
      assets,
      outline: [
        ...sections.filter(({ level }) => level === 2),
        ...(html.includes(apiHeading) ? [{ anchor: 'api', title: 'Whole API' }] : []),
      ],
      previous: pages[index - 1],
      next: pages[index + 1],
      layout: 'page.njk',
      templateEngineOverride: false,
      permalink: `${page.path.slice(1)}/index.html`,
    });
  }
  const search = new MiniSearch<SearchEntry>(searchOptions);
  search.addAll(entries);
  eleventy.addTemplate('search.html', JSON.stringify(search), {
    templateEngineOverride: false,
    permalink: 'docs/search.json',
  });
  const from = (path: string): string => relative(process.cwd(), join(root, path));
  return {
    dir: {
      input: from('demo/docs/site/templates'),
      includes: '.',
      output: from(inDevelopment ? 'data/docs' : 'dist/demo'),
    },
  };
}

function insert(comment: string): string | undefined {
  if (comment === 'api') return apiTables(read('dist/custom-elements.json'));
  const [, name] = /^live: ([\w-]+)$/.exec(comment) ?? [];
  return name && `<div class="live" data-live="${name}"></div>`;
}

/** In development Vite serves the sources and adds the styles. */
const sourceAssets = { script: '/docs/site/docs.ts', styles: [] };

/** The file names of the site's script and styles in the Vite build. */
function builtAssets(): { script: string; styles: string[] } {
  const chunks = JSON.parse(read('dist/demo/.vite/manifest.json')) as Record<string, Chunk>;
  const entry = 'docs/site/docs.ts';
  const styles = new Set<string>();
  const collect = (name: string): void => {
    const { css = [], imports = [] } = chunks[name]!;
    imports.forEach(collect);
    for (const file of css) styles.add(`/${file}`);
  };
  collect(entry);
  return { script: `/${chunks[entry]!.file}`, styles: [...styles] };
}
