interface Named {
  name: string;
  description?: string;
  type?: { text: string };
  default?: string;
}

interface Member extends Named {
  kind: 'field' | 'method';
  privacy?: string;
  static?: boolean;
  parameters?: Named[];
  return?: { type?: { text: string } };
}

interface Declaration {
  tagName?: string;
  description?: string;
  attributes?: (Named & { fieldName?: string })[];
  members?: Member[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  cssStates?: Named[];
}

const tags = ['setup', 'challenge', 'step-up', 'enrolment', 'devices', 'code-input', 'backup-codes', 'qr-code'].map(
  (name) => `harmony-2fa-${name}`,
);

export const apiHeading = '<h2 id="api" tabindex="-1">Whole API</h2>';

/** The whole API of each public element, as HTML, from the custom elements manifest. */
export function apiTables(manifest: string): string {
  const { modules } = JSON.parse(manifest) as { modules: { declarations?: Declaration[] }[] };
  const declarations = modules.flatMap(({ declarations = [] }) => declarations);
  const elements = tags.flatMap((tag) => declarations.find(({ tagName }) => tagName === tag) ?? []);
  return `${apiHeading}\n${elements.map(describe).join('\n')}`;
}

function describe(element: Declaration): string {
  const members = (element.members ?? []).filter((one) => !one.static && (one.privacy ?? 'public') === 'public');
  const attributes = new Map((element.attributes ?? []).map((one) => [one.fieldName, one.name]));
  const fields = members.filter(({ kind }) => kind === 'field');
  const methods = members.filter(({ kind }) => kind === 'method');
  return [
    `<details class="api"><summary>${code(`<${element.tagName}>`)}</summary>`,
    `<p>${text(element.description)}</p>`,
    table(
      ['Property', 'Attribute', 'Type', ''],
      fields.map((one) => [
        code(one.name),
        attributes.has(one.name) ? code(attributes.get(one.name)!) : '',
        one.type ? code(one.type.text) : '',
        text(one.description),
      ]),
    ),
    table(
      ['Method', ''],
      methods.map((one) => [
        code(`${one.name}(${(one.parameters ?? []).map(({ name }) => name).join(', ')})`),
        text(one.description),
      ]),
    ),
    list('Event', element.events),
    list('Slot', element.slots),
    list('Part', element.cssParts),
    list('Custom property', element.cssProperties),
    list('State', element.cssStates),
    '</details>',
  ].join('\n');
}

function list(title: string, all: Named[] = []): string {
  return table(
    [title, ''],
    all.map((one) => [code(one.name), text(one.description)]),
  );
}

function table(head: string[], rows: string[][]): string {
  if (rows.length === 0) return '';
  const cells = (tag: string, row: string[]): string => row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<div class="table" tabindex="0"><table><thead><tr>${cells('th', head)}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const escape = (plain: string): string => plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const code = (plain: string): string => `<code>${escape(plain)}</code>`;
const text = (plain = ''): string => escape(plain).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
