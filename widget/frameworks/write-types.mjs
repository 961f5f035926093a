/*
 * A step of the package's build: writes what the manifest knows of the public tags as `tags.d.ts`, and puts the types of
 * each framework, which read it, beside it.
 *
 *   node widget/frameworks/write-types.mjs dist
 */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPublicTags, settable } from '../public-tags.mjs';

const [build] = process.argv.slice(2);
const elements = readPublicTags(build);

const folder = join(build, 'types');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'tags.d.ts'), tagsFile());
for (const name of readdirSync(import.meta.dirname).filter((name) => name.endsWith('.d.ts'))) {
  copyFileSync(join(import.meta.dirname, name), join(folder, name));
}

function tagsFile() {
  const imported = elements.flatMap((element) => [element.name, ...ownEvents(element).map(({ type }) => type.text)]);
  return `import type { ${[...new Set(imported)].sort().join(', ')} } from '../widget/index.js';

/** A page may leave everything out, also by \`undefined\`. The comments of the class go along. */
type Optional<Properties> = { [Name in keyof Properties]?: Properties[Name] | undefined };

/** Every public tag: its element, what can be set on it, and what it fires. */
export interface Tags {
${elements.map(tagEntry).join('\n')}
}
`;
}

function tagEntry(element) {
  const { name, tagName, summary } = element;
  const properties = settable(element).map((property) => `'${property.name}'`);
  // What is written as the property is called needs no second entry.
  const attributes = (element.attributes ?? []).filter((attribute) => attribute.name !== attribute.fieldName);
  return `  /** ${summary} */
  '${tagName}': {
    element: ${name};
    properties: Optional<Pick<${name}, ${properties.join(' | ')}>>;
    attributes: {${block(
      attributes.map(
        ({ name: attribute, fieldName, description }) =>
          `/** ${description} */\n      '${attribute}'?: ${name}['${fieldName}'] | undefined;`,
      ),
    )}};
    events: {${block(ownEvents(element).map(({ name: event, type, description }) => `/** ${description} */\n      '${event}': ${type.text};`))}};
  };`;
}

function block(entries) {
  return entries.length > 0 ? `\n      ${entries.join('\n      ')}\n    ` : '';
}

/** `input` and `change` are every element's, and each framework has its own types for them. */
function ownEvents({ events = [] }) {
  return events.filter(({ name }) => name.startsWith('harmony-2fa-'));
}
