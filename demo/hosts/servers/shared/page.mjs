import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The folder of the page, for servers that serve files. */
export const folder = fileURLToPath(new URL('public', import.meta.url));
/** The elements in a single file: `dist/harmony-2fa.js` of the package. */
export const elements = fileURLToPath(import.meta.resolve('harmony-2fa/standalone'));

const read = async (path, type) => ({ type: `${type}; charset=utf-8`, body: await readFile(path) });

/** The same for servers that do not: each file by its path. */
export const files = {
  '/': await read(`${folder}/index.html`, 'text/html'),
  '/page.css': await read(`${folder}/page.css`, 'text/css'),
  '/page.js': await read(`${folder}/page.js`, 'text/javascript'),
  '/harmony-2fa.js': await read(elements, 'text/javascript'),
};
