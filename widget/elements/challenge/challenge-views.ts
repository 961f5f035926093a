import { html, nothing, type TemplateResult } from 'lit';
import type { Answering, ChallengeEvent, ChallengeState } from '../../flow/challenge-flow.js';
import type { Localization } from '../../i18n/localize-controller.js';
import type { StringOverrides } from '../../i18n/strings.js';
import type { Verified } from '../../protocol/messages.js';
import { codeEntryView, methodLinks } from '../code-entry/code-entry-view.js';
import { failureText } from '../failure-text.js';
import { icon } from '../icons.js';

/** From this many backup codes downwards a person is asked to get new ones. */
const lowOnCodes = 3;

export interface ChallengeContext {
  localization: Localization;
  overrides: StringOverrides | undefined;
  submitWhenComplete: boolean;
  send(event: ChallengeEvent): void;
  signInAgain(): void;
}

export function challengeView(state: ChallengeState, context: ChallengeContext): TemplateResult {
  const { strings } = context.localization;
  return html`
    <section class="challenge" part="challenge" aria-labelledby="heading" aria-busy=${state.at === 'loading'}>
      <h2 id="heading" part="heading" tabindex="-1">${strings.challengeTitle}</h2>
      ${contentOf(state, context)}
    </section>
  `;
}

function contentOf(state: ChallengeState, context: ChallengeContext): TemplateResult {
  const { localization, send, signInAgain } = context;
  const { strings } = localization;
  switch (state.at) {
    case 'loading':
      return html`
        <span class="visually-hidden">${strings.challengeLoading}</span>
        <form aria-hidden="true">
          <div class="skeleton line"></div>
          <div class="skeleton boxes"></div>
          <div class="skeleton action"></div>
        </form>
      `;
    case 'unreachable':
      return html`
        <p class="error" part="error" role="alert">
          ${strings.challengeUnreachable} ${failureText(state.failure, localization)}
        </p>
        <button
          class="button primary"
          part="button primary-button"
          type="button"
          @click=${() => send({ type: 'proceed' })}
        >
          ${strings.tryAgain}
        </button>
      `;
    case 'answering':
      return answeringView(state, context);
    case 'verified':
      return verifiedView(state.verified, localization);
    case 'expired':
      return html`
        <p part="error" role="alert">${strings.challengeExpired}</p>
        <button class="button primary" part="button primary-button" type="button" @click=${signInAgain}>
          ${strings.signInAgain}
        </button>
      `;
  }
}

function answeringView({ challenge, entry }: Answering, context: ChallengeContext): TemplateResult {
  const { localization, overrides, send, submitWhenComplete } = context;
  const { strings } = localization;
  const view = {
    entry,
    localization,
    overrides,
    send,
    submitWhenComplete,
    codeLabel: strings.challengeCodeLabel,
    backupCodeHint: strings.challengeBackupHint,
  };
  const busy = entry.at === 'checking';
  return html`
    <form
      part="form"
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        send({ type: 'submit' });
      }}
    >
      <div class="entry">${codeEntryView(view)}</div>
      <button
        class="button primary"
        part="button primary-button"
        type="submit"
        aria-disabled=${busy}
        ?disabled=${entry.at === 'locked'}
      >
        ${busy ? strings.busy : strings.verify}
      </button>
      ${methodLinks(challenge.methods, view)}
    </form>
  `;
}

function verifiedView(
  { method, backupCodes: { remaining, total } }: Verified,
  { strings }: Localization,
): TemplateResult {
  const left = strings.backupCodesLeft(remaining, total);
  const advice = remaining === 0 ? strings.backupCodesGone : strings.backupCodesLow;
  const low = remaining <= lowOnCodes;
  return html`
    <div class="done" part="done" role="status">
      <p>${icon('check', 'ok')}<span>${strings.verified}</span></p>
      ${
        method === 'backup_code'
          ? html`<p class=${low ? 'low' : 'muted'} part="backup-codes-left">
              ${low ? icon('warning') : nothing}<span>${low ? `${left}. ${advice}` : left}</span>
            </p>`
          : nothing
      }
    </div>
  `;
}
