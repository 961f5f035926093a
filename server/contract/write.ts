/*
 * tsx server/contract/write.ts <folder>
 *
 * Writes the contract as data: `openapi.json`, and the messages alone as `schemas.json`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from './components.js';
import { openApi } from './openapi.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder to write to');

const manifest = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
const { version } = JSON.parse(manifest) as { version: string };

mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries({ 'openapi.json': openApi(version), 'schemas.json': jsonSchemas() })) {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
}
