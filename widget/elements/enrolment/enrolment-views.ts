import { html, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import type { EnrolmentEvent, EnrolmentState, Enrolling } from '../../flow/enrolment-flow.js';
import type { enrolmentEnglish } from '../../i18n/en/enrolment.js';
import type { Localization } from '../../i18n/localize-controller.js';
import { loadFailureText } from '../failure-text.js';
import { check, icon } from '../icons.js';
import { missingToVerify, stepsView, type StepsData } from '../setup-steps/steps-view.js';

type Texts = typeof enrolmentEnglish;

export interface EnrolmentData extends Omit<StepsData, 'localization' | 'send'> {
  localization: Localization<Texts>;
  send(event: EnrolmentEvent): void;
}

export function enrolmentView(state: EnrolmentState, data: EnrolmentData): TemplateResult {
  const { strings } = data.localization;
  return html`
    <section class="enrolment" part="enrolment" aria-labelledby="heading" aria-busy=${state.at === 'loading'}>
      <div class="head">
        <h2 id="heading" part="heading" tabindex="-1">${strings.setupTitle}</h2>
        <p class="muted" part="reason">${strings.enrolmentText}</p>
      </div>
      ${contentOf(state, data)}
    </section>
  `;
}

function contentOf(state: EnrolmentState, data: EnrolmentData): TemplateResult {
  const { strings } = data.localization;
  switch (state.at) {
    case 'loading':
    case 'rereading':
      return loadingView(strings);
    case 'enrolling':
      return stepsWithButtons(state, data);
    case 'enabled':
      return html`<p class="done" part="done" role="status">${icon(check, 'ok')}<span>${strings.verified}</span></p>`;
    case 'unreachable':
      return stoppedView(unreachableText(state.failure, data), strings.tryAgain, () => data.send({ type: 'proceed' }));
    case 'expired':
      return stoppedView(`${strings.challengeExpired} ${strings.expiredText}`, strings.signInAgain, signInAgain);
    case 'leaving':
    case 'left':
      return stoppedView('', strings.signInAgain, signInAgain);
  }
}

/** A page that handles the event has moved on. Any other shows its sign-in form again once it is reloaded. */
function signInAgain(): void {
  location.reload();
}

function unreachableText(failure: Failure, { localization }: EnrolmentData): string {
  return `${localization.strings.challengeUnreachable} ${loadFailureText(failure, localization)}`;
}

function stepsWithButtons(state: Enrolling, data: EnrolmentData): TemplateResult {
  const { strings } = data.localization;
  const busy = state.entry.at === 'checking';
  const missing = missingToVerify(state, strings);
  return html`
    ${stepsView(state, data)}
    <div class="end">
      <p id="why" class="why" part="why">${missing}</p>
      <button
        class="button primary"
        part="button primary-button"
        type="submit"
        form="answer-form"
        aria-describedby="why"
        aria-disabled=${busy}
        ?disabled=${missing !== ''}
      >
        ${busy ? strings.busy : strings.verify}
      </button>
      <button class="link" part="link" type="button" ?disabled=${busy} @click=${() => data.send({ type: 'leave' })}>
        ${strings.useDifferentAccount}
      </button>
    </div>
  `;
}

/** A skeleton of the first step. */
function loadingView(strings: Texts): TemplateResult {
  return html`
    <span class="visually-hidden" role="status">${strings.busy}</span>
    <div class="skeleton square"></div>
    <div class="skeleton line"></div>
  `;
}

/** @param error empty where nothing is wrong */
function stoppedView(error: string, label: string, proceed: () => void): TemplateResult {
  return html`
    ${error && html`<p class="error" part="error" role="alert">${error}</p>`}
    <button class="button primary" part="button primary-button" type="button" @click=${proceed}>${label}</button>
  `;
}
