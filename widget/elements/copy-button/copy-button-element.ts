import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { addClipboard } from '../../controllers/clipboard-controller.js';
import { addStyles } from '../../controllers/style-controller.js';
import { copyButtonEnglish } from '../../i18n/en/copy-button.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { buttons } from '../../styles/buttons.js';
import { host } from '../../styles/host.js';
import { icons } from '../../styles/icons.js';
import { tokens } from '../../styles/tokens.js';
import { visuallyHidden } from '../../styles/visually-hidden.js';
import { check, copy, icon } from '../icons.js';
import { asText } from '../text-property.js';
import { copyButtonStyles } from './copy-button.styles.js';

/**
 * A button that copies a text and reports the result. The text is a property and not an attribute, and no event contains it.
 *
 * @summary A copy button.
 * @tag harmony-2fa-copy-button
 *
 * @csspart button - The button.
 * @csspart message - The message when copying fails.
 *
 * @cssproperty --harmony-2fa-ink - The label.
 * @cssproperty --harmony-2fa-border - Border of the button.
 * @cssproperty --harmony-2fa-subtle - Background under the pointer.
 * @cssproperty --harmony-2fa-focus - The focus ring.
 * @cssproperty --harmony-2fa-success - The mark after copying.
 * @cssproperty --harmony-2fa-danger - The message when copying fails.
 * @cssproperty --harmony-2fa-radius - Corners.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 * @cssproperty [--harmony-2fa-space=4px] - The unit of all gaps and paddings.
 * @cssproperty [--harmony-2fa-control-size=44px] - Height of fields and strong buttons; others are two units lower.
 */
export class CopyButtonElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    value: { attribute: false },
    label: {},
    strings: { attribute: false },
  };
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  readonly #localize = new LocalizeController(this, copyButtonEnglish);
  readonly #clipboard = addClipboard(this);

  /** The text to copy. Not an attribute: it may be a secret. */
  value = '';

  /** The button's text. */
  label = '';

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  constructor() {
    super();
    addStyles(this, [tokens, host, visuallyHidden, icons, buttons, copyButtonStyles]);
  }

  #copy(): void {
    void this.#clipboard.copy(asText(this.value));
  }

  override render(): TemplateResult {
    const { strings } = this.#localize.current;
    const { state } = this.#clipboard;
    const copied = state === 'copied';
    const refused = state === 'refused';
    return html`
      <button class="button" part="button" type="button" @click=${this.#copy}>
        ${copied ? icon(check, 'done') : icon(copy)} ${asText(this.label) || strings.copy}
      </button>
      <span class="visually-hidden" role="status">${copied ? strings.copied : ''}</span>
      <span class="error" part="message" role="alert" ?hidden=${!refused}>${refused ? strings.copyFailed : ''}</span>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-copy-button': CopyButtonElement;
  }
}
