import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { addStyles } from '../../controllers/style-controller.js';
import { backupCodesEnglish } from '../../i18n/en/backup-codes.js';
import { formatDate } from '../../i18n/format.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { sheetText, type BackupCodeSheet } from '../../otp/backup-code-sheet.js';
import { buttons } from '../../styles/buttons.js';
import { host } from '../../styles/host.js';
import { icons } from '../../styles/icons.js';
import { lists } from '../../styles/lists.js';
import { tick } from '../../styles/tick.js';
import { tokens } from '../../styles/tokens.js';
import { download, icon, print } from '../icons.js';
import { asText } from '../text-property.js';
import { backupCodesStyles } from './backup-codes.styles.js';
import { downloadSheet, printSheet } from './save-sheet.js';

/**
 * A set of backup codes with buttons to copy, download and print it, and a box for “saved”. All three give the same numbered
 * sheet. The codes are a property and not an attribute, and no event contains them.
 *
 * @summary Backup codes to keep.
 * @tag harmony-2fa-backup-codes
 *
 * @event {Event} change - A person has ticked or cleared the box; read `saved`.
 *
 * @csspart codes - The list.
 * @csspart code - One code.
 * @csspart actions - The row of buttons.
 * @csspart button - One button of that row.
 * @csspart copy__button - The copy button.
 * @csspart copy__message - The message when copying fails.
 * @csspart print-message - The message when printing fails.
 * @csspart tick - The box with its label.
 *
 * @cssproperty --harmony-2fa-ink - Codes and labels.
 * @cssproperty --harmony-2fa-muted - Numbers.
 * @cssproperty --harmony-2fa-subtle - Background of the list.
 * @cssproperty --harmony-2fa-hairline - Border of the list.
 * @cssproperty --harmony-2fa-border - Border of the buttons.
 * @cssproperty --harmony-2fa-primary - The ticked box.
 * @cssproperty --harmony-2fa-danger - The message when printing fails.
 * @cssproperty --harmony-2fa-focus - The focus ring.
 * @cssproperty --harmony-2fa-radius - Corners.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 * @cssproperty --harmony-2fa-code-font - Font of the codes.
 * @cssproperty [--harmony-2fa-space=4px] - The unit of all gaps and paddings.
 * @cssproperty [--harmony-2fa-control-size=44px] - Height of the tick box's row; buttons are two units lower.
 */
export class BackupCodesElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    codes: { attribute: false },
    product: {},
    account: {},
    saved: { type: Boolean },
    disabled: { type: Boolean, reflect: true },
    strings: { attribute: false },
    printFailed: { state: true },
  };

  readonly #localize = new LocalizeController(this, backupCodesEnglish);
  #receivedAt = new Date().toISOString();
  private printFailed = false;
  #endPrinting = (): void => undefined;

  /** The codes. Not an attribute: they are secrets. */
  codes: readonly string[] = [];

  /** Name of the product, for the sheet. */
  product = '';

  /** Name of the account, for the sheet. */
  account = '';

  /** Whether the box is ticked. */
  saved = false;

  /** The box cannot be changed. */
  disabled = false;

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  constructor() {
    super();
    addStyles(this, [tokens, host, lists, icons, buttons, tick, backupCodesStyles]);
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('codes')) return;
    this.#receivedAt = new Date().toISOString();
    this.printFailed = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endPrinting();
  }

  get #sheet(): BackupCodeSheet {
    const { strings, locale } = this.#localize.current;
    const account = asText(this.account);
    const facts = [
      ...(account ? [strings.sheetAccount(account)] : []),
      strings.sheetDate(formatDate(this.#receivedAt, locale)),
    ];
    return {
      title: strings.sheetTitle(asText(this.product)),
      facts,
      codes: this.#usableCodes,
      note: strings.sheetNote,
    };
  }

  get #usableCodes(): string[] {
    return Array.isArray(this.codes) ? this.codes.filter((code) => typeof code === 'string') : [];
  }

  #download(): void {
    downloadSheet(this.#sheet, asText(this.product));
  }

  #print(event: Event): void {
    this.#endPrinting();
    this.printFailed = false;
    const { locale } = this.#localize.current;
    this.#endPrinting = printSheet(this.#sheet, locale, event.currentTarget as HTMLElement, () => {
      this.printFailed = true;
    });
  }

  #tick(event: Event): void {
    this.saved = (event.target as HTMLInputElement).checked;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }

  override render(): TemplateResult | typeof nothing {
    const { strings } = this.#localize.current;
    const codes = this.#usableCodes;
    if (codes.length === 0) return nothing;
    return html`
      <div class="backup-codes">
        <ol class="codes" part="codes" translate="no" aria-label=${strings.backupCodesTitle}>
          ${codes.map(
            (code, index) => html`
              <li><span class="number" aria-hidden="true">${index + 1}</span><code part="code">${code}</code></li>
            `,
          )}
        </ol>
        <div class="actions" part="actions">
          <harmony-2fa-copy-button
            exportparts="button:copy__button, message:copy__message"
            .value=${sheetText(this.#sheet)}
            .strings=${this.#localize.overrides}
          ></harmony-2fa-copy-button>
          <button class="button" part="button" type="button" @click=${this.#download}>
            ${icon(download)} ${strings.download}
          </button>
          <button class="button" part="button" type="button" @click=${this.#print}>
            ${icon(print)} ${strings.print}
          </button>
        </div>
        <p class="error" part="print-message" role="alert" ?hidden=${!this.printFailed}>
          ${this.printFailed ? strings.printFailed : nothing}
        </p>
        <label class="tick" part="tick">
          <input
            type="checkbox"
            .checked=${Boolean(this.saved)}
            ?disabled=${Boolean(this.disabled)}
            @change=${this.#tick}
          />
          <span>${strings.savedCodes}</span>
        </label>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-backup-codes': BackupCodesElement;
  }
}
