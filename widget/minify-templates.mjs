/*
 * Step of the build: minifies the HTML and CSS in the templates of the built modules, which a page's own bundler leaves alone.
 * `@literals/html-css-minifier` does the work. Its plugin needs a bundler, and the compiler alone writes these modules.
 *
 *   node widget/minify-templates.mjs dist/widget
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifyHTMLLiterals } from '@literals/html-css-minifier';

const [folder] = process.argv.slice(2);

for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js'))) {
  const file = join(folder, name);
  const minified = await minifyHTMLLiterals(readFileSync(file, 'utf8'), { fileName: file });
  if (minified) writeFileSync(file, minified.code);
}
