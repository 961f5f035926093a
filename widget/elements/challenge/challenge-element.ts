import { LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { addStyles } from '../../controllers/style-controller.js';
import {
  challengeFlow,
  entryOfChallenge,
  type ChallengeEvent,
  type ChallengeState,
} from '../../flow/challenge-flow.js';
import { reportChallenge } from '../../flow/challenge-report.js';
import { challengeEnglish } from '../../i18n/en/challenge.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { lengthOfCode, defaultLength } from '../../otp/code.js';
import { buttons } from '../../styles/buttons.js';
import { fields } from '../../styles/fields.js';
import { host } from '../../styles/host.js';
import { icons } from '../../styles/icons.js';
import { tick } from '../../styles/tick.js';
import { tokens } from '../../styles/tokens.js';
import { codeEntryStyles } from '../code-entry/code-entry.styles.js';
import { addEntryFlow } from '../code-entry/entry-flow.js';
import { followEntry } from '../code-entry/follow-entry.js';
import { challengeStyles } from './challenge.styles.js';
import { challengeView } from './challenge-views.js';

/**
 * The second step of a sign-in: a code from the authenticator app, or a backup code. Its
 * events are hints for the page: the sign-in itself happens in the back end.
 *
 * @summary The second step of a sign-in.
 * @tag harmony-2fa-challenge
 *
 * @slot code - A page's own `<input>` for the code, where a password manager needs it in the light DOM.
 *
 * @event {VerifiedEvent} harmony-2fa-verified - The challenge was answered; `method`, `backupCodes`, `result`.
 * @event {SignedOutEvent} harmony-2fa-signed-out - The sign-in has expired; `code`.
 * @event {FailedEvent} harmony-2fa-failed - Another failure was shown; `code`.
 *
 * @csspart challenge - The whole challenge.
 * @csspart heading - The heading.
 * @csspart form - Field and buttons.
 * @csspart error - A failure.
 * @csspart button - Any button.
 * @csspart primary-button - The primary button.
 * @csspart link - A button that looks like a link.
 * @csspart locked - The wait after too many attempts.
 * @csspart tick - The box to trust this device, with its label.
 * @csspart field - The field for a backup code.
 * @csspart done - The message after a right code.
 * @csspart backup-codes-left - How many backup codes are left.
 * @csspart code-input__label - The code field's label.
 * @csspart code-input__boxes - Its row of boxes.
 * @csspart code-input__box - One of its boxes.
 * @csspart code-input__box-active - Its active box.
 * @csspart code-input__hint - Its hint.
 * @csspart code-input__error - Its error.
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
 * @cssproperty --harmony-2fa-warning - Warnings.
 * @cssproperty --harmony-2fa-danger - Errors.
 * @cssproperty [--harmony-2fa-radius=8px] - Corners.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 * @cssproperty [--harmony-2fa-heading-size=1.25rem] - Size of the heading.
 * @cssproperty [--harmony-2fa-code-size=1.25rem] - Size of the digits.
 * @cssproperty --harmony-2fa-code-font - Font of backup codes.
 * @cssproperty [--harmony-2fa-space=4px] - The unit of all gaps and paddings.
 * @cssproperty [--harmony-2fa-control-size=44px] - Height of fields and strong buttons, width of a box.
 */
export class ChallengeElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    endpoint: {},
    client: { attribute: false },
    codeLength: { type: Number, attribute: 'code-length' },
    noAutoSubmit: { type: Boolean, attribute: 'no-auto-submit' },
    strings: { attribute: false },
  };

  readonly #localize = new LocalizeController(this, challengeEnglish);
  readonly #flow = addEntryFlow<ChallengeState, ChallengeEvent>(this, challengeFlow, entryOfChallenge, reportChallenge);
  #shown: ChallengeState = challengeFlow.initial;

  /** Path of the back end on the page's own origin. */
  endpoint: string | null = null;

  /** A client that replaces HTTP. A new client object gets the next requests, and the flow continues. */
  client: TwoFactorClient | null = null;

  /** The number of digits of a code, 4 to 10; any other value counts as 6. */
  codeLength = defaultLength;

  /** Do not send the code automatically after its last digit. */
  noAutoSubmit = false;

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  constructor() {
    super();
    addStyles(this, [tokens, host, icons, buttons, fields, tick, codeEntryStyles, challengeStyles]);
  }

  /** Moves the focus to what has taken the place of the field that had it. */
  override updated(): void {
    const [previous, next] = [this.#shown, this.#flow.state];
    this.#shown = next;
    if (previous.at === next.at) followEntry(this.renderRoot, entryOfChallenge(previous), entryOfChallenge(next));
  }

  /** Focuses the field. After loading, the element does not take the focus by itself. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('.locked, harmony-2fa-code-input, #answer, .button')?.focus(options);
    });
  }

  override render(): TemplateResult {
    return challengeView(this.#flow.state, {
      localization: this.#localize.current,
      overrides: this.#localize.overrides,
      codeLength: lengthOfCode(this.codeLength),
      submitWhenComplete: !this.noAutoSubmit,
      send: this.#flow.send,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-challenge': ChallengeElement;
  }
}
