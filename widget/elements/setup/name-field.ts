import type { html as Html, TemplateResult } from 'lit';
import type { SetupEvent } from '../../flow/setup-flow.js';
import { maxAuthenticatorNameLength } from '../../protocol/limits.js';

/** The field for the name of an authenticator. */
export function nameField(
  html: typeof Html,
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
        @input=${(event: Event) => send({ type: 'name', text: (event.currentTarget as HTMLInputElement).value })}
      />
    </div>
  `;
}
