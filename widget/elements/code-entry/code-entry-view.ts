import { html, nothing, type TemplateResult } from 'lit';
import { clockText } from '../../controllers/countdown-controller.js';
import { codeLength, type CodeEntry, type EntryEvent } from '../../flow/code-entry.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import type { ProofMethod } from '../../protocol/messages.js';
import { failureText } from '../failure-text.js';
import { icon } from '../icons.js';

export interface CodeEntryView {
  entry: CodeEntry;
  localization: Localization;
  overrides: StringOverrides | undefined;
  send(event: EntryEvent): void;
  codeLabel: string;
  codeHint?: string;
  backupCodeHint: string;
  submitWhenComplete?: boolean;
}

/** The field of a code entry: boxes, a backup code, a password, or how long to wait. */
export function codeEntryView(view: CodeEntryView): TemplateResult {
  const { entry, localization } = view;
  if (entry.at === 'locked') {
    return html`
      <div class="locked" part="locked" tabindex="-1">
        ${icon('lock')}
        <p role="alert">${localization.strings.locked(localization.duration(entry.wait))}</p>
        <span class="clock" aria-hidden="true">${clockText(entry.until)}</span>
      </div>
    `;
  }
  return entry.method === 'totp' ? boxes(view) : textField(view, entry.method);
}

function boxes(view: CodeEntryView): TemplateResult {
  const { entry, send, submitWhenComplete = false } = view;
  return html`
    <harmony-2fa-code-input
      exportparts="label:code-input__label, boxes:code-input__boxes, box:code-input__box, box-active:code-input__box-active, hint:code-input__hint, error:code-input__error"
      required
      .length=${codeLength}
      .label=${view.codeLabel}
      .hint=${view.codeHint ?? ''}
      .error=${errorText(view)}
      .value=${textOf(entry)}
      .readonly=${entry.at === 'checking'}
      .strings=${view.overrides}
      @input=${(event: Event) => {
        const { value } = event.currentTarget as EventTarget & { value: string };
        send({ type: 'edit', text: value, submitWhenComplete });
      }}
      ><slot name="code" slot="input"></slot
    ></harmony-2fa-code-input>
  `;
}

function textField(view: CodeEntryView, method: Exclude<ProofMethod, 'totp'>): TemplateResult {
  const { entry, localization, send } = view;
  const { strings } = localization;
  const error = errorText(view);
  const backup = method === 'backup_code';
  return html`
    <div class="field">
      <label for="answer">${backup ? strings.backupCode : strings.password}</label>
      <input
        id="answer"
        part="field"
        type=${backup ? 'text' : 'password'}
        name=${backup ? 'backupCode' : 'password'}
        autocomplete=${backup ? 'off' : 'current-password'}
        autocapitalize="none"
        autocorrect="off"
        spellcheck="false"
        maxlength=${backup ? 64 : nothing}
        aria-describedby="answer-hint answer-error"
        aria-invalid=${error !== ''}
        .value=${textOf(entry)}
        ?readonly=${entry.at === 'checking'}
        @input=${(event: Event) => send({ type: 'edit', text: (event.currentTarget as HTMLInputElement).value })}
      />
      <p id="answer-hint" class="muted" ?hidden=${!backup}>${backup ? view.backupCodeHint : nothing}</p>
      <p id="answer-error" class="error" part="error" role="alert">${error || nothing}</p>
    </div>
  `;
}

function errorText({ entry, localization }: CodeEntryView): string {
  if (entry.at !== 'entering' || !entry.failure) return '';
  return failureText(entry.failure, localization, entry.method);
}

function textOf(entry: CodeEntry): string {
  return entry.at === 'locked' ? '' : entry.text;
}

/** The other ways to answer, as links. */
export function methodLinks(
  methods: readonly ProofMethod[],
  { entry, localization: { strings }, send }: Pick<CodeEntryView, 'entry' | 'localization' | 'send'>,
): TemplateResult | typeof nothing {
  if (entry.at === 'locked') return nothing;
  const names = { totp: strings.useAuthenticator, backup_code: strings.useBackupCode, password: strings.password };
  const others = methods.filter((method) => method !== entry.method);
  return html`${others.map(
    (method) => html`
      <button
        class="link"
        part="link"
        type="button"
        ?disabled=${entry.at === 'checking'}
        @click=${() => send({ type: 'switch-method', method })}
      >
        ${names[method]}
      </button>
    `,
  )}`;
}

/**
 * Keeps a person's place after a step: a refused text is selected, so that typing replaces it; a new field, or the word
 * that there is a wait, gets the focus that the old field took with it.
 */
export function followEntry(root: ParentNode, previous: CodeEntry | null, next: CodeEntry | null): void {
  if (!next || next === previous) return;
  const refused = previous?.at === 'checking' && next.at === 'entering';
  const incomplete = next.at === 'entering' && next.failure?.code === 'incomplete';
  const moved = previous?.method !== next.method || (previous.at === 'locked') !== (next.at === 'locked');
  if (!refused && !incomplete && !moved) return;
  const field = root.querySelector<HTMLElement & { select?(): void }>('.locked, harmony-2fa-code-input, #answer');
  field?.focus();
  field?.select?.();
}
