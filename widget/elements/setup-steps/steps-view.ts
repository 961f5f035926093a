import { html, nothing, type TemplateResult } from 'lit';
import { isComplete, type EntryEvent } from '../../flow/code-entry.js';
import type { Enrolling } from '../../flow/setup-flow.js';
import type { setupStepsEnglish } from '../../i18n/en/setup-steps.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import { groupsOfFour, readKeyUri, type AuthenticatorKey } from '../../otp/authenticator-key.js';
import { defaultLength } from '../../otp/code.js';
import { codeEntryView, submitListener } from '../code-entry/code-entry-view.js';

/** What the steps show of a state. */
export type Steps = Pick<Enrolling, 'setup' | 'saved' | 'entry'>;

type StepsTexts = typeof setupStepsEnglish;

/** The data of the steps besides the state. */
export interface StepsData {
  localization: Localization<StepsTexts>;
  overrides: StringOverrides;
  send(event: EntryEvent | { type: 'tick'; saved: boolean }): void;
  /** For the backup-code sheet; a Key URI fills in what is empty. */
  product: string;
  account: string;
  keyShown: boolean;
  toggleKey(): void;
  /** What the change adds: a text above the steps, and a last step. */
  change?: { intro?: TemplateResult; step?: TemplateResult } | null;
}

/** The body of the set-up: scan, enter the code, save the backup codes if there are any. */
export function stepsView(state: Steps, data: StepsData): TemplateResult {
  const { strings } = data.localization;
  const { entry, setup, saved } = state;
  const { intro, step } = data.change ?? {};
  const key = readKeyUri(setup.keyUri);
  return html`
    <form id="answer-form" class="stack" novalidate @submit=${submitListener(data.send)}>
      ${intro}
      <ol class="steps" part="steps">
        <li part="step">
          <div class="step">
            <h3 part="step-title">${strings.scanTitle}</h3>
            ${scanView(state, key, data)}
          </div>
        </li>
        <li part="step">
          <div class="step">
            ${codeEntryView({
              ...data,
              entry,
              codeLabel: strings.codeLabel,
              codeLength: key.digits,
              // A set-up takes no backup code.
              backupCodeHint: '',
            })}
          </div>
        </li>
        ${
          setup.backupCodes.length > 0
            ? html`<li part="step">
                <div class="step">
                  <h3 part="step-title">${strings.backupCodesTitle}</h3>
                  <p class="muted">${strings.backupCodesText}</p>
                  ${backupCodesView(setup.backupCodes, saved, entry.at === 'checking', data, key)}
                </div>
              </li>`
            : nothing
        }
        ${step}
      </ol>
    </form>
  `;
}

export function backupCodesView(
  codes: string[],
  saved: boolean,
  disabled: boolean,
  { product, account, overrides, send }: Pick<StepsData, 'product' | 'account' | 'overrides' | 'send'>,
  key: AuthenticatorKey | null = null,
): TemplateResult {
  return html`
    <harmony-2fa-backup-codes
      exportparts="codes:backup-codes__codes, code:backup-codes__code, actions:backup-codes__actions, button:backup-codes__button, copy__button:backup-codes__copy-button, copy__message:backup-codes__copy-message, print-message:backup-codes__print-message, tick:backup-codes__tick"
      .codes=${codes}
      .product=${product || key?.issuer || ''}
      .account=${account || key?.account || ''}
      .saved=${saved}
      .disabled=${disabled}
      .strings=${overrides}
      @change=${(event: Event) => {
        const { saved: ticked } = event.currentTarget as EventTarget & { saved: boolean };
        send({ type: 'tick', saved: ticked });
      }}
    ></harmony-2fa-backup-codes>
  `;
}

/**
 * What a person has to do before the primary button is enabled; empty when it is.
 *
 * @param missing what the change itself wants besides a code; without it the button is “Verify”
 */
export function missingToVerify({ entry, saved, setup }: Steps, strings: StepsTexts, missing?: string): string {
  const complete = entry.at === 'checking' || (entry.at === 'entering' && isComplete(entry));
  if (complete) return missing ?? (saved ? '' : strings.verifyNeedsSaved);
  const { digits } = readKeyUri(setup.keyUri);
  // These two texts name six digits and “Verify”.
  if (digits === defaultLength && missing === undefined)
    return saved ? strings.verifyNeedsCode : strings.verifyNeedsBoth;
  const needsCode = strings.codeIncomplete(digits);
  return saved ? needsCode : `${needsCode} ${strings.verifyNeedsSaved}`;
}

function scanView({ setup }: Steps, { secret }: AuthenticatorKey, data: StepsData): TemplateResult {
  const { keyShown, toggleKey, overrides } = data;
  const { strings } = data.localization;
  return html`
    <div class="scan" part="scan">
      <div class="scan-text">
        <p>${strings.scanText}</p>
        <button
          class="link unfold"
          part="link"
          type="button"
          aria-expanded=${keyShown}
          aria-controls="key"
          @click=${toggleKey}
        >
          ${strings.cannotScan}
        </button>
      </div>
      <div id="key" class="key" part="key" role="group" aria-label=${strings.keyTitle} ?data-folded=${!keyShown}>
        <p class="muted">${strings.keyText}</p>
        <p class="key-text"><code part="key-text" translate="no">${groupsOfFour(secret).join(' ')}</code></p>
        <div class="key-actions">
          <a class="button" part="button link-button" href=${setup.keyUri}>${strings.openAuthenticator}</a>
          <harmony-2fa-copy-button
            exportparts="button:copy-button__button, message:copy-button__message"
            .value=${secret}
            .label=${strings.copyKey}
            .strings=${overrides}
          ></harmony-2fa-copy-button>
        </div>
      </div>
      <harmony-2fa-qr-code
        exportparts="frame:qr-code__frame, failure:qr-code__failure"
        .value=${setup.keyUri}
        .strings=${overrides}
      ></harmony-2fa-qr-code>
    </div>
  `;
}
