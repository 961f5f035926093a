/*
 * The last step of the package's build: writes `integrity.json`, the hash of the single file as `integrity="…"` of a script
 * tag takes it, and of what it fetches in other languages.
 *
 *   node widget/write-integrity.mjs dist
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const [build] = process.argv.slice(2);
const files = new Set(['harmony-2fa.js']);
// Grows while it is read.
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
