import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import { isComplete } from '../../flow/code-entry.js';
import {
  isNamed,
  type Intent,
  type Linking,
  type Naming,
  type Proving,
  type SetupState,
  type ShowingCodes,
  type StateWithoutDialog,
} from '../../flow/setup-flow.js';
import { usualLength } from '../../otp/code.js';
import { readKeyUri } from '../../otp/authenticator-key.js';
import type { Authenticator, Status } from '../../protocol/messages.js';
import { submitListener } from '../code-entry/code-entry-view.js';
import type { DialogContent } from '../dialog/dialog-frame.js';
import { failureText } from '../failure-text.js';
import { icon, lock, people, shield } from '../icons.js';
import { proofForm } from '../proof/proof-form.js';
import type { DialogData, DialogTexts } from './dialog-data.js';
import { footer } from './dialog-footer.js';
import { nameField } from './name-field.js';
import { backupCodesView, stepsView } from './steps-view.js';

type Content = DialogContent<DialogTexts>;

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
  starting: (state, data) => (isExplained(state.intent) ? confirmDialog(state, null, true, data) : null),
  proving: (state, data) => proofDialog(state, data),
  linking: (state, data) => setupDialog(state, data),
  'showing-codes': (state, data) => codesDialog(state, false, data),
  'keeping-codes': (state, data) => codesDialog({ ...state, failure: null }, true, data),
  naming: (state, data) => nameDialog(state, false, data),
  'saving-name': (state, data) => nameDialog({ ...state, failure: null }, true, data),
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

/** What cannot be taken back is explained and confirmed first. */
function isExplained(intent: Intent): boolean {
  return intent !== 'replace' && intent !== 'renew' && intent !== 'add';
}

function confirmDialog(
  { intent, status, authenticator }: { intent: Intent; status: Status; authenticator?: Authenticator },
  failure: Failure | null,
  busy: boolean,
  data: DialogData,
): Content {
  const { strings } = data.localization;
  return {
    title: titles[intent],
    busy,
    body: html`<div class="stack">
      ${authenticator ? nameView(authenticator) : nothing}${explanation(intent, status, strings)}${failureView(failure, data)}
    </div>`,
    footer: footer(data, {
      label: isExplained(intent) || !failure ? actionLabel(intent, strings) : strings.tryAgain,
      intent,
      busy,
    }),
  };
}

function explanation(intent: Intent, status: Status, strings: DialogTexts): TemplateResult | typeof nothing {
  if (intent === 'enable') return enableText(strings);
  if (!isExplained(intent)) return nothing;
  if (intent === 'remove') return html`<p>${strings.removeText}</p>`;
  const disableText = status.enabled && status.backupCodes ? strings.disableText : strings.disableTextNoCodes;
  return html`<p>${intent === 'disable' ? disableText : strings.renewAtOnceText}</p>`;
}

/** Which one of several it is. A name is a text of the person, in any direction. */
function nameView({ name }: Authenticator): TemplateResult {
  return html`<p><bdi class="strong" part="authenticator-name">${name}</bdi></p>`;
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
  const { intent, entry } = state;
  const { strings } = data.localization;
  const busy = entry.at === 'checking';
  return {
    title: titles[intent],
    busy,
    body: proofForm(state, data, html`<h3 part="proof-title">${strings.proofTitle}</h3>`),
    footer: footer(data, {
      label: actionLabel(intent, strings),
      submits: true,
      intent,
      waiting: entry.at !== 'entering',
      busy,
    }),
  };
}

function nameDialog({ name = '', failure }: Omit<Naming, 'at'>, busy: boolean, data: DialogData): Content {
  const { strings } = data.localization;
  return {
    title: 'renameTitle',
    busy,
    body: html`
      <form id="answer-form" class="stack" novalidate @submit=${submitListener(data.send)}>
        ${nameField({ name, failure, readonly: busy }, data)}
      </form>
    `,
    footer: footer(data, { label: strings.save, submits: true, busy }),
  };
}

function setupDialog(state: Linking, data: DialogData): Content {
  const { strings } = data.localization;
  const busy = state.entry.at === 'checking';
  const adds = state.intent === 'add';
  return {
    title: adds ? 'addTitle' : 'setupTitle',
    size: 'large',
    busy,
    body: stepsView(state, data),
    footer: footer(data, {
      label: adds ? strings.add : strings.verify,
      submits: true,
      busy,
      missing: missingToVerify(state, strings),
    }),
  };
}

/** What a person has to do before “Verify” is enabled; empty when it is. */
function missingToVerify(state: Linking, strings: DialogTexts): string {
  const { entry, saved, setup, intent } = state;
  const complete = entry.at === 'checking' || (entry.at === 'entering' && isComplete(entry));
  const { digits } = readKeyUri(setup.keyUri);
  if (intent === 'add') {
    if (!complete) return strings.codeIncomplete(digits);
    return isNamed(state) ? '' : `${strings.nameLabel}: ${strings.fieldEmpty}`;
  }
  if (complete) return saved ? '' : strings.verifyNeedsSaved;
  // These two texts name six digits.
  if (digits === usualLength) return saved ? strings.verifyNeedsCode : strings.verifyNeedsBoth;
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

const titles = {
  enable: 'enableTitle',
  disable: 'disableTitle',
  renew: 'renewCodes',
  'renew-at-once': 'renewCodes',
  replace: 'replaceAuthenticator',
  add: 'addTitle',
  rename: 'renameTitle',
  remove: 'removeTitle',
} as const satisfies Record<Intent, Content['title']>;

function actionLabel(intent: Intent, strings: DialogTexts): string {
  if (intent === 'enable') return strings.enable;
  if (intent === 'remove') return strings.remove;
  return intent === 'disable' ? strings.disable : strings.goOn;
}
