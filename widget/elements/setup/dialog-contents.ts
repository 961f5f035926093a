import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import type {
  Enrolling,
  Intent,
  Proving,
  SetupState,
  ShowingCodes,
  StateWithoutDialog,
} from '../../flow/setup-flow.js';
import type { Status } from '../../protocol/messages.js';
import { dialogButtons } from '../dialog/dialog-buttons.js';
import { failureText } from '../failure-text.js';
import { icon, lock, people, shield } from '../icons.js';
import { proofForm } from '../proof/proof-form.js';
import type { ChangeView, Content, DialogData, DialogTexts } from './dialog-data.js';
import { footer } from './dialog-footer.js';
import { backupCodesView, missingToVerify, stepsView } from '../setup-steps/steps-view.js';

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
  confirming: (state, data) => confirmDialog(state, {}, data),
  // The page may never answer, so the dialog can be left.
  'awaiting-page': (state, data) =>
    changeOf(state, data).question ? confirmDialog(state, { waiting: true }, data) : null,
  stopped: (state, data) => confirmDialog(state, { failure: state.failure }, data),
  starting: (state, data) => (changeOf(state, data).question ? confirmDialog(state, { busy: true }, data) : null),
  proving: (state, data) => proofDialog(state, data),
  enrolling: (state, data) => setupDialog(state, data),
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
    footer: dialogButtons(
      { ...strings, cancel: strings.discardStay },
      {
        label: strings.discardLeave,
        kind: 'danger',
        press: () => send({ type: 'proceed' }),
        leave: () => send({ type: 'stay' }),
      },
    ),
  };
}

function confirmDialog(
  change: Change,
  { failure = null, ...progress }: { failure?: Failure | null; busy?: boolean; waiting?: boolean },
  data: DialogData,
): Content {
  const { strings } = data.localization;
  const { title, label, danger, question, missing } = changeOf(change, data);
  return {
    title,
    busy: progress.busy ?? false,
    body: html`<div class="stack">${question}${failureView(failure, data)}</div>`,
    footer: footer(
      data,
      isForbidden(failure)
        ? { label: strings.close, closes: true }
        : { label: question || !failure ? label : strings.tryAgain, danger, missing, ...progress },
    ),
  };
}

/** The organisation requires 2FA by now: another try changes nothing. */
function isForbidden(failure: Failure | null): boolean {
  return failure?.code === 'required_by_policy';
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
  if (!failure) return nothing;
  const text = isForbidden(failure) ? localization.strings.requiredByOrganisation : failureText(failure, localization);
  return html`<p class="error" part="error" role="alert">${text}</p>`;
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

function setupDialog(state: Enrolling, data: DialogData): Content {
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
