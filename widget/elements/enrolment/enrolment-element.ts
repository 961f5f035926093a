import { LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { addStyles } from '../../controllers/style-controller.js';
import { addUnloadWarning } from '../../controllers/unload-warning-controller.js';
import {
  enrolmentFlow,
  entryOfEnrolment,
  type EnrolmentEvent,
  type EnrolmentState,
} from '../../flow/enrolment-flow.js';
import { reportEnrolment } from '../../flow/enrolment-report.js';
import { enrolmentEnglish } from '../../i18n/en/enrolment.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { buttons } from '../../styles/buttons.js';
import { fields } from '../../styles/fields.js';
import { host } from '../../styles/host.js';
import { icons } from '../../styles/icons.js';
import { lists } from '../../styles/lists.js';
import { skeleton } from '../../styles/skeleton.js';
import { tokens } from '../../styles/tokens.js';
import { visuallyHidden } from '../../styles/visually-hidden.js';
import { addEntryFlow } from '../code-entry/entry-flow.js';
import { codeEntryStyles } from '../code-entry/code-entry.styles.js';
import { followEntry } from '../code-entry/follow-entry.js';
import { stepsStyles } from '../setup-steps/steps.styles.js';
import { asText } from '../text-property.js';
import { enrolmentView } from './enrolment-views.js';
import { enrolmentStyles } from './enrolment.styles.js';

/**
 * The set-up of two-factor authentication at sign-in, for an account of which it is required: a page shows it when the back end
 * answers a right password with `enrolment`. It begins the set-up as soon as it is in the page. Its events are hints for the page:
 * the sign-in itself happens in the back end.
 *
 * @summary The set-up at sign-in, where two-factor authentication is required.
 * @tag harmony-2fa-enrolment
 *
 * @slot code - A page's own `<input>` for the code, where a password manager needs it in the light DOM.
 *
 * @event {EnabledEvent} harmony-2fa-enabled - 2FA is on, and the person is signed in; `status`.
 * @event {CancelledEvent} harmony-2fa-cancelled - The person wants to use a different account.
 * @event {SignedOutEvent} harmony-2fa-signed-out - The sign-in has expired; `code`.
 * @event {FailedEvent} harmony-2fa-failed - Another failure was shown; `code`.
 *
 * @csspart enrolment - The whole enrolment.
 * @csspart heading - The heading.
 * @csspart reason - “Your organisation requires it.”
 * @csspart error - A failure.
 * @csspart button - Any button.
 * @csspart primary-button - The primary button.
 * @csspart link - A button that looks like a link.
 * @csspart link-button - A link that looks like a button.
 * @csspart steps - The steps of the set-up.
 * @csspart step - One step.
 * @csspart step-title - A step's title.
 * @csspart scan - QR code, instructions and key.
 * @csspart key - The key with its buttons.
 * @csspart key-text - The key.
 * @csspart why - The reason why the primary button is disabled.
 * @csspart locked - The wait after too many attempts.
 * @csspart done - The message after a right code.
 * @csspart code-input__label - The code field's label.
 * @csspart code-input__boxes - Its row of boxes.
 * @csspart code-input__box - One of its boxes.
 * @csspart code-input__box-active - Its active box.
 * @csspart code-input__hint - Its hint.
 * @csspart code-input__error - Its error.
 * @csspart qr-code__frame - The QR code's white square.
 * @csspart qr-code__failure - The message when the code cannot be drawn.
 * @csspart copy-button__button - “Copy key”.
 * @csspart copy-button__message - The message when copying fails.
 * @csspart backup-codes__codes - The list of backup codes.
 * @csspart backup-codes__code - One of them.
 * @csspart backup-codes__actions - Their row of buttons.
 * @csspart backup-codes__button - One button of that row.
 * @csspart backup-codes__copy-button - Their copy button.
 * @csspart backup-codes__copy-message - The message when copying fails.
 * @csspart backup-codes__print-message - The message when printing fails.
 * @csspart backup-codes__tick - The box with its label.
 *
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
 * @cssproperty --harmony-2fa-success - Success.
 * @cssproperty --harmony-2fa-danger - Errors.
 * @cssproperty --harmony-2fa-warning - Warnings.
 * @cssproperty [--harmony-2fa-radius=8px] - Corners.
 * @cssproperty [--harmony-2fa-qr-size=192px] - Side of the QR code.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 * @cssproperty [--harmony-2fa-heading-size=1.25rem] - Size of the heading.
 * @cssproperty [--harmony-2fa-code-size=1.25rem] - Size of the digits.
 * @cssproperty --harmony-2fa-code-font - Font of the setup key and of backup codes.
 * @cssproperty [--harmony-2fa-space=4px] - The unit of all gaps and paddings.
 * @cssproperty [--harmony-2fa-control-size=44px] - Height of fields and strong buttons, width of a box; other buttons are two units lower.
 * @cssproperty [--harmony-2fa-setup-size=560px] - The greatest width.
 */
export class EnrolmentElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    endpoint: {},
    client: { attribute: false },
    product: {},
    account: {},
    strings: { attribute: false },
  };

  readonly #localize = new LocalizeController(this, enrolmentEnglish);
  readonly #flow = addEntryFlow<EnrolmentState, EnrolmentEvent>(this, enrolmentFlow, entryOfEnrolment, reportEnrolment);
  /** The state that the last update has shown. */
  #shown: EnrolmentState = enrolmentFlow.initial;
  #keyShown = false;

  /** Path of the back end on the page's own origin. */
  endpoint: string | null = null;

  /** A client that replaces HTTP. A new client object gets the next requests, and the flow continues. */
  client: TwoFactorClient | null = null;

  /** Name of the product on the backup-code sheet. */
  product = '';

  /** Name of the account on the backup-code sheet. */
  account = '';

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  constructor() {
    super();
    addStyles(this, [
      tokens,
      host,
      lists,
      visuallyHidden,
      icons,
      buttons,
      fields,
      codeEntryStyles,
      stepsStyles,
      skeleton,
      enrolmentStyles,
    ]);
    addUnloadWarning(this, () => this.#flow.state.at === 'enrolling');
  }

  /** Moves the focus to what has taken the place of the field that had it. */
  override updated(): void {
    const [previous, next] = [this.#shown, this.#flow.state];
    this.#shown = next;
    if (previous.at === next.at) followEntry(this.renderRoot, entryOfEnrolment(previous), entryOfEnrolment(next));
    if (next.at !== 'enrolling') this.#keyShown = false;
  }

  /** Focuses the heading. After loading, the element does not take the focus by itself. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#heading')?.focus(options));
  }

  override render(): TemplateResult {
    return enrolmentView(this.#flow.state, {
      localization: this.#localize.current,
      overrides: this.#localize.overrides,
      send: this.#flow.send,
      product: asText(this.product),
      account: asText(this.account),
      keyShown: this.#keyShown,
      toggleKey: () => {
        this.#keyShown = !this.#keyShown;
        this.requestUpdate();
      },
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-enrolment': EnrolmentElement;
  }
}
