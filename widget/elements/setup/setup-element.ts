import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import type { BeforeChange } from '../../flow/before-change.js';
import { addStyles } from '../../controllers/style-controller.js';
import { addUnloadWarning } from '../../controllers/unload-warning-controller.js';
import {
  entryOf,
  setupFlow,
  type SetupEvent,
  type SetupState,
  type StateWithoutDialog,
} from '../../flow/setup-flow.js';
import { reportSetup } from '../../flow/setup-report.js';
import { sectionEnglish } from '../../i18n/en/section.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { lengthOfCode, defaultLength } from '../../otp/code.js';
import { buttons } from '../../styles/buttons.js';
import { card } from '../../styles/card.js';
import { host } from '../../styles/host.js';
import { icons } from '../../styles/icons.js';
import { lists } from '../../styles/lists.js';
import { skeleton } from '../../styles/skeleton.js';
import { tokens } from '../../styles/tokens.js';
import { visuallyHidden } from '../../styles/visually-hidden.js';
import { addEntryFlow } from '../code-entry/entry-flow.js';
import { followEntry } from '../code-entry/follow-entry.js';
import { rememberClicked } from '../dialog/clicked-button.js';
import { hideKey } from '../hide-typing.js';
import { asText } from '../text-property.js';
import { formatDate } from '../../i18n/format.js';
import { readSetup, readStatus } from '../../protocol/read-message.js';
import type { AuthenticatorsPart } from './authenticators.js';
import type { Content, DialogData, SetupTexts } from './dialog-data.js';
import type * as dialogs from './dialogs.js';
import { addPartLoader } from './part-loader.js';
import { sectionView, statusOf, unreachableView } from './section-view.js';
import { sectionStyles } from './section.styles.js';

/**
 * The section of a preferences page that shows the state of two-factor authentication and changes it: set-up with QR code and
 * backup codes, new backup codes, another authenticator, several authenticators, off.
 *
 * @summary The two-factor section of a preferences page.
 * @tag harmony-2fa-setup
 *
 * @slot code - A page's own `<input>` for the verification code, where a password manager needs it in the light DOM.
 * @slot companion - Shown below the section, and inside an open dialog, so that it stays usable.
 *
 * @event {EnabledEvent} harmony-2fa-enabled - 2FA was turned on; `status`.
 * @event {DisabledEvent} harmony-2fa-disabled - 2FA was turned off; `status`.
 * @event {ReplacedEvent} harmony-2fa-replaced - Another authenticator is in use; `status`.
 * @event {AuthenticatorsChangedEvent} harmony-2fa-authenticators-changed - One of several authenticators was added, renamed or removed; `status`.
 * @event {BackupCodesRenewedEvent} harmony-2fa-backup-codes-renewed - A new set of backup codes is in use; `status`.
 * @event {CancelledEvent} harmony-2fa-cancelled - A person left a dialog without a change, or `onBefore` stopped the change.
 * @event {SignedOutEvent} harmony-2fa-signed-out - The session is over; `code`.
 * @event {FailedEvent} harmony-2fa-failed - Another failure was shown; `code`.
 *
 * @csspart section - The card.
 * @csspart head - Heading, summary and the action beside them.
 * @csspart heading - The heading.
 * @csspart badge - “On”.
 * @csspart since - The date since when it is on.
 * @csspart summary - The explanation of 2FA.
 * @csspart scope - The sentence that it applies to the whole account.
 * @csspart facts - The row with the backup codes left.
 * @csspart backup-codes-left - How many backup codes are left.
 * @csspart authenticators - The list of authenticators with its title.
 * @csspart authenticators-title - Its title.
 * @csspart authenticators-full - The sentence that there cannot be more.
 * @csspart authenticator - One authenticator.
 * @csspart authenticator-name - Its name.
 * @csspart authenticator-facts - Since when it is there, and its last use.
 * @csspart actions - The row of actions.
 * @csspart required - The sentence that an organisation requires 2FA.
 * @csspart notice - The last change.
 * @csspart error - A failure.
 * @csspart button - Any button.
 * @csspart primary-button - The primary button of a view.
 * @csspart danger-button - The primary button of a destructive action.
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
 * @csspart why - The reason why the primary button is disabled.
 * @csspart locked - The wait after too many attempts.
 * @csspart field - The field for a backup code, a password or a name.
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
 * @cssproperty --harmony-2fa-ground - Background of the section.
 * @cssproperty --harmony-2fa-raised - Background of dialogs.
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
 * @cssproperty --harmony-2fa-danger - Errors and destructive actions.
 * @cssproperty --harmony-2fa-danger-ground - Background of the button of a destructive action.
 * @cssproperty --harmony-2fa-danger-ink - Text of that button.
 * @cssproperty [--harmony-2fa-radius=8px] - Corners.
 * @cssproperty --harmony-2fa-shadow - Shadow of dialogs.
 * @cssproperty [--harmony-2fa-qr-size=192px] - Side of the QR code.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 * @cssproperty [--harmony-2fa-heading-size=1rem] - Size of headings.
 * @cssproperty [--harmony-2fa-code-size=1.25rem] - Size of the digits.
 * @cssproperty --harmony-2fa-code-font - Font of the setup key and of backup codes.
 * @cssproperty [--harmony-2fa-space=4px] - The unit of all gaps and paddings.
 * @cssproperty [--harmony-2fa-control-size=44px] - Height of fields and strong buttons, width of a box; other buttons are two units lower.
 * @cssproperty [--harmony-2fa-dialog-size=440px] - Width of the dialogs.
 * @cssproperty [--harmony-2fa-setup-size=560px] - Width of the set-up dialog.
 * @cssproperty --harmony-2fa-backdrop - The backdrop of a dialog.
 */
