import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { addBackEnd } from '../../controllers/back-end-controller.js';
import { keepFocus } from '../../controllers/focus-controller.js';
import { rerenderEachMinute } from '../../controllers/minute-tick-controller.js';
import { addPageLifecycle } from '../../controllers/page-controller.js';
import { addStyles } from '../../controllers/style-controller.js';
import { devicesFlow, type DevicesEvent, type DevicesState } from '../../flow/devices-flow.js';
import { reportDevices } from '../../flow/devices-report.js';
import { FlowController } from '../../flow/flow-controller.js';
import { devicesEnglish } from '../../i18n/en/devices.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { buttons } from '../../styles/buttons.js';
import { card } from '../../styles/card.js';
import { dangerButton } from '../../styles/danger-button.js';
import { dialogTokens } from '../../styles/dialog-tokens.js';
import { host } from '../../styles/host.js';
import { icons } from '../../styles/icons.js';
import { lists } from '../../styles/lists.js';
import { skeleton } from '../../styles/skeleton.js';
import { tokens } from '../../styles/tokens.js';
import { visuallyHidden } from '../../styles/visually-hidden.js';
import { rememberClicked } from '../dialog/clicked-button.js';
import { addDialog } from '../dialog/dialog-controller.js';
import { dialogFrame, type DialogContent } from '../dialog/dialog-frame.js';
import { dialogStyles } from '../dialog/dialog.styles.js';
import { setState } from '../set-state.js';
import { devicesView, questionContent } from './devices-views.js';
import { devicesStyles } from './devices.styles.js';

/**
 * The sessions of the account and the devices that it trusts: signs single ones out, forgets them, or signs out everywhere else.
 * Where the back end has no such list, the element shows nothing.
 *
 * @summary Where the account is signed in, and which devices it trusts.
 * @tag harmony-2fa-devices
 *
 * @event {CancelledEvent} harmony-2fa-cancelled - A person left the question without a change.
 * @event {SignedOutEvent} harmony-2fa-signed-out - The session is over; `code`.
 * @event {FailedEvent} harmony-2fa-failed - Another failure was shown; `code`.
 *
 * @csspart section - The card.
 * @csspart heading - The heading.
 * @csspart notice - The last change.
 * @csspart devices - A list: of the sessions, or of the trusted devices.
 * @csspart device - One of its rows.
 * @csspart name - The name in a row.
 * @csspart badge - “This device”.
 * @csspart detail - When a device was last used, and from where or until when it is trusted.
 * @csspart empty - The sentence when there is no other session.
 * @csspart subheading - The heading of the trusted devices.
 * @csspart summary - The sentence below it.
 * @csspart actions - The row with “Sign out everywhere else”.
 * @csspart error - A failure.
 * @csspart button - Any button.
 * @csspart danger-button - The button that signs out everywhere else, in the question.
 * @csspart dialog - The question.
 * @csspart dialog-header - Its title and close button.
 * @csspart dialog-title - Its title.
 * @csspart dialog-close - Its close button.
 * @csspart dialog-body - Its scrolling part.
 * @csspart dialog-footer - Its footer.
 *
 * @cssstate absent - The back end has no list of sessions and devices, and nothing is shown.
 *
 * @cssproperty --harmony-2fa-ground - Background of the card.
 * @cssproperty --harmony-2fa-raised - Background of the question.
 * @cssproperty --harmony-2fa-subtle - Background of buttons under the pointer.
 * @cssproperty --harmony-2fa-ink - Text.
 * @cssproperty --harmony-2fa-muted - Secondary text and icons.
 * @cssproperty --harmony-2fa-hairline - Dividing lines.
 * @cssproperty --harmony-2fa-border - Borders of controls.
 * @cssproperty --harmony-2fa-focus - The focus ring.
 * @cssproperty --harmony-2fa-success - “This device”, and the mark of a change.
 * @cssproperty --harmony-2fa-danger - Errors and destructive actions.
 * @cssproperty --harmony-2fa-danger-ground - Background of the button of a destructive action.
 * @cssproperty --harmony-2fa-danger-ink - Text of that button.
 * @cssproperty [--harmony-2fa-radius=8px] - Corners.
 * @cssproperty --harmony-2fa-shadow - Shadow of the question.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 * @cssproperty [--harmony-2fa-heading-size=1rem] - Size of the heading.
 * @cssproperty [--harmony-2fa-space=4px] - The unit of all gaps and paddings.
 * @cssproperty [--harmony-2fa-control-size=44px] - Height of strong buttons; other buttons are two units lower.
 * @cssproperty [--harmony-2fa-dialog-size=440px] - Width of the question.
 * @cssproperty --harmony-2fa-backdrop - The backdrop of the question.
 */
export class DevicesElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    endpoint: {},
    client: { attribute: false },
    strings: { attribute: false },
  };

  readonly #internals = this.attachInternals();
  readonly #localize = new LocalizeController(this, devicesEnglish);
  readonly #flow: FlowController<DevicesState, DevicesEvent>;
  #question: DialogContent<typeof devicesEnglish> | null = null;
  readonly #dialog = addDialog(
    this,
    'question',
    () => this.#question,
    () => this.#flow.send({ type: 'leave' }),
    rememberClicked(this),
  );

  /** Path of the back end on the page's own origin. */
  endpoint: string | null = null;

  /** A client that replaces HTTP. A new client object gets the next requests, and the list stays. */
  client: TwoFactorClient | null = null;

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  constructor() {
    super();
    const client = addBackEnd(this, () => this.#flow.restart());
    this.#flow = new FlowController<DevicesState, DevicesEvent>(this, devicesFlow, client, (previous, next) => {
      const event = reportDevices(previous, next);
      if (event) this.dispatchEvent(event);
    });
    addPageLifecycle(this, this.#flow);
    keepFocus(this);
    rerenderEachMinute(this);
    addStyles(this, [
      tokens,
      dialogTokens,
      host,
      lists,
      visuallyHidden,
      icons,
      buttons,
      dangerButton,
      dialogStyles,
      card,
      skeleton,
      devicesStyles,
    ]);
  }

  override updated(): void {
    setState(this.#internals, 'absent', this.#flow.state.at === 'absent');
  }

  /** Reads the list again, such as after a change elsewhere on the page. An open question closes. */
  refresh(): void {
    this.#flow.restart();
  }

  override render(): TemplateResult | typeof nothing {
    const { state, send, client } = this.#flow;
    if (state.at === 'absent') return nothing;
    const localization = this.#localize.current;
    this.#question = questionContent(state, localization, send);
    return html`
      ${devicesView(state, { localization, send, client, now: Date.now() })}
      ${dialogFrame(this.#dialog, this.#question, localization.strings)}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-devices': DevicesElement;
  }
}
