import { html, nothing, type TemplateResult } from 'lit';
import { clockText } from '../../controllers/countdown-controller.js';
import type { Checking, CodeEntry, EntryEvent, Entering, Locked } from '../../flow/code-entry.js';
import type { codeEntryEnglish } from '../../i18n/en/code-entry.js';
import { formatDuration } from '../../i18n/format.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { maxBackupCodeLength } from '../../protocol/limits.js';
import type { ProofMethod } from '../../protocol/messages.js';
import { failureText } from '../failure-text.js';
import { icon, lock } from '../icons.js';

/** The data of the field of a code entry. */
export interface CodeEntryView {
  entry: CodeEntry;
  localization: Localization<typeof codeEntryEnglish>;
  overrides: StringOverrides;
  send(event: EntryEvent): void;
  codeLabel: string;
  /** How many digits a code has. */
  codeLength: number;
  backupCodeHint: string;
  submitWhenComplete?: boolean;
}

/** The properties of the code input that an edit changes. */
interface EditedCodeInput {
  value: string;
  complete: boolean;
  ambiguous: boolean;
}

/** The field of a code entry: the code input, a text field for a backup code or a password, or the wait. */
export function codeEntryView(view: CodeEntryView): TemplateResult {
  const { entry } = view;
  if (entry.at === 'locked') return lockedView(entry, view);
  return entry.method === 'totp' ? codeInputView(entry, view) : textView(entry, view);
}

function codeInputView(entry: Entering | Checking, view: CodeEntryView): TemplateResult {
  const { send, submitWhenComplete = false } = view;
  return html`
    <harmony-2fa-code-input
      exportparts="label:code-input__label, boxes:code-input__boxes, box:code-input__box, box-active:code-input__box-active, hint:code-input__hint, error:code-input__error"
      required
      .length=${view.codeLength}
      .label=${view.codeLabel}
      .error=${errorText(entry, view)}
      .value=${entry.text}
      .readonly=${entry.at === 'checking'}
      .strings=${view.overrides}
      @input=${(event: Event) => {
        const { value, complete, ambiguous } = event.currentTarget as EventTarget & EditedCodeInput;
        send({ type: 'edit', text: value, complete, submitWhenComplete: submitWhenComplete && !ambiguous });
      }}
      ><slot name="code" slot="input"></slot
    ></harmony-2fa-code-input>
  `;
}

function lockedView({ until, wait }: Locked, { localization: { strings, locale } }: CodeEntryView): TemplateResult {
  return html`
    <div class="locked" part="locked" tabindex="-1">
      ${icon(lock)}
      <p role="alert">${strings.locked(formatDuration(wait, locale))}</p>
      <span class="clock" aria-hidden="true">${clockText(until)}</span>
    </div>
  `;
}

function textView(entry: Entering | Checking, view: CodeEntryView): TemplateResult {
  const { strings } = view.localization;
  const error = errorText(entry, view);
  const backup = entry.method === 'backup_code';
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
        translate="no"
        maxlength=${backup ? maxBackupCodeLength : nothing}
        aria-describedby="answer-hint answer-error"
        aria-invalid=${error !== ''}
        .value=${entry.text}
        ?readonly=${entry.at === 'checking'}
      />
      <p id="answer-hint" class="muted" ?hidden=${!backup}>${backup ? view.backupCodeHint : nothing}</p>
      <p id="answer-error" class="error" part="error" role="alert">${error || nothing}</p>
    </div>
  `;
}

function errorText(entry: Entering | Checking, { localization, codeLength }: CodeEntryView): string {
  if (entry.at === 'checking' || !entry.failure) return '';
  // A back end that opens a blocked authenticator by three codes in a row: the field for the code stays.
  if (entry.method === 'totp' && entry.failure.code === 'authenticator_blocked') {
    return localization.strings.authenticatorBlockedRow;
  }
  return failureText(entry.failure, localization, entry.method, codeLength);
}

/** The listener for the `submit` event of a form with a code entry. */
export function submitListener(send: CodeEntryView['send']) {
  return (event: SubmitEvent): void => {
    event.preventDefault();
    send({ type: 'submit' });
  };
}

/** Links to the other methods. */
export function methodLinks(
  methods: readonly ProofMethod[],
  { entry, localization: { strings }, send }: CodeEntryView,
): TemplateResult[] {
  if (entry.at === 'locked') return [];
  // A password is the only method while 2FA is off, and no method while it is on.
  const labels: Record<ProofMethod, string | null> = {
    totp: strings.useAuthenticator,
    backup_code: strings.useBackupCode,
    password: null,
  };
  return methods
    .filter((method) => method !== entry.method && labels[method] !== null)
    .map(
      (method) => html`
        <button
          class="link"
          part="link"
          type="button"
          ?disabled=${entry.at === 'checking'}
          @click=${() => send({ type: 'switch-method', method })}
        >
          ${labels[method]}
        </button>
      `,
    );
}