export class SetupElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    endpoint: {},
    client: { attribute: false },
    codeLength: { type: Number, attribute: 'code-length' },
    product: {},
    account: {},
    readonly: { type: Boolean },
    onBefore: { attribute: false },
    strings: { attribute: false },
  };

  readonly #localize = new LocalizeController(this, sectionEnglish);
  readonly #flow = addEntryFlow<SetupState, SetupEvent>(this, setupFlow, entryOf, reportSetup);
  readonly #addStyles = addStyles(this, [
    tokens,
    host,
    lists,
    visuallyHidden,
    icons,
    buttons,
    card,
    skeleton,
    sectionStyles,
  ]);
  readonly #clicked = rememberClicked(this);
  readonly #dialogsLoader = addPartLoader(this, async () => {
    const dialogs = await import('./dialogs.js');
    this.#addStyles(dialogs.styles);
    const { send } = this.#flow;
    // Before the dialog below it, which must not take the focus while this one is open.
    const question = dialogs.addDialog(
      this,
      'question',
      () => this.#question,
      () => send({ type: 'stay' }),
      this.#clicked,
      () => dialog.show(),
    );
    const dialog = dialogs.addDialog(
      this,
      'dialog',
      () => this.#content,
      () => send({ type: 'leave' }),
      this.#clicked,
    );
    return { ...dialogs, question, dialog };
  });
  readonly #authenticatorsLoader = addPartLoader(this, async () => {
    const { createAuthenticators } = await import('./authenticators.js');
    const list = createAuthenticators({ html, css, hideKey, formatDate, readSetup, readStatus, flow: setupFlow });
    this.#addStyles(list.styles);
    this.#flow.flow = list.flow;
    return list;
  });
  #content: Content | null = null;
  /** The content of the dialog above that one. */
  #question: Content | null = null;
  /** The state that the last update has shown. */
  #shown: SetupState = setupFlow.initial;
  #keyShown = false;

  /** Path of the back end on the page's own origin. */
  endpoint: string | null = null;

  /** A client that replaces HTTP. A new client object gets the next requests, and the flow continues. */
  client: TwoFactorClient | null = null;

  /** The number of digits of a code, 4 to 10; any other value counts as 6. The set-up takes it from the Key URI. */
  codeLength = defaultLength;

  /** Name of the product on the backup-code sheet. */
  product = '';

  /** Name of the account on the backup-code sheet. */
  account = '';

  /** Shows the state and offers no change. An open dialog closes. */
  readonly = false;

  /**
   * Asks the page before a change is sent: `enable`, `renew`, `replace`, `disable`, or `add`, `rename` or `remove` for one of several
   * authenticators. The change is stopped when it returns or resolves to false, throws or rejects; anything else lets it go on. The back end
   * has to refuse what must not be: a page can be changed.
   */
  onBefore: BeforeChange | null = null;

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  constructor() {
    super();
    addUnloadWarning(this, () => holdsSecrets(this.#flow.state));
    // A person is about to press a button, and will need the dialog that it opens.
    for (const type of ['focusin', 'pointerover']) this.addEventListener(type, this.#dialogsLoader.load);
  }

  /** The page may take the offer back while a dialog is open. What is pending in the back end expires. */
  override willUpdate(): void {
    if (this.readonly && needsDialogs(this.#flow.state)) this.#flow.restart();
  }

  /** Moves the focus to the field or the wait that a step has brought. */
  override updated(): void {
    const { state } = this.#flow;
    // The elements to focus are not rendered yet.
    if (needsDialogs(state) && !this.#dialogsLoader.part) return;
    const previous = this.#shown;
    this.#shown = state;
    if (previous === state) return;
    if (state.at === 'proving' || previous.at === state.at) {
      followEntry(this.renderRoot, entryOf(previous), entryOf(state));
    }
    // The list renders its rows by their place: the opener of the dialog is the button of the next authenticator by now.
    if (state.at === 'idle' && state.notice === 'removed' && this.matches(':focus-within')) {
      this.renderRoot.querySelector<HTMLElement>('#heading')?.focus();
    }
    if (!holdsSecrets(state)) this.#keyShown = false;
  }

  /** Reads the status again, such as after a change elsewhere on the page. An open dialog closes. */
  refresh(): void {
    this.#flow.restart();
  }

  override render(): TemplateResult {
    const { state, client } = this.#flow;
    const readonly = Boolean(this.readonly);
    const localization = this.#localize.current;
    const needed = needsDialogs(state);
    const dialogs = needed ? this.#dialogsLoader.load() : this.#dialogsLoader.part;
    const lists = 'authenticators' in (statusOf(state) ?? {});
    // A part that is loaded already has the notice of a change, also where the answer lists none.
    const list = lists ? this.#authenticatorsLoader.load() : this.#authenticatorsLoader.part;
    // The card grows once: the list does not come after the rest.
    const waits = lists && !list && !this.#authenticatorsLoader.failed && state.at === 'idle' && !state.notice;
    const data = dialogs && this.#dialogData(dialogs, list);
    this.#content = data && dialogs.dialogContent(state, data);
    this.#question = data && state.at === 'discarding' ? dialogs.discardContent(state, data) : null;
    const companion = html`<slot name="companion"></slot>`;
    return html`
      ${
        needed && this.#dialogsLoader.failed
          ? unreachableView(localization, { code: 'unreachable' }, () => this.#dialogsLoader.retry())
          : sectionView(
              waits ? setupFlow.initial : state,
              localization,
              this.#send,
              client,
              readonly,
              list &&
                list.sectionPart(state, this.#localize.translate(list.english), readonly ? null : client, this.#send),
            )
      }
      ${this.#content ? nothing : companion}
      ${
        data && [
          dialogs.dialogFrame(
            dialogs.dialog,
            this.#content,
            data.localization.strings,
            this.#content ? companion : nothing,
          ),
          dialogs.dialogFrame(dialogs.question, this.#question, data.localization.strings),
        ]
      }
    `;
  }

  /** For the section. While it is readonly it begins no change, not even one that a button has offered a moment ago. */
  readonly #send = (event: SetupEvent): void => {
    if (event.type !== 'open' || !this.readonly) this.#flow.send(event);
  };

  #dialogData({ english }: typeof dialogs, list: AuthenticatorsPart | null): DialogData {
    const { state, send } = this.#flow;
    const localization = this.#localize.translate({ ...english, ...list?.english } as SetupTexts);
    return {
      localization,
      change: list && list.changeView(state, localization.strings, send),
      overrides: this.#localize.overrides,
      send,
      product: asText(this.product),
      account: asText(this.account),
      codeLength: lengthOfCode(this.codeLength),
      keyShown: this.#keyShown,
      toggleKey: () => {
        this.#keyShown = !this.#keyShown;
        this.requestUpdate();
      },
    };
  }
}

const withoutDialog: Readonly<Record<StateWithoutDialog, 1>> = {
  loading: 1,
  unreachable: 1,
  'signed-out': 1,
  idle: 1,
  rereading: 1,
  leaving: 1,
};

/** Whether a state shows more than the section. */
function needsDialogs({ at }: SetupState): boolean {
  return !(at in withoutDialog);
}

function holdsSecrets(state: SetupState): boolean {
  return 'setup' in state || 'codes' in state || 'back' in state;
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-setup': SetupElement;
  }
}
