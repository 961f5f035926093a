import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { addStyles } from '../../controllers/style-controller.js';
import { codeInputEnglish } from '../../i18n/en/code-input.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { lengthOfCode, toDigits, defaultLength } from '../../otp/code.js';
import { host } from '../../styles/host.js';
import { tokens } from '../../styles/tokens.js';
import { setState } from '../set-state.js';
import { asText, reflectedText } from '../text-property.js';
import { classNames, codeBoxes } from './code-boxes.js';
import { addCodeField } from './code-field.js';
import { codeInputStyles } from './code-input.styles.js';
import { submitImplicitly } from './default-button.js';
import { setAttributes } from './set-attributes.js';

/**
 * A field for a one-time code: boxes painted over one real input, so that paste, autofill, input methods, undo and
 * screen readers work as in any input. A form control (`name`, `value`, `required`, `disabled`, validity, reset).
 *
 * @summary A one-time code field.
 * @tag harmony-2fa-code-input
 *
 * @slot input - A page's own `<input>`, where a password manager needs it in the light DOM. It replaces the inner one.
 *
 * @event {InputEvent} input - A person has edited the code. Not fired when a script sets it.
 * @event {Event} change - A person has finished an edit.
 *
 * @csspart label - The label.
 * @csspart boxes - The row of boxes.
 * @csspart box - One box.
 * @csspart box-active - The box that the next digit goes into, while the field has focus.
 * @csspart hint - The hint below the boxes.
 * @csspart error - The error below the boxes.
 *
 * @cssproperty --harmony-2fa-ink - Digits.
 * @cssproperty --harmony-2fa-muted - The hint.
 * @cssproperty --harmony-2fa-field - Background of the boxes.
 * @cssproperty --harmony-2fa-border - Border of the boxes.
 * @cssproperty --harmony-2fa-focus - The ring around the active box.
 * @cssproperty --harmony-2fa-danger - The error and the border of the boxes with it.
 * @cssproperty --harmony-2fa-radius - Corners.
 * @cssproperty [--harmony-2fa-font=inherit] - Font family.
 * @cssproperty [--harmony-2fa-text-size=0.875rem] - Size of text.
 * @cssproperty [--harmony-2fa-code-size=1.25rem] - Size of the digits.
 * @cssproperty [--harmony-2fa-space=4px] - The unit of all gaps and paddings.
 * @cssproperty [--harmony-2fa-control-size=44px] - Width of a box; it is two units higher.
 *
 * @cssstate complete - The code has all digits.
 * @cssstate invalid - An error is shown.
 */
export class CodeInputElement extends LitElement {
  static readonly formAssociated = true;
  static override readonly properties: PropertyDeclarations = {
    name: reflectedText,
    label: {},
    hint: {},
    error: {},
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
    readonly: { type: Boolean, reflect: true },
    strings: { attribute: false },
    value: {},
    length: { type: Number },
    start: { state: true },
    end: { state: true },
    fieldsetDisabled: { state: true },
    slotted: { state: true },
  };
  static override shadowRootOptions: ShadowRootInit = {
    mode: 'open',
    delegatesFocus: true,
    // Reference Target: a page's `<label for>` then also names the field. Other browsers ignore the option.
    referenceTarget: 'totp',
  } as ShadowRootInit;

