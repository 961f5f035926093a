import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import { isComplete } from '../../flow/code-entry.js';
import type { Intent, Linking, Proving, SetupState } from '../../flow/setup-flow.js';
import { usualLength } from '../../otp/code.js';
import { readKeyUri } from '../../otp/authenticator-key.js';
import { codeEntryView, methodLinks, submitListener, type CodeEntryView } from '../code-entry/code-entry-view.js';
import type { DialogContent } from '../dialog/dialog-frame.js';
import { failureText } from '../failure-text.js';
import { icon, lock, people, shield } from '../icons.js';
import type { DialogData, DialogTexts } from './dialog-data.js';
import { footer } from './dialog-footer.js';
import { backupCodesView, stepsView } from './steps-view.js';

/**
 * The content of the dialog in a state; null when the state shows no dialog. A form in the body has the id `answer-form`, so
 * that a button in the footer can submit it. `discarding` keeps the dialog that it came from, below its own.
 */
export function dialogContent(state: SetupState, data: DialogData): DialogContent | null {
  const { strings } = data.localization;
  switch (state.at) {
    case 'confirming':
      return confirmDialog(state.intent, null, false, data);
    case 'stopped':
      return confirmDialog(state.intent, state.failure, false, data);
    case 'starting':
      return isExplained(state.intent) ? confirmDialog(state.intent, null, true, data) : null;
    case 'proving':
      return proofDialog(state, data);
    case 'linking':
      return setupDialog(state, data);
    case 'showing-codes':
      return codesDialog(state.codes.backupCodes, state.saved, false, state.failure, data);
    case 'keeping-codes':
      return codesDialog(state.codes.backupCodes, true, true, null, data);
    case 'discarding':
      return dialogContent(state.back, data);
    case 'expired':
      return {
        title: 'expiredTitle',
        size: 'small',
        busy: false,
        body: html`<p>${state.intent === 'renew' ? strings.codesExpiredText : strings.expiredText}</p>`,
        footer: footer(data, { label: strings.startAgain }),
      };
    case 'loading':
    case 'unreachable':
    case 'signed-out':
    case 'idle':
    case 'rereading':
    case 'leaving':
      return null;
  }
}

/** The question above the dialog when a person leaves codes that were not saved. */
export function discardContent({ localization: { strings }, send }: DialogData): DialogContent {
  return {
    title: 'discardTitle',
    size: 'small',
    busy: false,
    body: html`<p>${strings.discardText}</p>`,
    footer: html`<div class="buttons">
      <button class="button tall" part="button" type="button" @click=${() => send({ type: 'stay' })}>
        ${strings.discardStay}
      </button>
      <button class="button danger" part="button danger-button" type="button" @click=${() => send({ type: 'proceed' })}>
        ${strings.discardLeave}
      </button>
    </div>`,
  };
}

/** Turning 2FA on or off is explained and confirmed first. */
function isExplained(intent: Intent): boolean {
  return intent === 'enable' || intent === 'disable';
}

function confirmDialog(intent: Intent, failure: Failure | null, busy: boolean, data: DialogData): DialogContent {
  const { strings } = data.localization;
  return {
    title: titles[intent],
    size: 'small',
    busy,
    body: html`<div class="stack">${explanation(intent, strings)}${failureView(failure, data)}</div>`,
    footer: footer(data, {
      label: isExplained(intent) || !failure ? actionLabel(intent, strings) : strings.tryAgain,
      intent,
      waiting: busy,
      busy,
    }),
  };
}

function explanation(intent: Intent, strings: DialogTexts): TemplateResult | typeof nothing {
  if (intent === 'disable') return html`<p>${strings.disableText}</p>`;
  if (intent !== 'enable') return nothing;
  return html`
    <p>${strings.enableText}</p>
    <ul class="reasons" part="reasons">
      <li>${icon(shield)}<span>${strings.reasonPassword}</span></li>
      <li>${icon(lock)}<span>${strings.reasonData}</span></li>
      <li>${icon(people)}<span>${strings.reasonOrganisations}</span></li>
    </ul>
  `;
}

function failureView(failure: Failure | null, { localization }: DialogData): TemplateResult | typeof nothing {
  return failure ? html`<p class="error" part="error" role="alert">${failureText(failure, localization)}</p>` : nothing;
}

function proofDialog({ intent, methods, entry }: Proving, data: DialogData): DialogContent {
  const { strings } = data.localization;
  const view: CodeEntryView = {
    ...data,
    entry,
    codeLabel: strings.codeLabel,
    backupCodeHint: strings.backupCodeHint,
  };
  const busy = entry.at === 'checking';
  return {
    title: titles[intent],
    size: 'small',
    busy,
    body: html`
      <form id="answer-form" class="stack" novalidate @submit=${submitListener(data.send)}>
        <h3 part="proof-title">${strings.proofTitle}</h3>
        <div class="entry">${codeEntryView(view)}${methodLinks(methods, view)}</div>
      </form>
    `,
    footer: footer(data, {
      label: actionLabel(intent, strings),
      submits: true,
      intent,
      waiting: entry.at !== 'entering',
      busy,
    }),
  };
}

function setupDialog(state: Linking, data: DialogData): DialogContent {
  const { strings } = data.localization;
  const busy = state.entry.at === 'checking';
  return {
    title: 'setupTitle',
    size: 'large',
    busy,
    body: stepsView(state, data),
    footer: footer(data, {
      label: strings.verify,
      submits: true,
      waiting: busy,
      busy,
      missing: missingToVerify(state, strings),
    }),
  };
}

/** What a person has to do before “Verify” is enabled; empty when it is. */
function missingToVerify({ entry, saved, setup }: Linking, strings: DialogTexts): string {
  const complete = entry.at === 'checking' || (entry.at === 'entering' && isComplete(entry));
  if (complete) return saved ? '' : strings.verifyNeedsSaved;
  const { digits } = readKeyUri(setup.keyUri);
  // These two texts name six digits.
  if (digits === usualLength) return saved ? strings.verifyNeedsCode : strings.verifyNeedsBoth;
  const needsCode = strings.codeIncomplete(digits);
  return saved ? needsCode : `${needsCode} ${strings.verifyNeedsSaved}`;
}

function codesDialog(
  codes: string[],
  saved: boolean,
  busy: boolean,
  failure: Failure | null,
  data: DialogData,
): DialogContent {
  const { strings } = data.localization;
  return {
    title: 'renewCodes',
    size: 'large',
    busy,
    body: html`<div class="stack">
      <p>${strings.newCodesText}</p>
      ${backupCodesView(codes, saved, busy, data)} ${failureView(failure, data)}
    </div>`,
    footer: footer(data, {
      label: strings.keepCodes,
      waiting: busy,
      busy,
      missing: saved ? '' : strings.keepNeedsSaved,
    }),
  };
}

const titles = {
  enable: 'enableTitle',
  disable: 'disableTitle',
  renew: 'renewCodes',
  replace: 'replaceAuthenticator',
} as const satisfies Record<Intent, DialogContent['title']>;

function actionLabel(intent: Intent, strings: DialogTexts): string {
  if (intent === 'enable') return strings.enable;
  return intent === 'disable' ? strings.disable : strings.goOn;
}
