import { html, LitElement, nothing, type PropertyValues, type PropertyDeclarations } from 'lit';
import { StyleController } from '../../controllers/style-controller.js';
import { codeInputEnglish } from '../../i18n/en/code-input.js';
import { LocalizeController } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { lengthOfCode, toDigits, usualLength } from '../../otp/code.js';
import { host } from '../../styles/host.js';
import { tokens } from '../../styles/tokens.js';
import { asText, reflectedText } from '../text-property.js';
import { CodeField, type CodeFieldHost, type Selection } from './code-field.js';
import { codeInputStyles } from './code-input.styles.js';
import { submitImplicitly } from './default-button.js';
import { describe, equip, watchEquipment } from './page-input.js';

/**
 * A field for a one-time code: boxes painted over one real input, so that paste, autofill, input methods, undo and
 * screen readers work as in any input. A form control (`name`, `value`, `required`, `disabled`, validity, reset).
 *
 * @summary A one-time code field.
 * @tag harmony-2fa-code-input
 *
 * @slot input - A page's own `<input>`, where a password manager needs it in the light DOM. It replaces the inner one.
 *
 * @event {InputEvent} input - A person has edited the code. Never fired for what a program sets.
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
 * @cssproperty --harmony-2fa-field - Ground of the boxes.
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
 * @cssstate complete - All digits are in.
 * @cssstate invalid - An error is shown.
 */
