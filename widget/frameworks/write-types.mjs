/*
 * Step of the build: writes the public tags of the manifest as `tags.d.ts`, and copies the types of each framework, which import
 * it. No plugin: of the `custom-element-*-integration` packages, Svelte's 1.2 writes Solid's JSX, Solid's 1.9 and Vue's 1.4 type
 * the events as `CustomEvent` of the event class, and none imports the types that it names.
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

/** Every property is optional and may be \`undefined\`. The comments of the class stay with the properties. */
type Optional<Properties> = { [Name in keyof Properties]?: Properties[Name] | undefined };

/** Every public tag: its element, properties, attributes and events. */
export interface Tags {
${elements.map(tagEntry).join('\n')}
}
`;
}

function tagEntry(element) {
  const { name, tagName, summary } = element;
  // A framework takes `onBefore` in a template for a listener, and never sets the property.
  const properties = settable(element)
    .filter((property) => !/^on[A-Z]/.test(property.name))
    .map((property) => `'${property.name}'`);
  // An attribute with the name of its property has the property's entry.
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

/** Without `input` and `change`: each framework has its own types for these. */
function ownEvents({ events = [] }) {
  return events.filter(({ name }) => name.startsWith('harmony-2fa-'));
}
