import { html, nothing, type TemplateResult } from 'lit';
import type { proofEnglish } from '../../i18n/en/proof.js';
import type { StrongButton } from '../../styles/buttons.js';

export interface DialogButtons {
  /** The label of the primary button. */
  label: string;
  /** The look of the primary button. */
  kind: StrongButton;
  /** What the primary button does. Without it, it submits the form in the body. */
  press?: (() => void) | undefined;
  /** What “Cancel” does. Without it, there is nothing to cancel, and the primary button stands alone. */
  leave?: (() => void) | undefined;
  /** An answer is awaited: “Cancel” is disabled, and the primary button shows the busy text. */
  busy?: boolean | undefined;
  /** The primary button shows the busy text. Without it `busy` decides; with it “Cancel” may stay enabled meanwhile. */
  waiting?: boolean | undefined;
  /** What a person has to do before the primary button is enabled; empty when it is. */
  missing?: string | undefined;
  /** Shows `missing` before the buttons. Its id is `why`, which describes the primary button. */
  why?: TemplateResult | undefined;
}

type Texts = Pick<typeof proofEnglish, 'cancel' | 'busy'>;

/** The row of buttons below a dialog: “Cancel”, where something can be cancelled, and the primary button. */
export function dialogButtons(strings: Texts, buttons: DialogButtons): TemplateResult {
  const { label, busy = false, waiting = busy, leave, press } = buttons;
  const text = waiting ? strings.busy : label;
  return html`<div class="buttons">
    ${buttons.why}
    <button class="button tall" part="button" type="button" ?disabled=${busy} ?hidden=${!leave} @click=${leave}>
      ${strings.cancel}
    </button>
    ${press ? pressedButton(buttons, text, waiting) : submitButton(buttons, text, waiting)}
  </div>`;
}

function pressedButton({ kind, missing, press }: DialogButtons, text: string, waiting: boolean): TemplateResult {
  return html`<button
    class="button ${kind}"
    part="button ${kind}-button"
    type="button"
    aria-describedby=${missing === undefined ? nothing : 'why'}
    aria-disabled=${waiting}
    ?disabled=${missing}
    @click=${press}
  >
    ${text}
  </button>`;
}

/**
 * A template of its own: Lit would reuse the element above with another type, and the click that proceeds to a form would also
 * submit that form.
 */
function submitButton({ kind, missing }: DialogButtons, text: string, waiting: boolean): TemplateResult {
  return html`<button
    class="button ${kind}"
    part="button ${kind}-button"
    type="submit"
    form="answer-form"
    aria-describedby=${missing === undefined ? nothing : 'why'}
    aria-disabled=${waiting}
    ?disabled=${missing}
  >
    ${text}
  </button>`;
}
