import type { ReactiveControllerHost } from 'lit';
import { whenGone } from '../../flow/when-gone.js';
import { editDigits, toDigits } from '../../otp/code.js';
import { hideTyping } from '../hide-typing.js';
import { watchFills } from '../watch-fills.js';

export interface CodeFieldHost extends ReactiveControllerHost, Element {
  readonly length: number;
  readonly value: string;
}

/** What a person does in the field. */
export interface CodeFieldListener {
  /**
   * The text has been edited.
   *
   * @param ambiguous a person should check the code before it is sent
   * @param announced the page receives the field's own `input` event
   */
  edit(digits: string, ambiguous: boolean, announced: boolean): void;
  /** An edit is finished, as the native `change` event would report. */
  commit(): void;
  /** The selection has moved: equal numbers are a caret, -1 is no focus. */
  select(start: number, end: number): void;
  /** Enter was pressed. */
  submit(): void;
}

export interface CodeField {
  input: HTMLInputElement | null;
  attach(input: HTMLInputElement): void;
  /** Shows a value, and leaves the caret alone when the text is equal. */
  show(value: string): void;
  /** Puts the caret at a box. A digit in that box is selected, so that typing replaces it. */
  placeCaret(index: number): void;
  reportSelection(): void;
}

/**
 * The real input under the painted boxes: the element's own, or one that the page has slotted. Turns typed, pasted, dropped
 * and filled text into digits. The host keeps the value and paints the boxes.
 */
export function addCodeField(host: CodeFieldHost, listener: CodeFieldListener): CodeField {
  let page: Document | undefined;
  let listening: AbortController | null = null;
  /** A person has edited since the last commit. A flag, so that no copy of the code is kept. */
  let edited = false;
  /** Where the text of the current edit begins. */
  let editStart = 0;
  /** An input method is composing: rewriting the field's text would break it. */
  let composing = false;

  const field: CodeField = { input: null, attach, show, placeCaret, reportSelection };
  host.addController({
    hostConnected() {
      if (field.input) attach(field.input);
    },
    hostDisconnected() {
      const { input } = field;
      whenGone(host, () => {
        listening?.abort();
        listening = null;
        // A page's own input may stay on the page; the code does not.
        if (input) input.value = '';
        show('');
      });
    },
  });
  return field;

  function attach(input: HTMLInputElement): void {
    if (field.input === input && page === input.ownerDocument && listening) return;
    listening?.abort();
    field.input = input;
    page = input.ownerDocument;
    composing = false;
    const { signal } = (listening = new AbortController());
    const listen = (types: string[], listener: (event: Event) => void, target: EventTarget = input) =>
      types.forEach((type) => target.addEventListener(type, listener, { signal }));

    listen(['compositionstart'], () => (composing = true));
    listen(['compositionend'], () => (composing = false));
    listen(['beforeinput'], () => (editStart = input.selectionStart ?? 0));
    watchFills(input, (event) => read(input, event), signal);
    listen(['focus'], () => (edited = false));
    listen(['blur'], () => {
      commit();
      listener.select(-1, -1);
    });
    // The host fires its own: browsers fire none reliably when a script rewrites the text during typing.
    listen(['change'], (event) => event.stopPropagation());
    listen(['keydown'], (event) => pressKey(event as KeyboardEvent));
    listen(['focus', 'keyup', 'select', 'selectionchange'], reportSelection);
    // Some browsers fire `selectionchange` for a field in a shadow root only on the document.
    listen(['selectionchange'], reportSelection, page);
    // The page's shortcuts know a page's own input.
    if ((input.getRootNode() as ShadowRoot).host === host) hideTyping(input, signal);
    // The page's input may have a text already. It is not sent automatically: browsers restore old codes.
    const digits = toDigits(input.value).slice(0, host.length);
    if (host.value === '' && digits !== '') listener.edit(digits, true, false);
    show(host.value);
  }

  function show(value: string): void {
    if (field.input && field.input.value !== value) field.input.value = value;
  }

  function placeCaret(index: number): void {
    const { length } = host.value;
    selectRange(field.input, Math.min(index, length), Math.min(index + 1, length));
    reportSelection();
  }

  /** A page's input of the type `number` has no selection. */
  function selectRange(input: HTMLInputElement | null, start: number, end: number): void {
    if (input && input.selectionStart !== null) input.setSelectionRange(start, end);
  }

  function reportSelection(): void {
    const { input } = field;
    if (!input || (input.getRootNode() as Document | ShadowRoot).activeElement !== input) return;
    listener.select(input.selectionStart ?? 0, input.selectionEnd ?? 0);
  }

  /** Takes the text of the field when the host does not have it yet. */
  function read(input: HTMLInputElement, event?: Event): void {
    // After a person leaves the field, or presses a button, no composition goes on.
    if (/blur|change|click|submit/.test(event?.type ?? '')) composing = false;
    if (composing || (event as InputEvent | undefined)?.isComposing) return;
    const typed = event?.type === 'input' || event?.type === 'compositionend';
    if (!typed && toDigits(input.value) === host.value) return;
    const caret = typed ? (input.selectionStart ?? input.value.length) : input.value.length;
    const edit = editDigits(input.value, caret, host.length, typed ? editStart : 0);
    editStart = 0;
    show(edit.digits);
    selectRange(input, edit.caret, edit.caret);
    if (edit.digits !== host.value) {
      edited = true;
      // The `input` events of password managers may end at the shadow root, or not bubble.
      const announced = event?.type === 'input' && event.bubbles && event.composedPath().includes(host);
      listener.edit(edit.digits, edit.ambiguous, announced);
    }
    reportSelection();
  }

  function pressKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing) return;
    commit();
    // The browser submits no form for an input in another tree, and would submit a second time for a slotted one.
    event.preventDefault();
    listener.submit();
  }

  function commit(): void {
    if (!edited) return;
    edited = false;
    listener.commit();
  }
}
