import { html, nothing, type TemplateResult } from 'lit';
import type { Intent } from '../../flow/setup-flow.js';
import type { DialogData } from './dialog-data.js';

interface FooterOptions {
  /** The label of the primary button. */
  label: string;
  /** The primary button submits the form in the body; otherwise the flow proceeds. */
  submits?: boolean;
  /** There is nothing to cancel: the primary button closes the dialog, and stands alone. */
  closes?: boolean;
  intent?: Intent;
  /** An answer is awaited: “Cancel” is disabled, and the primary button says so. */
  busy?: boolean;
  /** The primary button says so, when that is not the same. */
  waiting?: boolean;
  /** What a person has to do before the primary button is enabled; empty when it is. Left out where it is always enabled. */
  missing?: string;
}

/** The row of buttons below a dialog: “Cancel”, where something can be cancelled, and the primary button. */
export function footer(data: DialogData, options: FooterOptions): TemplateResult {
  const { strings } = data.localization;
  const { busy, missing, closes } = options;
  const leave = () => data.send({ type: 'leave' });
  return html`<div class="buttons">
    ${missing === undefined ? nothing : html`<p id="why" class="why" part="why">${missing}</p>`}
    <button class="button tall" part="button" type="button" ?disabled=${busy} ?hidden=${closes} @click=${leave}>
      ${strings.cancel}
    </button>
    ${options.submits ? submitButton(data, options) : proceedButton(data, options)}
  </div>`;
}

function proceedButton({ localization: { strings }, send }: DialogData, options: FooterOptions): TemplateResult {
  const { label, busy = false, waiting = busy, missing } = options;
  const kind = kindOf(options);
  return html`<button
    class="button ${kind}"
    part="button ${kind}-button"
    type="button"
    aria-describedby=${missing === undefined ? nothing : 'why'}
    aria-disabled=${waiting}
    ?disabled=${missing}
    @click=${() => send({ type: options.closes ? 'leave' : 'proceed' })}
  >
    ${waiting ? strings.busy : label}
  </button>`;
}

/**
 * A template of its own: Lit would reuse the element above with another type, and the click that proceeds to a form would also
 * submit that form.
 */
function submitButton({ localization: { strings } }: DialogData, options: FooterOptions): TemplateResult {
  const { label, busy = false, waiting = busy, missing } = options;
  const kind = kindOf(options);
  return html`<button
    class="button ${kind}"
    part="button ${kind}-button"
    type="submit"
    form="answer-form"
    aria-describedby=${missing === undefined ? nothing : 'why'}
    aria-disabled=${waiting}
    ?disabled=${missing}
  >
    ${waiting ? strings.busy : label}
  </button>`;
}

function kindOf({ intent }: FooterOptions): string {
  return intent === 'disable' || intent === 'remove' ? 'danger' : 'primary';
}
