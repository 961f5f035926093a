import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { chooseBackEnd } from '../../controllers/back-end.js';
import { CountdownController } from '../../controllers/countdown-controller.js';
import { PageController } from '../../controllers/page-controller.js';
import {
  BackupCodesRenewedEvent,
  CancelledEvent,
  DisabledEvent,
  EnabledEvent,
  FailedEvent,
  ReplacedEvent,
  SignedOutEvent,
} from '../../events.js';
import { FlowController } from '../../flow/flow-controller.js';
import { entryOf, setupFlow, type SetupEvent, type SetupState } from '../../flow/setup-flow.js';
import { reportSetup, type SetupReport } from '../../flow/setup-report.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { readKeyUri } from '../../otp/key-uri.js';
import { controls } from '../../styles/controls.js';
import { host } from '../../styles/host.js';
import { tokens } from '../../styles/tokens.js';
import { codeEntryStyles } from '../code-entry/code-entry.styles.js';
import { followEntry } from '../code-entry/code-entry-view.js';
import { DialogController } from '../dialog/dialog-controller.js';
import { dialogFrame } from '../dialog/dialog-view.js';
import { dialogStyles } from '../dialog/dialog.styles.js';
import type { DialogContext } from './dialog-context.js';
import { dialogView, discardView } from './dialog-views.js';
import { sectionView } from './section-view.js';
import { setupStyles } from './setup.styles.js';

/**
 * The section on a page of preferences that turns two-factor authentication on, shows its state, and changes it: set-up
 * with QR code and backup codes, new backup codes, another authenticator, off again.
 *
 * @summary The two-factor section of a preferences page.
 * @tag harmony-2fa-setup
 *
 * @slot code - A page's own `<input>` for the verification code, where a password manager needs it in the light DOM.
 * @slot companion - Shown below the section, and inside the dialog while one is open: for what has to stay usable then.
 *
 * @event {EnabledEvent} harmony-2fa-enabled - 2FA was turned on; `status`.
 * @event {DisabledEvent} harmony-2fa-disabled - 2FA was turned off; `status`.
 * @event {ReplacedEvent} harmony-2fa-replaced - Another authenticator took over; `status`.
 * @event {BackupCodesRenewedEvent} harmony-2fa-backup-codes-renewed - A new set was kept; `status`.
 * @event {CancelledEvent} harmony-2fa-cancelled - A person left a dialog without a change.
 * @event {SignedOutEvent} harmony-2fa-signed-out - Nobody is signed in any more; `code`.
 * @event {FailedEvent} harmony-2fa-failed - Any other failure that was shown; `code`.
 *
 * @csspart section - The card.
 * @csspart head - Heading, summary and the action beside them.
 * @csspart heading - The heading.
 * @csspart badge - “On”.
 * @csspart since - Since when.
 * @csspart summary - What 2FA does.
 * @csspart scope - That it applies to every workspace.
 * @csspart facts - The row with the backup codes left.
 * @csspart backup-codes-left - How many backup codes are left.
 * @csspart actions - The row of actions.
 * @csspart notice - What has just been changed.
 * @csspart error - A failure.
 * @csspart button - Any button.
 * @csspart primary-button - The strong one of a view.
 * @csspart danger-button - The strong one where something is lost.
 * @csspart link - A button that looks like a link.
 * @csspart link-button - A link that looks like a button.
 * @csspart reasons - The three reasons.
 * @csspart proof-title - “Confirm it's you”.
 * @csspart steps - The steps of the set-up.
 * @csspart step - One step.
 * @csspart step-title - A step's title.
 * @csspart scan - QR code, instructions and key.
 * @csspart key - The key with its buttons.
 * @csspart key-text - The key.
 * @csspart why - Why the strong button cannot be used yet.
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
 * @csspart qr-code__frame - The QR code's white square.
 * @csspart qr-code__failure - What is shown when it cannot be drawn.
 * @csspart copy-button__button - “Copy key”.
 * @csspart copy-button__message - What is said when copying was refused.
 * @csspart backup-codes__codes - The list of backup codes.
 * @csspart backup-codes__code - One of them.
 * @csspart backup-codes__actions - Their row of buttons.
 * @csspart backup-codes__button - One button of that row.
 * @csspart backup-codes__copy-button - Their copy button.
 * @csspart backup-codes__copy-message - What is said when copying was refused.
 * @csspart backup-codes__tick - The box with its label.
 *
 * @cssproperty --harmony-2fa-ground - Ground of the section.
 * @cssproperty --harmony-2fa-raised - Ground of dialogs.
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
 * @cssproperty --harmony-2fa-danger - Errors and what is lost.
 * @cssproperty --harmony-2fa-danger-ground - Ground of the action by which something is lost.
 * @cssproperty --harmony-2fa-danger-ink - Text on it.
 * @cssproperty [--harmony-2fa-radius=8px] - Corners.
 * @cssproperty --harmony-2fa-shadow - Shadow of dialogs.
 * @cssproperty [--harmony-2fa-qr-size=192px] - Side of the QR code.
 */
