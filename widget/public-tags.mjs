import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The manifest's declaration of each tag that a page can import. */
export function readPublicTags(build) {
  const { modules } = readJson(join(build, 'custom-elements.json'));
  const { exports } = readJson('package.json');
  return modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => exports[`./${tagName}`]);
}

/** The properties of a tag that a page may set. */
export function settable({ members }) {
  return members.filter(
    ({ kind, privacy, readonly, static: ofClass }) => kind === 'field' && privacy === 'public' && !readonly && !ofClass,
  );
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
