/*
 * Step of the build: writes the public tags of the manifest in the formats of VS Code and JetBrains' editors. No plugin:
 * `custom-element-vs-code-integration` 1.5 and `custom-element-jet-brains-integration` 1.8 omit `:state()`, list each custom
 * property once per element (94 entries for 29 names), and include the private tag.
 *
 *   node widget/editors/write-data.mjs dist
 *
 * VS Code finds its two files by the settings `html.customData` and `css.customData`, JetBrains' editors find theirs by
 * `web-types` in package.json.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, readPublicTags } from '../public-tags.mjs';

const [build] = process.argv.slice(2);
const { name, version } = readJson('package.json');
const elements = readPublicTags(build);

write('vscode.html-custom-data.json', {
  version: 1.1,
  tags: elements.map((element) => ({
    name: element.tagName,
    // The format has no fields for these, so that they go into the text that the editor shows for the tag.
    description: markdown(
      [
        element.summary,
        listed('Properties', fields(element)),
        listed('Events', element.events),
        listed('Slots', element.slots),
      ].join('\n\n'),
    ),
    attributes: (element.attributes ?? []).map((attribute) => ({
      name: attribute.name,
      description: attribute.description,
      // `v`: the attribute has no value.
      ...(attribute.type.text === 'boolean' && { valueSet: 'v' }),
    })),
  })),
});

write('vscode.css-custom-data.json', {
  version: 1.1,
  properties: byName((element) => element.cssProperties),
  pseudoElements: byName((element) => element.cssParts, 'part'),
  pseudoClasses: byName((element) => element.cssStates, 'state'),
});

write('web-types.json', {
  $schema: 'https://json.schemastore.org/web-types.json',
  name,
  version,
  'description-markup': 'markdown',
  'js-types-syntax': 'typescript',
  contributions: {
    html: {
      elements: elements.map((element) => ({
        name: element.tagName,
        description: element.summary,
        attributes: (element.attributes ?? []).map((attribute) => ({
          ...named(attribute),
          value: { type: attribute.type.text, kind: attribute.type.text === 'boolean' ? 'no-value' : 'plain' },
        })),
        slots: (element.slots ?? []).map(named),
        js: {
          properties: fields(element).map((property) => ({
            ...named(property),
            type: property.type.text,
            ...(property.readonly && { 'read-only': true }),
          })),
          events: (element.events ?? []).map((event) => ({ ...named(event), type: event.type.text })),
        },
        css: {
          properties: (element.cssProperties ?? []).map(named),
          parts: (element.cssParts ?? []).map(named),
          'pseudo-classes': (element.cssStates ?? []).map((state) => ({
            ...named(state),
            name: `state(${state.name})`,
          })),
        },
      })),
    },
  },
});

function write(file, data) {
  writeFileSync(join(build, file), `${JSON.stringify(data, null, 2)}\n`);
}

function fields({ members }) {
  return members.filter(({ kind, static: ofClass }) => kind === 'field' && !ofClass);
}

function named({ name, description }) {
  return { name, description };
}

function markdown(value) {
  return { kind: 'markdown', value: value.trimEnd() };
}

function listed(title, entries = []) {
  return entries.length > 0 ? `**${title}**\n${entries.map(line).join('\n')}` : '';
}

function line({ name, description }) {
  return `- \`${name}\`: ${description}`;
}

/** One entry for each name, with its description in every element that has it: a style sheet gives no tag for a name. */
function byName(read, kind) {
  const found = new Map();
  for (const element of elements) {
    for (const { name, description } of read(element) ?? []) {
      found.set(name, [...(found.get(name) ?? []), { name: element.tagName, description }]);
    }
  }
  return [...found].map(([name, uses]) => {
    const pseudo = kind === 'part' ? `::part(${name})` : `:state(${name})`;
    return { name: kind ? pseudo : name, description: markdown(uses.map(line).join('\n')) };
  });
}
