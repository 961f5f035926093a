import { html, nothing, type TemplateResult } from 'lit';
import type { proofEnglish } from '../../i18n/en/proof.js';

export interface DialogButtons {
  /** The label of the primary button. */
  label: string;
  /** The primary button belongs to an action by which something is lost. */
  loses?: boolean;
  /** What the primary button does. Without it, it submits the form in the body. */
  press?: (() => void) | undefined;
  /** What “Cancel” does. Without it, there is nothing to cancel, and the primary button stands alone. */
  leave?: (() => void) | undefined;
  /** An answer is awaited: “Cancel” is disabled, and the primary button says so. */
  busy?: boolean | undefined;
  /** The primary button says so, when that is not the same. */
  waiting?: boolean | undefined;
  /** What a person has to do before the primary button is enabled; empty when it is. The element `why` says it. */
  missing?: string | undefined;
  /** Stands before the buttons. */
  before?: TemplateResult | typeof nothing;
}

type Texts = Pick<typeof proofEnglish, 'cancel' | 'busy'>;

/** The row of buttons below a dialog: “Cancel”, where something can be cancelled, and the primary button. */
export function dialogButtons(strings: Texts, buttons: DialogButtons): TemplateResult {
  const { before = nothing, busy, leave, press } = buttons;
  return html`<div class="buttons">
    ${before}
    <button class="button tall" part="button" type="button" ?disabled=${busy} ?hidden=${!leave} @click=${leave}>
      ${strings.cancel}
    </button>
    ${press ? pressedButton(strings, buttons) : submitButton(strings, buttons)}
  </div>`;
}

function pressedButton(strings: Texts, buttons: DialogButtons): TemplateResult {
  const { label, busy = false, waiting = busy, missing, press } = buttons;
  const kind = kindOf(buttons);
  return html`<button
    class="button ${kind}"
    part="button ${kind}-button"
    type="button"
    aria-describedby=${missing === undefined ? nothing : 'why'}
    aria-disabled=${waiting}
    ?disabled=${missing}
    @click=${press}
  >
    ${waiting ? strings.busy : label}
  </button>`;
}

/**
 * A template of its own: Lit would reuse the element above with another type, and the click that proceeds to a form would also
 * submit that form.
 */
function submitButton(strings: Texts, buttons: DialogButtons): TemplateResult {
  const { label, busy = false, waiting = busy, missing } = buttons;
  const kind = kindOf(buttons);
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

function kindOf({ loses }: DialogButtons): string {
  return loses ? 'danger' : 'primary';
}
