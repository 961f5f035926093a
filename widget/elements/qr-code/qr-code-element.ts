import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { addStyles } from '../../controllers/style-controller.js';
import { qrCodeEnglish } from '../../i18n/en/qr-code.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import type { QrPath } from '../../qr/qr-path.js';
import { host } from '../../styles/host.js';
import { tokens } from '../../styles/tokens.js';
import { asText } from '../text-property.js';
import { qrCodeStyles } from './qr-code.styles.js';

/**
 * A text as a QR code in inline SVG, always black on white with its quiet zone. The page fetches the encoder and sends nothing.
 * The text is a property and never becomes a name, a title or an attribute.
 *
 * @summary A QR code.
 * @tag harmony-2fa-qr-code
 *
 * @csspart frame - The white square.
 * @csspart failure - The message when the code cannot be drawn.
 *
 * @cssproperty [--harmony-2fa-qr-size=192px] - Side of the square.
 * @cssproperty --harmony-2fa-hairline - Border of the square.
 * @cssproperty --harmony-2fa-subtle - Background while no code is drawn.
 * @cssproperty --harmony-2fa-radius - Corners.
 * @cssproperty --harmony-2fa-danger - The message when the code cannot be drawn.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 */
export class QrCodeElement extends LitElement {
  static override readonly properties: PropertyDeclarations = {
    value: { attribute: false },
    label: {},
    strings: { attribute: false },
    drawing: { state: true },
    failed: { state: true },
  };

  readonly #localize = new LocalizeController(this, qrCodeEnglish);

  /** The encoded text. Not an attribute: a Key URI holds a secret. */
  value = '';

  /** Its accessible name: a description and not the value. */
  label = '';

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  constructor() {
    super();
    addStyles(this, [tokens, host, qrCodeStyles]);
  }

  private drawing: QrPath | null = null;
  private failed = false;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('value')) void this.#draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.drawing = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.#draw();
  }

  async #draw(): Promise<void> {
    const { value } = this;
    this.drawing = null;
    this.failed = false;
    if (typeof value !== 'string' || value === '') return;
    let drawing: QrPath | null = null;
    try {
      const { qrPath } = await import('../../qr/qr-path.js');
      drawing = qrPath(value);
    } catch {
      // Offline, or a text that is too long for a QR code. Pages that show a code also show its text.
    }
    if (this.value !== value || !this.isConnected) return;
    this.drawing = drawing;
    this.failed = drawing === null;
  }

  override render(): TemplateResult {
    const { strings } = this.#localize.current;
    if (this.failed) return html`<p class="error" part="failure" role="alert">${strings.failed}</p>`;
    const { drawing } = this;
    if (!drawing) return html`<div class="frame empty" part="frame"></div>`;
    return html`
      <div class="frame" part="frame" translate="no">
        <svg
          role="img"
          aria-label=${asText(this.label) || strings.qrLabel || nothing}
          viewBox="0 0 ${drawing.size} ${drawing.size}"
          shape-rendering="crispEdges"
        >
          <rect width=${drawing.size} height=${drawing.size} />
          <path d=${drawing.path} />
        </svg>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-qr-code': QrCodeElement;
  }
}
