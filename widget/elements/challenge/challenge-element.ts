import { LitElement, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { chooseBackEnd } from '../../controllers/back-end.js';
import { CountdownController } from '../../controllers/countdown-controller.js';
import { PageController } from '../../controllers/page-controller.js';
import { FailedEvent, SignedOutEvent, VerifiedEvent } from '../../events.js';
import { challengeFlow, type ChallengeEvent, type ChallengeState } from '../../flow/challenge-flow.js';
import { reportChallenge, type ChallengeReport } from '../../flow/challenge-report.js';
import { FlowController } from '../../flow/flow-controller.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { controls } from '../../styles/controls.js';
import { host } from '../../styles/host.js';
import { tokens } from '../../styles/tokens.js';
import { codeEntryStyles } from '../code-entry/code-entry.styles.js';
import { followEntry } from '../code-entry/code-entry-view.js';
import { challengeStyles } from './challenge.styles.js';
import { challengeView } from './challenge-views.js';

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
 */
export class ChallengeElement extends LitElement {
  static override readonly styles = [tokens, host, controls, codeEntryStyles, challengeStyles];

  private readonly localize = new LocalizeController(this);
  private readonly flow = new FlowController<ChallengeState, ChallengeEvent>(this, challengeFlow, (previous, next) =>
    this.tell(previous, next),
  );
  private shown: ChallengeState = challengeFlow.initial;

  /** Path of the back end on the page's own origin. */
  @property() endpoint: string | null = null;

  /** An object that stands in for HTTP: any other back end. */
  @property({ attribute: false }) client: TwoFactorClient | null = null;

  /** The code is not sent by itself when its last digit is in. */
  @property({ type: Boolean, attribute: 'no-auto-submit' }) noAutoSubmit = false;

  /** Texts that replace the language's own. */
  @property({ attribute: false }) strings?: StringOverrides;

  @query('#heading') private readonly heading!: HTMLElement;

  /** @internal The flow asks whoever this is. */
  backEnd: TwoFactorClient | null = null;

  constructor() {
    super();
    new CountdownController(this, () => challengeFlow.deadline(this.flow.state));
    new PageController(this, {
      forget: () => this.flow.forget(),
      restart: () => this.flow.restart(),
      holdsUnsaved: () => false,
    });
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('client') && !changed.has('endpoint') && this.hasUpdated) return;
    this.backEnd = chooseBackEnd(this.client, this.endpoint);
    this.flow.restart();
  }

  override updated(): void {
    const previous = this.shown;
    const { state: next } = this.flow;
    this.shown = next;
    if (previous.at !== 'answering' || previous === next) return;
    if (next.at === 'answering') followEntry(this.renderRoot, previous.entry, next.entry);
    // The field that had the focus is gone.
    else this.heading.focus();
  }

  /** Focuses the field, for pages that want it: nothing takes the focus by itself after loading. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.locked, harmony-2fa-code-input, #answer, .button')?.focus(options);
  }

  private tell(previous: ChallengeState, next: ChallengeState): void {
    const report = reportChallenge(previous, next);
    if (report) this.dispatchEvent(eventOf(report));
  }

  /** A page that listens has moved on by now; on one that does not, loading it anew is what brings its form back. */
  private signInAgain(): void {
    location.reload();
  }

  override render() {
    return challengeView(this.flow.state, {
      localization: this.localize.current,
      overrides: this.strings,
      submitWhenComplete: !this.noAutoSubmit,
      send: this.flow.send,
      signInAgain: () => this.signInAgain(),
    });
  }
}

function eventOf(report: ChallengeReport): Event {
  switch (report.type) {
    case 'verified': {
      const { method, backupCodes, result } = report.verified;
      return new VerifiedEvent(method, backupCodes, result);
    }
    case 'signed-out':
      return new SignedOutEvent(report.failure.code);
    case 'failed':
      return new FailedEvent(report.failure.code);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-challenge': ChallengeElement;
  }
}