export class SetupElement extends LitElement {
  static override readonly styles = [tokens, host, controls, dialogStyles, codeEntryStyles, setupStyles];

  private readonly localize = new LocalizeController(this);
  private readonly flow = new FlowController<SetupState, SetupEvent>(this, setupFlow, (previous, next) =>
    this.tell(previous, next),
  );
  private readonly dialog = new DialogController(
    this,
    'dialog',
    () => dialogView(this.flow.state, this.context),
    () => this.flow.send({ type: 'leave' }),
  );
  private readonly question = new DialogController(
    this,
    'question',
    () => (this.flow.state.at === 'discarding' ? discardView(this.context) : null),
    () => this.flow.send({ type: 'stay' }),
  );
  private shown: SetupState = setupFlow.initial;

  /** Path of the back end on the page's own origin. */
  @property() endpoint: string | null = null;

  /** An object that stands in for HTTP: any other back end. */
  @property({ attribute: false }) client: TwoFactorClient | null = null;

  /** Name of the product on the backup-code sheet. */
  @property() product = '';

  /** Name of the account on the backup-code sheet. */
  @property() account = '';

  /** Texts that replace the language's own. */
  @property({ attribute: false }) strings?: StringOverrides;

  @state() private keyShown = false;

  @query('.section') private readonly section!: HTMLElement;
  @query('#heading') private readonly heading!: HTMLElement;

  /** @internal The flow asks whoever this is. */
  backEnd: TwoFactorClient | null = null;

  constructor() {
    super();
    new CountdownController(this, () => setupFlow.deadline(this.flow.state));
    new PageController(this, {
      forget: () => this.flow.forget(),
      restart: () => this.flow.restart(),
      holdsUnsaved: () => holdsSecrets(this.flow.state),
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
    if (previous === next) return;
    const before = previous.at === 'starting' ? null : entryOf(previous);
    if (next.at === 'proving' || previous.at === next.at) followEntry(this.renderRoot, before, entryOf(next));
    if (next.at === 'idle' && next.notice) this.focusSection();
    if (!holdsSecrets(next)) this.keyShown = false;
  }

  /** Reads the status again, as after a change elsewhere on the page. Whatever dialog is open closes. */
  refresh(): void {
    this.flow.restart();
  }

  /** The opener of a dialog may be gone with the state it belonged to; then the section itself takes the focus. */
  private focusSection(): void {
    const { activeElement } = this.renderRoot as ShadowRoot;
    if (!activeElement || !this.section.contains(activeElement)) this.heading.focus();
  }

  private tell(previous: SetupState, next: SetupState): void {
    const report = reportSetup(previous, next);
    if (report) this.dispatchEvent(eventOf(report));
  }

  private toggleKey(): void {
    this.keyShown = !this.keyShown;
  }

  private get context(): DialogContext {
    const { state } = this.flow;
    const linking = state.at === 'discarding' ? state.back : state;
    return {
      localization: this.localize.current,
      overrides: this.strings,
      send: this.flow.send,
      product: this.product,
      account: this.account,
      key: linking.at === 'linking' ? readKeyUri(linking.setup.keyUri) : null,
      keyShown: this.keyShown,
      toggleKey: () => this.toggleKey(),
    };
  }

  override render() {
    const { flow, context } = this;
    const { strings } = context.localization;
    const dialog = dialogView(flow.state, context);
    const question = flow.state.at === 'discarding' ? discardView(context) : null;
    const companion = html`<slot name="companion"></slot>`;
    return html`
      ${sectionView(flow.state, context.localization, flow.send)} ${dialog ? nothing : companion}
      ${dialogFrame(this.dialog, dialog, strings.close, dialog ? companion : nothing)}
      ${dialogFrame(this.question, question, strings.close)}
    `;
  }
}

function holdsSecrets(state: SetupState): boolean {
  return ['linking', 'showing-codes', 'keeping-codes', 'discarding'].includes(state.at);
}

function eventOf(report: SetupReport): Event {
  switch (report.type) {
    case 'enabled':
      return new EnabledEvent(report.status);
    case 'replaced':
      return new ReplacedEvent(report.status);
    case 'renewed':
      return new BackupCodesRenewedEvent(report.status);
    case 'disabled':
      return new DisabledEvent(report.status);
    case 'cancelled':
      return new CancelledEvent();
    case 'signed-out':
      return new SignedOutEvent(report.failure.code);
    case 'failed':
      return new FailedEvent(report.failure.code);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-setup': SetupElement;
  }
}
