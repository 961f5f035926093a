import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ProofRequest } from '../../client/step-up.js';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { addStyles } from '../../controllers/style-controller.js';
import { entryOfStepUp, stepUpFlow, type StepUpEvent, type StepUpState } from '../../flow/step-up-flow.js';
import { reportStepUp } from '../../flow/step-up-report.js';
import { stepUpEnglish } from '../../i18n/en/step-up.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { lengthOfCode, defaultLength } from '../../otp/code.js';
import { buttons } from '../../styles/buttons.js';
import { dialogTokens } from '../../styles/dialog-tokens.js';
import { fields } from '../../styles/fields.js';
import { host } from '../../styles/host.js';
import { icons } from '../../styles/icons.js';
import { tokens } from '../../styles/tokens.js';
import { codeEntryStyles } from '../code-entry/code-entry.styles.js';
import { addEntryFlow } from '../code-entry/entry-flow.js';
import { followEntry } from '../code-entry/follow-entry.js';
import { rememberClicked } from '../dialog/clicked-button.js';
import { addDialog } from '../dialog/dialog-controller.js';
import { dialogFrame, type DialogContent } from '../dialog/dialog-frame.js';
import { dialogStyles } from '../dialog/dialog.styles.js';
import { stepUpDialog, type StepUpTexts } from './step-up-view.js';
import { stepUpStyles } from './step-up.styles.js';

/**
 * Asks for a proof of identity before a sensitive action of the page. It shows nothing until the page calls `prove()`: then the
 * dialog “Confirm it's you” asks for a code, a backup code or the password, as the back end wants it.
 *
 * @summary Asks for a proof of identity before a sensitive action.
 * @tag harmony-2fa-step-up
 *
 * @slot code - A page's own `<input>` for the verification code, where a password manager needs it in the light DOM.
 * @slot companion - Shown in place of the element, and inside the open dialog, so that it stays usable.
 *
 * @event {CancelledEvent} harmony-2fa-cancelled - A person left the dialog without a proof.
 * @event {SignedOutEvent} harmony-2fa-signed-out - The session is over; `code`.
 * @event {FailedEvent} harmony-2fa-failed - Another failure was shown; `code`.
 *
 * @csspart error - A failure.
 * @csspart button - Any button.
 * @csspart primary-button - The primary button.
 * @csspart link - A button that looks like a link.
 * @csspart locked - The wait after too many attempts.
 * @csspart field - The field for a backup code or a password.
 * @csspart dialog - The dialog.
 * @csspart dialog-header - Its title and close button.
 * @csspart dialog-title - Its title.
 * @csspart dialog-close - Its close button.
 * @csspart dialog-body - Its scrolling part.
 * @csspart dialog-footer - Its footer.
 * @csspart code-input__label - The code field's label.
 * @csspart code-input__boxes - Its row of boxes.
 * @csspart code-input__box - One of its boxes.
 * @csspart code-input__box-active - Its active box.
 * @csspart code-input__hint - Its hint.
 * @csspart code-input__error - Its error.
 *
 * @cssproperty --harmony-2fa-raised - Background of the dialog.
 * @cssproperty --harmony-2fa-ground - Mixed into the primary button under the pointer.
 * @cssproperty --harmony-2fa-field - Background of fields.
 * @cssproperty --harmony-2fa-subtle - Background of quiet areas, and of buttons under the pointer.
 * @cssproperty --harmony-2fa-ink - Text.
 * @cssproperty --harmony-2fa-muted - Secondary text.
 * @cssproperty --harmony-2fa-hairline - Dividing lines.
 * @cssproperty --harmony-2fa-border - Borders of controls.
 * @cssproperty --harmony-2fa-primary - Background of the primary button.
 * @cssproperty --harmony-2fa-primary-ink - Text of the primary button.
 * @cssproperty --harmony-2fa-focus - The focus ring.
 * @cssproperty --harmony-2fa-warning - Warnings.
 * @cssproperty --harmony-2fa-danger - Errors.
 * @cssproperty [--harmony-2fa-radius=8px] - Corners.
 * @cssproperty --harmony-2fa-shadow - Shadow of the dialog.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 * @cssproperty [--harmony-2fa-heading-size=1rem] - Size of the title.
 * @cssproperty [--harmony-2fa-code-size=1.25rem] - Size of the digits.
 * @cssproperty --harmony-2fa-code-font - Font of backup codes.
 * @cssproperty [--harmony-2fa-space=4px] - The unit of all gaps and paddings.
 * @cssproperty [--harmony-2fa-control-size=44px] - Height of fields and strong buttons, width of a box.
 * @cssproperty [--harmony-2fa-dialog-size=440px] - Width of the dialog.
 * @cssproperty --harmony-2fa-backdrop - The backdrop of the dialog.
 */
