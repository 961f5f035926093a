import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './compiled.js';

/** The blocks of SQL below a heading of `server/docs/scale.md`, in their order: the tests run what the page tells an operator to run. */
export async function sqlOfSection(heading: string): Promise<string[]> {
  const page = await readFile(join(root, 'server', 'docs', 'scale.md'), 'utf8');
  const [, section] = page.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const blocks = [...(section ?? '').split(/^##/m)[0]!.matchAll(/^ *```sql\n(.*?)^ *```/gms)].map(([, text]) => text!);
  if (blocks.length === 0) throw new Error(`scale.md has no SQL below “${heading}”`);
  return blocks;
}
