import { html, nothing, type TemplateResult } from 'lit';
import type { EntryFailure } from '../../flow/code-entry.js';
import { failureText } from '../failure-text.js';
import type { DialogData } from './dialog-data.js';

/** As long as the reference server takes it. */
const longestName = 64;

/** The field for the name of an authenticator. */
export function nameField(
  { name, failure, readonly }: { name: string; failure: EntryFailure | null; readonly: boolean },
  { localization, send }: DialogData,
): TemplateResult {
  const { strings } = localization;
  const missing = failure?.code === 'incomplete' ? strings.fieldEmpty : null;
  const error = missing ?? (failure ? failureText(failure, localization) : '');
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
        maxlength=${longestName}
        aria-describedby="name-error"
        aria-invalid=${error !== ''}
        .value=${name}
        ?readonly=${readonly}
        @input=${(event: Event) => send({ type: 'name', text: (event.currentTarget as HTMLInputElement).value })}
      />
      <p id="name-error" class="error" part="error" role="alert">${error || nothing}</p>
    </div>
  `;
}
