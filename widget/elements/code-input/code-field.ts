import type { ReactiveController } from 'lit';
import { whenGone } from '../../flow/when-gone.js';
import { editDigits, toDigits } from '../../otp/code.js';
import { keepTypingInside, watchField } from '../field-events.js';

/** What of a field's text is selected; start equals end for a caret. */
export interface Selection {
  start: number;
  end: number;
}

export interface CodeFieldHost extends EventTarget {
  readonly length: number;
  readonly value: string;
  readonly isConnected: boolean;
  addController(controller: ReactiveController): void;
  /**
   * A person has edited the field.
   *
   * @param ambiguous whether a person should look at it before it is sent
   * @param told whether the page hears of it by the field's own `input` event
   */
  edited(digits: string, ambiguous: boolean, told: boolean): void;
  /** A person has finished an edit, as the native `change` event would say. */
  committed(): void;
  /** Focus or selection has moved. */
  selected(selection: Selection | null): void;
  /** Enter was pressed in the field. */
  submitted(): void;
}

/**
 * The one real input under the painted boxes: the element's own, or one that the page has slotted.
 *
 * Owns: its listeners, turning whatever was typed, pasted, dropped or filled into digits, and where its caret is.
 * Does not own: the value (the host's) or anything painted. A controller, so that both kinds of input take one path.
 */
export class CodeField implements ReactiveController {
  input: HTMLInputElement | null = null;
  #page: Document | null = null;
  #listening: AbortController | null = null;
  /** A person has edited since the last commit. A flag, so that no copy of a code outlives it. */
  #edited = false;
  /** Where the text of the edit under way begins. */
  #from = 0;
  /** An input method is at work: it shows its own text until it is done, and rewriting that would break it. */
  #composing = false;

  constructor(private readonly host: CodeFieldHost) {
    host.addController(this);
  }

  hostConnected(): void {
    if (this.input) this.attach(this.input);
  }

  hostDisconnected(): void {
    const { input } = this;
    whenGone(this.host, () => {
      this.#listening?.abort();
      this.#listening = null;
      this.show('');
      // A page's own input may stay on the page; the code does not.
      if (input) input.value = '';
    });
  }

  attach(input: HTMLInputElement): void {
    const page = input.ownerDocument;
    if (this.input === input && this.#page === page && this.#listening) return;
    this.#listening?.abort();
    this.input = input;
    this.#page = page;
    this.#composing = false;
    const { signal } = (this.#listening = new AbortController());
    const listen = (types: string[], listener: (event: Event) => void, target: EventTarget = input) =>
      types.forEach((type) => target.addEventListener(type, listener, { signal }));

    listen(['compositionstart'], () => (this.#composing = true));
    listen(['compositionend'], () => (this.#composing = false));
    listen(['beforeinput'], () => (this.#from = input.selectionStart ?? 0));
    watchField(input, (event) => this.#look(event), signal);
    listen(['focus'], () => {
      this.#edited = false;
      this.tellSelection();
    });
    listen(['blur'], () => {
      this.#commit();
      this.host.selected(null);
    });
    // The host fires its own: a field whose text is rewritten while typing gives no reliable one.
    listen(['change'], (event) => event.stopPropagation());
    listen(['keydown'], (event) => this.#pressKey(event as KeyboardEvent));
    listen(['keyup', 'select', 'selectionchange'], () => this.tellSelection());
    // Engines differ in whether a field in a shadow root tells of its own selection.
    listen(['selectionchange'], () => this.tellSelection(), page);
    // A page's own input is an input to the page's shortcuts, too.
    const { host }: { host?: EventTarget } = input.getRootNode() as ShadowRoot;
    if (host === this.host) keepTypingInside(input, signal);
    this.#takeOver();
  }

  /** A page's input may have been filled before this script ran. Taken, but not sent by itself: browsers bring back old codes. */
  #takeOver(): void {
    const { input, host } = this;
    const digits = toDigits(input?.value ?? '').slice(0, host.length);
    if (host.value === '' && digits !== '') host.edited(digits, true, false);
    this.show(host.value);
  }

  /** Shows a value that was set by a program, or a normalised edit; leaves an equal text and its caret alone. */
  show(value: string, caret?: number): void {
    const { input } = this;
    if (!input) return;
    if (input.value !== value) input.value = value;
    if (caret !== undefined) input.setSelectionRange(caret, caret);
  }

  /** Puts the caret at a box; the digit that is there already is selected, so that typing replaces it. */
  place(index: number): void {
    const start = Math.min(index, this.host.value.length);
    this.input?.setSelectionRange(start, Math.min(start + 1, this.host.value.length));
    this.tellSelection();
  }

  tellSelection(): void {
    const { input } = this;
    if (!input || !isFocused(input)) return;
    this.host.selected({ start: input.selectionStart ?? 0, end: input.selectionEnd ?? 0 });
  }

  /** Takes what the field shows, if the host does not know it yet. */
  #look(event?: Event): void {
    const { input, host } = this;
    if (!input || this.#composing || (event as InputEvent | undefined)?.isComposing) return;
    const typed = event?.type === 'input' || event?.type === 'compositionend';
    if (!typed && toDigits(input.value) === host.value) return;
    const caret = typed ? (input.selectionStart ?? input.value.length) : input.value.length;
    const edit = editDigits(input.value, caret, host.length, typed ? this.#from : 0);
    this.#from = 0;
    this.show(edit.digits, edit.caret);
    if (edit.digits !== host.value) {
      this.#edited = true;
      // Password managers fire events that end at the shadow root, or that do not bubble.
      const told = event?.type === 'input' && event.bubbles && event.composedPath().includes(host);
      host.edited(edit.digits, edit.ambiguous, told);
    }
    this.tellSelection();
  }

  #pressKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing) return;
    this.#commit();
    // An input in another tree than the form does not submit it by itself; a slotted one would do so a second time.
    event.preventDefault();
    this.host.submitted();
  }

  #commit(): void {
    if (!this.#edited) return;
    this.#edited = false;
    this.host.committed();
  }
}

function isFocused(input: HTMLInputElement): boolean {
  return (input.getRootNode() as Document | ShadowRoot).activeElement === input;
}
