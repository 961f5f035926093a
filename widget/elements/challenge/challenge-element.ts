import { LitElement, type PropertyDeclarations } from 'lit';
import { StyleController } from '../../controllers/style-controller.js';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { LaterController } from '../../controllers/later-controller.js';
import { whenGone } from '../../flow/when-gone.js';
import type { ChallengeEvent, ChallengeState } from '../../flow/challenge-flow.js';
import { challengeEnglish } from '../../i18n/en/challenge.js';
import { sharedEnglish } from '../../i18n/en/shared.js';
import { LocalizeController, type Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides, Strings } from '../../i18n/strings.js';
import { lengthOfCode, usualLength } from '../../otp/code.js';
import { buttons } from '../../styles/buttons.js';
import { host } from '../../styles/host.js';
import { tokens } from '../../styles/tokens.js';
import { codeEntryStyles } from '../code-entry/code-entry.styles.js';
import type { ChallengeHost, ChallengeWork } from './challenge-work.js';
import { challengeStyles } from './challenge.styles.js';
import { challengeView, type ChallengeLater } from './challenge-views.js';

/**
 * The second step of a sign-in: a code from the authenticator app, or a backup code. What it tells the page is courtesy;
 * only the back end has signed anybody in.
 *
 * @summary The second step of a sign-in.
 * @tag harmony-2fa-challenge
 *
 * @slot code - A page's own `<input>` for the code, where a password manager needs it in the light DOM.
 *
 * @event {VerifiedEvent} harmony-2fa-verified - Answered; `method`, `backupCodes`, `result`.
 * @event {SignedOutEvent} harmony-2fa-signed-out - The sign-in has expired; `code`.
 * @event {FailedEvent} harmony-2fa-failed - Any other failure that was shown; `code`.
 *
 * @csspart challenge - Everything.
 * @csspart heading - The heading.
 * @csspart form - Field and buttons.
 * @csspart error - A failure.
 * @csspart button - Any button.
 * @csspart primary-button - The strong one.
 * @csspart link - A button that looks like a link.
 * @csspart locked - The wait after too many attempts.
 * @csspart field - The field for a backup code.
 * @csspart done - What is shown once the code was right.
 * @csspart backup-codes-left - How many backup codes are left.
 * @csspart code-input__label - The code field's label.
 * @csspart code-input__boxes - Its row of boxes.
 * @csspart code-input__box - One of its boxes.
 * @csspart code-input__box-active - Its active box.
 * @csspart code-input__hint - Its hint.
 * @csspart code-input__error - Its error.
 *
 * @cssproperty --harmony-2fa-ground - Shows through the strong action under the pointer.
 * @cssproperty --harmony-2fa-field - Ground of fields.
 * @cssproperty --harmony-2fa-subtle - Ground of quiet areas and under the pointer.
 * @cssproperty --harmony-2fa-ink - Text.
 * @cssproperty --harmony-2fa-muted - Secondary text.
 * @cssproperty --harmony-2fa-hairline - Lines that only divide.
 * @cssproperty --harmony-2fa-border - Borders of controls.
 * @cssproperty --harmony-2fa-primary - The strong action.
 * @cssproperty --harmony-2fa-primary-ink - Text on it.
 * @cssproperty --harmony-2fa-focus - The focus ring.
 * @cssproperty --harmony-2fa-success - What went well.
 * @cssproperty --harmony-2fa-warning - What needs attention.
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
export class ChallengeElement extends LitElement implements ChallengeHost {
  static override readonly properties: PropertyDeclarations = {
    endpoint: {},
    client: { attribute: false },
    codeLength: { type: Number, attribute: 'code-length' },
    noAutoSubmit: { type: Boolean, attribute: 'no-auto-submit' },
    strings: { attribute: false },
  };

  /** @internal */
  readonly styles = new StyleController(this, [tokens, host, buttons, codeEntryStyles, challengeStyles]);
  /** @internal */
  readonly localize = new LocalizeController(this, { ...sharedEnglish, ...challengeEnglish });
  readonly #later = new LaterController(
    this,
    () => import('./challenge-work.js'),
    ({ ChallengeWork }) => (this.#work = new ChallengeWork(this)),
  );
  #work: ChallengeWork | null = null;
  #early: ChallengeEvent[] = [];

  /** Path of the back end on the page's own origin. */
  endpoint: string | null = null;

  /** An object that stands in for HTTP: any other back end. Another object is asked from then on, and begins nothing anew. */
  client: TwoFactorClient | null = null;

  /** How many digits the back end's codes have, 4 to 10; anything else counts as 6. */
  codeLength = usualLength;

  /** The code is not sent by itself when its last digit is in. */
  noAutoSubmit = false;

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    whenGone(this, () => this.takeEarly());
  }

  override updated(): void {
    // The field does not wait for it, not even for the start of the fetch: it can be typed into while the rest arrives.
    setTimeout(this.#later.want);
  }

  /** Focuses the field, for pages that want it: nothing takes the focus by itself after loading. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('.locked, harmony-2fa-code-input, #answer, .button')?.focus(options);
    });
  }

  /** @internal What a person did before the challenge was known, from the last edit on. */
  takeEarly(): ChallengeEvent[] {
    return this.#early.splice(0);
  }

  get #state(): ChallengeState {
    return this.#work?.state ?? { at: 'loading' };
  }

  readonly #send = (event: ChallengeEvent): void => {
    if (this.#state.at !== 'loading') {
      this.#work?.send(event);
      return;
    }
    this.#early = event.type === 'edit' ? [event] : [...this.#early, event];
    if (event.type === 'submit' && this.#later.failed) this.#later.retry();
  };

  override render() {
    const localization = this.localize.current;
    const { strings } = localization;
    // The rest could not be fetched: the field stays as it is, says so, and “Verify” tries again.
    const codeLength = lengthOfCode(this.codeLength);
    const missing: ChallengeLater | null = this.#later.failed ? { errorText: () => strings.unreachable } : null;
    return challengeView(this.#state, {
      strings,
      overrides: this.localize.overrides,
      codeLength,
      submitWhenComplete: !this.noAutoSubmit,
      send: this.#send,
      later: this.#work?.views(localization as Localization<Strings>, codeLength) ?? missing,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-challenge': ChallengeElement;
  }
}
