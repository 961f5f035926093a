/*
 * Last step of the build: writes `integrity.json`, the hashes of the single file and of each file that it imports, in the form
 * of the attribute `integrity="…"`. No plugin: the ones for bundlers write hashes into an HTML page.
 *
 *   node widget/write-integrity.mjs dist
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const [build] = process.argv.slice(2);
const files = new Set(['harmony-2fa.js']);
// The loop also visits the files that it adds.
for (const file of files) {
  const source = readFileSync(join(build, file), 'utf8');
  for (const [, path] of source.matchAll(/(?:\bimport\(|\bfrom *)[`'"](\.[^`'"]+)/g))
    files.add(posix.join(dirname(file), path));
}

const hashes = [...files].sort().map((file) => {
  const hash = createHash('sha384').update(readFileSync(join(build, file)));
  return [file, `sha384-${hash.digest('base64')}`];
});
writeFileSync(join(build, 'integrity.json'), `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