export class CodeInputElement extends LitElement implements CodeFieldHost {
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
    selection: { state: true },
    fieldsetDisabled: { state: true },
    slotted: { state: true },
  };
  static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };

  /** @internal */
  readonly styles = new StyleController(this, [tokens, host, codeInputStyles]);
  readonly #localize = new LocalizeController(this, codeInputEnglish);
  readonly #field = new CodeField(this);
  readonly #internals = this.attachInternals();
  #digits = '';
  #size = usualLength;
  /** The page or a person has set the code: it outlives the attribute that it began with, as in any input. */
  #dirty = false;
  #equipment: MutationObserver | null = null;

  /** @internal The last edit held more digits than a code: it is not to be sent by itself. */
  ambiguous = false;

  /** Name under which a form sends the code. */
  name = 'totp';

  /** The label's text. */
  label = '';

  /** A short help text below the boxes. */
  hint = '';

  /** What is wrong with the code, announced once. Empty: nothing. */
  error = '';

  /** A form with an empty field is not valid. */
  required = false;

  /** Cannot be used or sent. */
  disabled = false;

  /** Shown and focusable, but not editable: while an answer is awaited. */
  readonly = false;

  /** Texts that replace the language's own. */
  strings?: StringOverrides;

  private selection: Selection | null = null;
  private fieldsetDisabled = false;
  private slotted = false;

  get #ownInput(): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>('.field')!;
  }

  /** The code: ASCII digits only, at most `length` of them, whatever it is set to. */
  get value(): string {
    return this.#digits;
  }

  set value(value: string | number | null | undefined) {
    const before = this.#digits;
    this.#dirty = true;
    this.ambiguous = false;
    this.#digits = toDigits(typed(value)).slice(0, this.#size);
    this.#field.show(this.#digits);
    if (this.#digits !== before) this.#syncForm();
  }

  /** How many digits a code has, 4 to 10; anything else counts as 6. */
  get length(): number {
    return this.#size;
  }

  set length(length: number) {
    const before = this.#size;
    this.#size = lengthOfCode(length);
    this.#digits = this.#digits.slice(0, this.#size);
    this.#field.show(this.#digits);
    if (this.#size !== before) this.#syncForm();
  }

  /** Whether all digits are in. */
  get complete(): boolean {
    return this.#digits.length === this.#size;
  }

  /** The form that it belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** What is wrong with it as a form control. */
  get validity(): ValidityState {
    return this.#internals.validity;
  }

  /** The same in words; empty when nothing is. */
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  /** Whether a form looks at its validity at all. */
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

  override firstUpdated(): void {
    this.#attachInput();
  }

  override updated(changed: PropertyValues): void {
    this.#equip();
    if (changed.has('error')) this.#setState('invalid', asText(this.error) !== '');
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
    this.#field.tellSelection();
  }

  /** Whether it is valid; fires `invalid` when not. */
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  /** The same, and the browser shows the message. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /** @internal */
  edited(digits: string, ambiguous: boolean, told: boolean): void {
    this.value = digits;
    this.ambiguous = ambiguous;
    if (!told) this.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }

  /** @internal */
  committed(): void {
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }

  /** @internal */
  selected(selection: Selection | null): void {
    const { selection: before } = this;
    if (before?.start !== selection?.start || before?.end !== selection?.end) this.selection = selection;
  }

  /** @internal */
  submitted(): void {
    const { form } = this;
    if (form) submitImplicitly(form);
  }

  #attachInput(): void {
    const slot = this.renderRoot.querySelector('slot');
    // Not fallback content of the slot: a slot handed through by another element counts as content even when empty.
    const given = slot?.assignedElements({ flatten: true }).find((element) => element instanceof HTMLInputElement);
    const input = given ?? this.#ownInput;
    if (input === this.#field.input) return;
    this.slotted = given !== undefined;
    this.#equipment?.disconnect();
    this.#equipment = given ? watchEquipment(given, () => this.#equip()) : null;
    this.#field.attach(input);
    this.#equip();
    this.#syncForm();
  }

  /** Everything the real input needs, be it ours or the page's. */
  #equip(): void {
    const { input } = this.#field;
    if (!input) return;
    const { readonly, required } = this;
    const error = asText(this.error);
    if (input !== this.#ownInput) describe(input, { label: this.#labelText, description: error || asText(this.hint) });
    equip(input, { disabled: this.disabled || this.fieldsetDisabled, readonly, required, invalid: error !== '' });
  }

  #syncForm(): void {
    const { input } = this.#field;
    // What a browser points at has to be in here: one that is handed through another element's slot is not.
    const anchor = input && (input === this.#ownInput || this.contains(input)) ? input : undefined;
    // A slotted input with a name of its own is sent by itself.
    const ownName = input !== null && input !== this.#ownInput && input.name !== '';
    this.#internals.setFormValue(ownName ? null : this.#entry, this.#digits);
    this.#setState('complete', this.complete);
    const { strings } = this.#localize.current;
    const empty = this.#digits === '';
    const message = empty ? strings.fieldEmpty : strings.codeIncomplete(this.#size);
    const flags = { valueMissing: empty && this.required, tooShort: !empty && !this.complete };
    // The message counts for nothing while neither is so.
    this.#internals.setValidity(flags, message, anchor);
  }

  /** Under `name` even while the page's HTML has no such attribute, which a morph would take away. */
  get #entry(): FormData | null {
    const name = asText(this.name);
    if (name === '') return null;
    const entry = new FormData();
    entry.append(name, this.#digits);
    return entry;
  }

  #setState(name: string, on: boolean): void {
    try {
      if (on) this.#internals.states.add(name);
      else this.#internals.states.delete(name);
    } catch {
      // Firefox before 126 has no custom states, and Chrome before 125 takes no names without dashes: styles alone miss them.
    }
  }

  get #labelText(): string {
    return asText(this.label) || this.#localize.current.strings.codeLabel;
  }

  #placeCaret(event: MouseEvent): void {
    const boxes = [...this.renderRoot.querySelectorAll('.box')];
    const passed = boxes.filter((box) => box.getBoundingClientRect().right <= event.clientX);
    if (event.detail <= 1) this.#field.place(passed.length);
  }

  override render() {
    const error = asText(this.error);
    const disabled = this.disabled || this.fieldsetDisabled;
    return html`
      <label class="label" part="label" for="totp">${this.#labelText}</label>
      <div class=${names('code', error && 'invalid', disabled && 'disabled')} translate="no" @click=${this.#placeCaret}>
        <div class="boxes" part="boxes" aria-hidden="true">${this.#renderBoxes()}</div>
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

  #renderBoxes() {
    // -1 is no box: nothing is selected and no caret shown.
    const { start, end } = this.selection ?? { start: -1, end: -1 };
    const [digits, size] = [this.#digits, this.#size];
    const half = size >= usualLength && size % 2 === 0 ? size / 2 : -1;
    return Array.from({ length: size }, (_, index) => {
      const selected = index >= start && index < end;
      const caret = start === end && index === Math.min(start, size - 1);
      const active = caret || (selected && end === start + 1);
      const classes = names(
        'box',
        index === half && 'apart',
        active && 'active',
        selected && 'selected',
        caret && digits[index] === undefined && 'caret',
      );
      return html`<span class=${classes} part=${active ? 'box box-active' : 'box'}>${digits[index]}</span>`;
    });
  }
}

/** What a page has set, as somebody would type it; a number has lost its leading zeros already. */
function typed(value: unknown): string {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : asText(value);
}

/** The names that are on, as a class attribute takes them. */
function names(...all: (string | false)[]): string {
  return all.filter(Boolean).join(' ');
}

declare global {
  interface HTMLElementTagNameMap {
    'harmony-2fa-code-input': CodeInputElement;
  }
}
