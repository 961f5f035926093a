import { html, nothing, type TemplateResult } from 'lit';
import { clockText } from '../../controllers/countdown-controller.js';
import type { Checking, CodeEntry, Entering } from '../../flow/code-entry.js';
import { formatDuration } from '../../i18n/format.js';
import type { Localization } from '../../i18n/localize-controller.js';
import { failureText, type FailureTexts } from '../failure-text.js';
import { icon, lock } from '../icons.js';
import type { CodeEntryLater } from './code-entry-view.js';

/** The part of a code entry that is needed once something went wrong or another method is chosen. */
export function codeEntryLater(
  localization: Localization<FailureTexts>,
  backupCodeHint: string,
  codeLength: number,
): Required<CodeEntryLater> {
  return {
    errorText: (entry) => errorText(entry, localization, codeLength),
    otherField: (entry) =>
      entry.at === 'locked'
        ? lockedView(entry.until, entry.wait, localization)
        : textField(entry, localization, backupCodeHint),
  };
}

function lockedView(until: number, wait: number, { strings, locale }: Localization<FailureTexts>): TemplateResult {
  return html`
    <div class="locked" part="locked" tabindex="-1">
      ${icon(lock)}
      <p role="alert">${strings.locked(formatDuration(wait, locale))}</p>
      <span class="clock" aria-hidden="true">${clockText(until)}</span>
    </div>
  `;
}

function textField(
  entry: Entering | Checking,
  localization: Localization<FailureTexts>,
  backupCodeHint: string,
): TemplateResult {
  const { strings } = localization;
  const error = errorText(entry, localization);
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
        maxlength=${backup ? 64 : nothing}
        aria-describedby="answer-hint answer-error"
        aria-invalid=${error !== ''}
        .value=${entry.text}
        ?readonly=${entry.at === 'checking'}
      />
      <p id="answer-hint" class="muted" ?hidden=${!backup}>${backup ? backupCodeHint : nothing}</p>
      <p id="answer-error" class="error" part="error" role="alert">${error || nothing}</p>
    </div>
  `;
}

function errorText(entry: CodeEntry, localization: Localization<FailureTexts>, codeLength?: number): string {
  if (entry.at !== 'entering' || !entry.failure) return '';
  return failureText(entry.failure, localization, entry.method, codeLength);
}
