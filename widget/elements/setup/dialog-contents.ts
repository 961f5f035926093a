import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import { isComplete } from '../../flow/code-entry.js';
import type { Intent, Linking, Proving, SetupState, ShowingCodes, StateWithoutDialog } from '../../flow/setup-flow.js';
import { usualLength } from '../../otp/code.js';
import { readKeyUri } from '../../otp/authenticator-key.js';
import type { Status } from '../../protocol/messages.js';
import { failureText } from '../failure-text.js';
import { icon, lock, people, shield } from '../icons.js';
import { proofForm } from '../proof/proof-form.js';
import type { ChangeView, Content, DialogData, DialogTexts } from './dialog-data.js';
import { footer } from './dialog-footer.js';
import { backupCodesView, stepsView } from './steps-view.js';

/**
 * The content of the dialog in a state; null when the state shows no dialog. A form in the body has the id `answer-form`, so
 * that a button in the footer can submit it. `discarding` keeps the dialog that it came from, below its own.
 */
export function dialogContent(state: SetupState, data: DialogData): Content | null {
  const content = contents[state.at as keyof typeof contents] as
    ((current: SetupState, data: DialogData) => Content | null) | undefined;
  return content?.(state, data) ?? null;
}

const contents: {
  readonly [At in Exclude<SetupState['at'], StateWithoutDialog>]: (
    state: Extract<SetupState, { at: At }>,
    data: DialogData,
  ) => Content | null;
} = {
  confirming: (state, data) => confirmDialog(state, null, false, data),
  stopped: (state, data) => confirmDialog(state, state.failure, false, data),
  starting: (state, data) => (changeOf(state, data).question ? confirmDialog(state, null, true, data) : null),
  proving: (state, data) => proofDialog(state, data),
  linking: (state, data) => setupDialog(state, data),
  'showing-codes': (state, data) => codesDialog(state, false, data),
  'keeping-codes': (state, data) => codesDialog({ ...state, failure: null }, true, data),
  discarding: ({ back }, data) => dialogContent(back, data),
  expired({ intent }, data) {
    const { strings } = data.localization;
    return {
      title: 'expiredTitle',
      body: html`<p>${intent === 'renew' ? strings.codesExpiredText : strings.expiredText}</p>`,
      footer: footer(data, { label: strings.startAgain }),
    };
  },
};

/** The question above the dialog when a person leaves codes that were not saved. */
export function discardContent(
  { back }: Extract<SetupState, { at: 'discarding' }>,
  { localization: { strings }, send }: DialogData,
): Content {
  const inUse = back.at === 'showing-codes' && back.inUse;
  return {
    title: 'discardTitle',
    body: html`<p>${inUse ? strings.renewedNotice : strings.discardText}</p>`,
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

function confirmDialog(change: Change, failure: Failure | null, busy: boolean, data: DialogData): Content {
  const { title, label, danger, question, missing } = changeOf(change, data);
  return {
    title,
    busy,
    body: html`<div class="stack">${question}${failureView(failure, data)}</div>`,
    footer: footer(data, {
      label: question || !failure ? label : data.localization.strings.tryAgain,
      danger,
      missing,
      busy,
    }),
  };
}

interface Change {
  intent: Intent;
  status: Status;
}

/** What cannot be taken back is explained and confirmed first. */
function changeOf({ intent, status }: Change, { change, localization: { strings } }: DialogData): ChangeView {
  if (change) return change;
  if (intent === 'enable') return { title: 'enableTitle', label: strings.enable, question: enableText(strings) };
  if (intent === 'disable') {
    const text = status.enabled && status.backupCodes ? strings.disableText : strings.disableTextNoCodes;
    return { title: 'disableTitle', label: strings.disable, danger: true, question: html`<p>${text}</p>` };
  }
  return {
    title: intent === 'replace' ? 'replaceAuthenticator' : 'renewCodes',
    label: strings.goOn,
    ...(intent === 'renew-at-once' && { question: html`<p>${strings.renewAtOnceText}</p>` }),
  };
}

function enableText(strings: DialogTexts): TemplateResult {
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

function proofDialog(state: Proving, data: DialogData): Content {
  const { entry } = state;
  const { title, label, danger } = changeOf(state, data);
  const busy = entry.at === 'checking';
  return {
    title,
    busy,
    body: proofForm(state, data, html`<h3 part="proof-title">${data.localization.strings.proofTitle}</h3>`),
    footer: footer(data, {
      label,
      submits: true,
      danger,
      waiting: entry.at !== 'entering',
      busy,
    }),
  };
}

function setupDialog(state: Linking, data: DialogData): Content {
  const { change, localization } = data;
  const busy = state.entry.at === 'checking';
  return {
    title: change?.title ?? 'setupTitle',
    size: 'large',
    busy,
    body: stepsView(state, data),
    footer: footer(data, {
      label: change?.label ?? localization.strings.verify,
      submits: true,
      busy,
      missing: missingToVerify(state, localization.strings, change?.missing),
    }),
  };
}

/** What a person has to do before “Verify” is enabled; empty when it is. */
function missingToVerify({ entry, saved, setup }: Linking, strings: DialogTexts, missing?: string): string {
  const complete = entry.at === 'checking' || (entry.at === 'entering' && isComplete(entry));
  if (complete) return missing ?? (saved ? '' : strings.verifyNeedsSaved);
  const { digits } = readKeyUri(setup.keyUri);
  // These two texts name six digits and “Verify”.
  if (digits === usualLength && missing === undefined) return saved ? strings.verifyNeedsCode : strings.verifyNeedsBoth;
  const needsCode = strings.codeIncomplete(digits);
  return saved ? needsCode : `${needsCode} ${strings.verifyNeedsSaved}`;
}

function codesDialog(
  { codes: { backupCodes }, saved, failure, inUse }: Omit<ShowingCodes, 'at'>,
  busy: boolean,
  data: DialogData,
): Content {
  const { strings } = data.localization;
  return {
    title: 'renewCodes',
    size: 'large',
    busy,
    body: html`<div class="stack">
      <p>${inUse ? strings.renewedNotice : strings.newCodesText}</p>
      ${backupCodesView(backupCodes, saved, busy, data)} ${failureView(failure, data)}
    </div>`,
    footer: footer(
      data,
      inUse
        ? { label: strings.close, closes: true }
        : { label: strings.keepCodes, busy, missing: saved ? '' : strings.keepNeedsSaved },
    ),
  };
}
