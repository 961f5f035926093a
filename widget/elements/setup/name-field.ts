import type { html, TemplateResult } from 'lit';
import type { SetupEvent } from '../../flow/setup-flow.js';
import { maxAuthenticatorNameLength } from '../../protocol/limits.js';
import type { hideKey } from '../hide-typing.js';

/** What the field takes from the section. */
export interface FieldTools {
  html: typeof html;
  hideKey: typeof hideKey;
}

/** The field for the name of an authenticator. */
export function nameField(
  { html, hideKey }: FieldTools,
  name: string,
  readonly: boolean,
  strings: { nameLabel: string },
  send: (event: SetupEvent) => void,
): TemplateResult {
  return html`
    <div class="field">
      <label for="name">${strings.nameLabel}</label>
      <input
        id="name"
        part="field"
        type="text"
        name="authenticatorName"
        autocomplete="off"
        dir="auto"
        maxlength=${maxAuthenticatorNameLength}
        .value=${name}
        ?readonly=${readonly}
        @keydown=${hideKey}
        @keypress=${hideKey}
        @keyup=${hideKey}
        @input=${(event: Event) => send({ type: 'name', text: (event.currentTarget as HTMLInputElement).value })}
      />
    </div>
  `;
}