  readonly #localize = new LocalizeController(this, codeInputEnglish);
  readonly #field = addCodeField(this, {
    edit: (digits, ambiguous, announced) => {
      this.value = digits;
      this.ambiguous = ambiguous;
      if (!announced) this.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    },
    commit: () => this.dispatchEvent(new Event('change', { bubbles: true, composed: true })),
    select: (start, end) => {
      this.start = start;
      this.end = end;
    },
    submit: () => this.form && submitImplicitly(this.form),
  });
  readonly #internals = this.attachInternals();
  /** A morph of the page to its server's HTML removes the attributes that are set here on a slotted input. */
  readonly #morphs = new MutationObserver(() => this.#syncInput());
  #digits = '';
  #size = defaultLength;
  /** The page or a person has set the code: it then no longer follows the `value` attribute, as in any input. */
  #dirty = false;

  /** @internal The last edit had more digits than a code: it is not sent automatically. */
  ambiguous = false;

  /** Name under which a form sends the code. */
  name = 'totp';

  /** The label's text. */
  label = '';

  /** A short help text below the boxes. */
  hint = '';

  /** The error, announced once; empty for none. */
  error = '';

  /** An empty field is not valid in a form. */
  required = false;

  /** Cannot be used or sent. */
  disabled = false;

  /** Focusable but not editable, such as while an answer is awaited. */
  readonly = false;

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  private start = -1;
  private end = -1;
  private fieldsetDisabled = false;
  private slotted = false;

  constructor() {
    super();
    addStyles(this, [tokens, host, codeInputStyles]);
  }

  get #ownInput(): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>('.field')!;
  }

  /** The code: at most `length` ASCII digits. Other characters are dropped. */
  get value(): string {
    return this.#digits;
  }

  set value(value: string | number | null | undefined) {
    this.#dirty = true;
    this.ambiguous = false;
    this.#setCode(toDigits(asTyped(value)), this.#size);
  }

  /** The number of digits of a code, 4 to 10; any other value counts as 6. */
  get length(): number {
    return this.#size;
  }

  set length(length: number) {
    this.#setCode(this.#digits, lengthOfCode(length));
  }

  /** Whether the code has all digits. */
  get complete(): boolean {
    return this.#digits.length === this.#size;
  }

  /** The form that it belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** Its validity as a form control. */
  get validity(): ValidityState {
    return this.#internals.validity;
  }

  /** The message of its validity; empty when it is valid. */
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  /** Whether a form checks its validity. */
  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === 'value' && after === null && this.#dirty) return;
    super.attributeChangedCallback(name, before, after);
    if (name === 'value') this.#dirty = false;
  }

  /** @internal */
  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? (this.slotted ? this.#field.input?.defaultValue : '');
    this.#dirty = false;
  }

  /** @internal */
  formDisabledCallback(disabled: boolean): void {
    this.fieldsetDisabled = disabled;
  }

  /** @internal */
  formStateRestoreCallback(value: string | File | FormData | null): void {
    this.value = value as string | null;
  }

  override updated(changed: PropertyValues): void {
    this.#attachInput();
    this.#syncInput();
    if (changed.has('error')) setState(this.#internals, 'invalid', asText(this.error) !== '');
    this.#syncForm();
  }

  /** Focuses the field. */
  override focus(options?: FocusOptions): void {
    if (this.hasUpdated) this.#field.input?.focus(options);
    else void this.updateComplete.then(() => this.#field.input?.focus(options));
  }

  /** Focuses the field and selects the code, so that the next digit replaces it. */
  select(): void {
    this.#field.input?.focus();
    this.#field.input?.select();
    this.#field.reportSelection();
  }

  /** Whether it is valid; fires `invalid` when not. */
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  /** The same, and the browser shows the message. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  #setCode(digits: string, size: number): void {
    const code = digits.slice(0, size);
    const changed = code !== this.#digits || size !== this.#size;
    this.#digits = code;
    this.#size = size;
    this.#field.show(code);
    if (changed) this.#syncForm();
  }

  #attachInput(): void {
    const slot = this.renderRoot.querySelector('slot');
    // Not fallback content of the slot: a slot that another element passes on counts as content even when it is empty.
    const given = slot?.assignedElements({ flatten: true }).find((element) => element instanceof HTMLInputElement);
    const input = given ?? this.#ownInput;
    if (input === this.#field.input) return;
    this.slotted = given !== undefined;
    this.#morphs.disconnect();
    if (given) this.#morphs.observe(given, { attributes: true });
    this.#field.attach(input);
    this.#syncInput();
    this.#syncForm();
  }

  /** Sets the attributes of the real input. A slotted one also gets the texts that no id can refer to from outside. */
  #syncInput(): void {
    const { input } = this.#field;
    if (!input) return;
    const error = asText(this.error);
    setAttributes(input, {
      // A page may set any value.
      disabled: Boolean(this.disabled || this.fieldsetDisabled),
      readonly: Boolean(this.readonly),
      required: Boolean(this.required),
      'aria-invalid': String(error !== ''),
      ...(this.slotted && {
        // A limit would cut a pasted “123 456”.
        maxlength: null,
        inputmode: input.inputMode || 'numeric',
        autocomplete: input.autocomplete || 'one-time-code',
        'aria-label': input.labels?.length ? input.getAttribute('aria-label') : this.#labelText,
        'aria-description': error || asText(this.hint),
      }),
    });
  }

  #syncForm(): void {
    const { input } = this.#field;
    // The browser refuses an anchor outside this element, such as an input that another element's slot passes on.
    const anchor = input && (!this.slotted || this.contains(input)) ? input : undefined;
    // A form sends a slotted input under its own name.
    const name = this.slotted && input?.name ? '' : asText(this.name);
    // Form data and not a string, which the browser sends under the `name` attribute: a morph may remove that.
    const data = new FormData();
    data.append(name, this.#digits);
    this.#internals.setFormValue(name ? data : null, this.#digits);
    setState(this.#internals, 'complete', this.complete);
    const { strings } = this.#localize.current;
    const empty = this.#digits === '';
    const message = empty ? strings.fieldEmpty : strings.codeIncomplete(this.#size);
    // The browser ignores the message while no flag is set.
    this.#internals.setValidity(
      { valueMissing: empty && this.required, tooShort: !empty && !this.complete },
      message,
      anchor,
    );
  }

  get #labelText(): string {
    return asText(this.label) || this.#localize.current.strings.codeLabel;
  }

  #placeCaret(event: MouseEvent): void {
    const boxes = [...this.renderRoot.querySelectorAll('.box')];
    const passed = boxes.filter((box) => box.getBoundingClientRect().right <= event.clientX);
    if (event.detail <= 1) this.#field.placeCaret(passed.length);
  }

  override render(): TemplateResult {
    const error = asText(this.error);
    const disabled = this.disabled || this.fieldsetDisabled;
    return html`
      <label class="label" part="label" for="totp">${this.#labelText}</label>
      <div
        class=${classNames('code', error && 'invalid', disabled && 'disabled')}
        translate="no"
        @click=${this.#placeCaret}
      >
        <div class="boxes" part="boxes" aria-hidden="true">
          ${codeBoxes(this.#digits, this.#size, this.start, this.end)}
        </div>
        <input
          id="totp"
          class="field"
          type="text"
          name="totp"
          inputmode="numeric"
          autocomplete="one-time-code"
          aria-describedby="hint error"
          ?hidden=${this.slotted}
        />
        <slot name="input" @slotchange=${this.#attachInput}></slot>
      </div>
      <p id="hint" class="message muted" part="hint">${asText(this.hint) || nothing}</p>
      <p id="error" class="message error" part="error" role="alert">${error || nothing}</p>
    `;
  }
}

/** A value as a person would type it. A number has already lost its leading zeros. */
function asTyped(value: unknown): string {
  const counts = typeof value === 'bigint' || Number.isSafeInteger(value);
  return counts && (value as number) >= 0 ? String(value) : asText(value);
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-code-input': CodeInputElement;
  }
}
