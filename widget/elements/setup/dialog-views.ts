import { html, nothing, type TemplateResult } from 'lit';
import { isComplete } from '../../flow/code-entry.js';
import type { Intent, Linking, Proving, SetupState } from '../../flow/setup-flow.js';
import { usualLength } from '../../otp/code.js';
import { readKeyUri } from '../../otp/authenticator-key.js';
import { codeEntryView, methodLinks, type CodeEntryView } from '../code-entry/code-entry-view.js';
import type { DialogContent } from '../dialog/dialog-view.js';
import { failureText } from '../failure-text.js';
import { icon, lock, people, shield } from '../icons.js';
import type { DialogContext, DialogTexts } from './dialog-context.js';
import { backupCodesView, stepsView } from './steps-view.js';

/** The dialog that a state calls for, if any; a form in its body is `answer-form`, so that its footer can submit it. `discarding` shows the one it came from, below its own question. */
export function dialogView(state: SetupState, context: DialogContext): DialogContent | null {
  const { strings } = context.localization;
  switch (state.at) {
    case 'confirming':
    case 'stopped':
      return confirmDialog(state.intent, state.at === 'stopped' ? state.failure : null, false, context);
    case 'starting':
      return state.intent === 'enable' || state.intent === 'disable'
        ? confirmDialog(state.intent, null, true, context)
        : null;
    case 'proving':
      return proofDialog(state, context);
    case 'linking':
      return setUpDialog(state, context);
    case 'showing-codes':
      return codesDialog(state.codes.backupCodes, state.saved, false, state.failure, context);
    case 'keeping-codes':
      return codesDialog(state.codes.backupCodes, true, true, null, context);
    case 'discarding':
      return dialogView(state.back, context);
    case 'expired':
      return {
        heading: strings.expiredTitle,
        size: 'small',
        busy: false,
        body: html`<p>${state.intent === 'renew' ? strings.codesExpiredText : strings.expiredText}</p>`,
        footer: buttons(context, proceedButton(strings.startAgain, context, {})),
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

/** Asked over the set-up when somebody leaves codes that were not saved. */
export function discardView({ localization: { strings }, send }: DialogContext): DialogContent {
  return {
    heading: strings.discardTitle,
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

function confirmDialog(
  intent: Intent,
  failure: Parameters<typeof failureText>[0] | null,
  busy: boolean,
  context: DialogContext,
): DialogContent {
  const { localization } = context;
  const { strings } = localization;
  const error = failure
    ? html`<p class="error" part="error" role="alert">${failureText(failure, localization)}</p>`
    : nothing;
  const asks = intent === 'enable' || intent === 'disable';
  const label = asks || !failure ? actionLabel(intent, strings) : strings.tryAgain;
  return {
    heading: headingOf(intent, strings),
    size: 'small',
    busy,
    body: html`<div class="stack">${explanation(intent, strings)}${error}</div>`,
    footer: buttons(context, proceedButton(label, context, { intent, waiting: busy }), busy),
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

function proofDialog({ intent, methods, entry }: Proving, context: DialogContext): DialogContent {
  const { localization, overrides, send, codeLength } = context;
  const { strings } = localization;
  const busy = entry.at === 'checking';
  const view: CodeEntryView = {
    entry,
    localization,
    overrides,
    send,
    codeLabel: strings.codeLabel,
    codeLength,
    backupCodeHint: strings.backupCodeHint,
  };
  return {
    heading: headingOf(intent, strings),
    size: 'small',
    busy,
    body: html`
      <form
        id="answer-form"
        class="stack"
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          send({ type: 'submit' });
        }}
      >
        <h3 part="proof-title">${strings.proofTitle}</h3>
        <div class="entry">${codeEntryView(view)}${methodLinks(methods, view)}</div>
      </form>
    `,
    footer: buttons(
      context,
      submitButton(actionLabel(intent, strings), context, { intent, waiting: entry.at !== 'entering' }),
      busy,
    ),
  };
}

function setUpDialog(state: Linking, context: DialogContext): DialogContent {
  const { localization } = context;
  const { strings } = localization;
  const { entry } = state;
  const busy = entry.at === 'checking';
  const why = whatVerifyNeeds(state, strings);
  return {
    heading: strings.setupTitle,
    size: 'large',
    busy,
    body: stepsView(state, context),
    footer: buttons(context, submitButton(strings.verify, context, { waiting: busy, why }), busy, why),
  };
}

/** Why “Verify” cannot be pressed; empty when it can. */
function whatVerifyNeeds({ entry, saved, setup }: Linking, strings: DialogTexts): string {
  const complete = entry.at === 'checking' || (entry.at === 'entering' && isComplete(entry));
  if (complete) return saved ? '' : strings.verifyNeedsSaved;
  const { digits } = readKeyUri(setup.keyUri);
  if (digits === usualLength) return saved ? strings.verifyNeedsCode : strings.verifyNeedsBoth;
  // The two texts above name six digits.
  const needsCode = strings.codeIncomplete(digits);
  return saved ? needsCode : `${needsCode} ${strings.verifyNeedsSaved}`;
}

function codesDialog(
  codes: string[],
  saved: boolean,
  busy: boolean,
  failure: Parameters<typeof failureText>[0] | null,
  context: DialogContext,
): DialogContent {
  const { localization } = context;
  const { strings } = localization;
  const why = saved ? '' : strings.keepNeedsSaved;
  return {
    heading: strings.renewCodes,
    size: 'large',
    busy,
    body: html`<div class="stack">
      <p>${strings.newCodesText}</p>
      ${backupCodesView(codes, saved, busy, context)}
      ${failure ? html`<p class="error" part="error" role="alert">${failureText(failure, localization)}</p>` : nothing}
    </div>`,
    footer: buttons(context, proceedButton(strings.keepCodes, context, { waiting: busy, why }), busy, why),
  };
}

/** The row of buttons; `why` says why the strong one cannot be pressed, where that may be so. */
function buttons(context: DialogContext, action: TemplateResult, busy = false, why?: string): TemplateResult {
  const { localization, send } = context;
  return html`<div class="buttons">
    ${why === undefined ? nothing : html`<p id="why" class="why" part="why">${why}</p>`}
    <button class="button tall" part="button" type="button" ?disabled=${busy} @click=${() => send({ type: 'leave' })}>
      ${localization.strings.cancel}
    </button>
    ${action}
  </div>`;
}

interface Action {
  intent?: Intent;
  /** An answer is awaited. */
  waiting?: boolean;
  /** Why it cannot be pressed; empty when it can. */
  why?: string;
}

function proceedButton(label: string, context: DialogContext, action: Action): TemplateResult {
  const { localization, send } = context;
  const { kind, waiting, why } = looksOf(action);
  return html`<button
    class="button ${kind}"
    part="button ${kind}-button"
    type="button"
    aria-describedby=${why === undefined ? nothing : 'why'}
    aria-disabled=${waiting}
    ?disabled=${why}
    @click=${() => send({ type: 'proceed' })}
  >
    ${waiting ? localization.strings.busy : label}
  </button>`;
}

/** Not the button above with another type: that would submit the form that takes the place of what it proceeds from. */
function submitButton(label: string, { localization }: DialogContext, action: Action): TemplateResult {
  const { kind, waiting, why } = looksOf(action);
  return html`<button
    class="button ${kind}"
    part="button ${kind}-button"
    type="submit"
    form="answer-form"
    aria-describedby=${why === undefined ? nothing : 'why'}
    aria-disabled=${waiting}
    ?disabled=${why}
  >
    ${waiting ? localization.strings.busy : label}
  </button>`;
}

function looksOf({ intent, waiting = false, why }: Action) {
  return { kind: intent === 'disable' ? 'danger' : 'primary', waiting, why };
}

function headingOf(intent: Intent, strings: DialogTexts): string {
  const headings: Record<Intent, string> = {
    enable: strings.enableTitle,
    disable: strings.disableTitle,
    renew: strings.renewCodes,
    replace: strings.replaceAuthenticator,
  };
  return headings[intent];
}

function actionLabel(intent: Intent, strings: DialogTexts): string {
  if (intent === 'enable') return strings.enable;
  return intent === 'disable' ? strings.disable : strings.goOn;
}
