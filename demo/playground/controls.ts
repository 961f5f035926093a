import { html, nothing, type TemplateResult } from 'lit';
import type { CustomProperty } from './custom-properties.js';
import type { Editable } from './subjects.js';

/** A list of options. */
export function select(
  id: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
  choose: (value: string) => void,
): TemplateResult {
  return html`
    <div class="row">
      <label for=${id}>${label}</label>
      <select id=${id} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select>
    </div>
  `;
}

/** A box to tick. */
export function checkbox(label: string, checked: boolean, toggle: () => void): TemplateResult {
  return html`<label class="flag"><input type="checkbox" .checked=${checked} @change=${toggle} />${label}</label>`;
}

/** A custom property. A colour has a picker and a text field, because the text can be any CSS colour. */
export function customProperty(
  property: CustomProperty,
  value: string,
  shown: string | null,
  choose: (value: string) => void,
): TemplateResult {
  const id = `property-${property.name}`;
  const picked = (event: Event): void => choose((event.target as HTMLInputElement).value);
  const field = html`<input id=${id} type="text" spellcheck="false" .value=${value} @input=${picked} />`;
  return html`
    <div class="row">
      <label for=${id}>${property.what}</label>
      ${
        shown === null
          ? field
          : html`<div class="pair">
              <input type="color" aria-label="${property.what}: pick" .value=${shown} @input=${picked} />${field}
            </div>`
      }
      <code>--harmony-2fa-${property.name}</code>
    </div>
  `;
}

/** A property of the element. An invalid value is marked, and the element keeps its value. */
export function elementProperty(
  { name, kind, attribute }: Editable,
  value: unknown,
  change: (value: unknown) => void,
): TemplateResult {
  const id = `element-${name}`;
  const write = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const read = readField(kind, field);
    field.setAttribute('aria-invalid', String(read === undefined));
    if (read !== undefined) change(read.value);
  };
  if (kind === 'flag') {
    return html`<label class="flag"
      ><input type="checkbox" .checked=${value === true} @change=${write} />${name}</label
    >`;
  }
  const note = attribute === null ? html`<code>property only</code>` : nothing;
  const text =
    kind === 'json' ? JSON.stringify(value ?? null) : `${(value as string | number | null | undefined) ?? ''}`;
  return html`
    <div class="row">
      <label for=${id}>${name}</label>
      ${
        kind === 'json'
          ? html`<textarea id=${id} rows="3" spellcheck="false" .value=${text} @change=${write}></textarea>`
          : html`<input id=${id} type=${kind} spellcheck="false" .value=${text} @input=${write} />`
      }
      ${note}
    </div>
  `;
}

function readField(kind: Editable['kind'], field: HTMLInputElement): { value: unknown } | undefined {
  if (kind === 'flag') return { value: field.checked };
  if (kind === 'number') return { value: field.valueAsNumber };
  if (kind === 'text') return { value: field.value };
  try {
    return { value: JSON.parse(field.value) as unknown };
  } catch {
    return undefined;
  }
}