export class StepUpElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    endpoint: {},
    client: { attribute: false },
    codeLength: { type: Number, attribute: 'code-length' },
    strings: { attribute: false },
  };

  readonly #localize = new LocalizeController(this, stepUpEnglish);
  readonly #flow = addEntryFlow<StepUpState, StepUpEvent>(this, stepUpFlow, entryOfStepUp, reportStepUp);
  #content: DialogContent<StepUpTexts> | null = null;
  readonly #dialog = addDialog(
    this,
    'dialog',
    () => this.#content,
    () => this.#flow.send({ type: 'leave' }),
    rememberClicked(this),
  );
  /** The state that the last update has shown. */
  #shown: StepUpState = stepUpFlow.initial;
  /** Answers the calls of `prove()` that wait for the dialog. */
  readonly #waiting = new Set<(proved: boolean) => void>();

  /** Path of the back end on the page's own origin. */
  endpoint: string | null = null;

  /** A client that replaces HTTP. A new client object gets the next requests, and the flow continues. */
  client: TwoFactorClient | null = null;

  /** The number of digits of a code, 4 to 10; any other value counts as 6. */
  codeLength = defaultLength;

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  constructor() {
    super();
    const dialog = [dialogTokens, dialogStyles, fields, codeEntryStyles];
    addStyles(this, [tokens, host, icons, buttons, ...dialog, stepUpStyles]);
  }

  /** Answers the page once the dialog is closed, and moves the focus to what a step has brought. */
  override updated(): void {
    const [previous, next] = [this.#shown, this.#flow.state];
    this.#shown = next;
    if (next.at === 'closed') {
      for (const answer of this.#waiting) answer(next.outcome === 'proved');
      this.#waiting.clear();
    } else followEntry(this.renderRoot, entryOfStepUp(previous), entryOfStepUp(next));
  }

  /**
   * Asks the person for a proof of identity, unless the session has given a recent one. Calls at the same time share one dialog.
   *
   * @returns whether it was proved; false when the person cancels, and when the session is over
   * @throws {DOMException} `InvalidStateError` when the element is not on the page; the reason of an aborted signal
   * @throws {TypeError} when the client has no method `reauthenticate`, or has `proofWithChange`
   */
  async prove({ maxAge = Infinity, methods = [], signal }: ProofRequest = {}): Promise<boolean> {
    if (!this.isConnected) throw new DOMException('<harmony-2fa-step-up> is not on the page', 'InvalidStateError');
    // The flow begins with the first update on the page, and again with another back end.
    await this.updateComplete;
    const { client } = this.#flow;
    if (client && (!client.reauthenticate || client.proofWithChange)) throw new TypeError('the client checks no proof');
    return new Promise((resolve, reject) => {
      const answer = (proved: boolean): void => {
        signal?.removeEventListener('abort', abort);
        resolve(proved);
      };
      const abort = (): void => {
        this.#waiting.delete(answer);
        reject(signal!.reason as Error);
        if (this.#waiting.size === 0) this.#flow.send({ type: 'abandon' });
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      this.#waiting.add(answer);
      this.#flow.send({ type: 'ask', maxAge, methods: [...methods] });
    });
  }

  override render(): TemplateResult {
    const { state, send } = this.#flow;
    const localization = this.#localize.current;
    const { overrides } = this.#localize;
    const companion = html`<slot name="companion"></slot>`;
    this.#content = stepUpDialog(state, { localization, overrides, codeLength: lengthOfCode(this.codeLength), send });
    const inside = this.#content ? companion : nothing;
    return html`${this.#content ? nothing : companion}${dialogFrame(this.#dialog, this.#content, localization.strings, inside)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-step-up': StepUpElement;
  }
}
