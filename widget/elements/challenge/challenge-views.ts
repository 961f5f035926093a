import { html, nothing, type TemplateResult } from 'lit';
import {
  expectedMethods,
  type Answering,
  type ChallengeEvent,
  type ChallengeState,
} from '../../flow/challenge-flow.js';
import type { CodeEntry } from '../../flow/code-entry.js';
import type { challengeEnglish } from '../../i18n/en/challenge.js';
import { formatDays } from '../../i18n/format.js';
import type { Localization } from '../../i18n/localize-controller.js';
import { defaultLength } from '../../otp/code.js';
import type { Challenge, Verified } from '../../protocol/messages.js';
import { codeEntryView, methodLinks, submitListener, type CodeEntryView } from '../code-entry/code-entry-view.js';
import { codesLeftView } from '../codes-left/codes-left-view.js';
import { loadFailureText } from '../failure-text.js';
import { check, icon } from '../icons.js';

type Texts = typeof challengeEnglish;

export interface ChallengeContext extends Pick<CodeEntryView, 'overrides' | 'submitWhenComplete' | 'codeLength'> {
  localization: Localization<Texts>;
  send(event: ChallengeEvent): void;
}

export function challengeView(state: ChallengeState, context: ChallengeContext): TemplateResult {
  return html`
    <section class="challenge" part="challenge" aria-labelledby="heading">
      <h2 id="heading" part="heading" tabindex="-1">${context.localization.strings.challengeTitle}</h2>
      ${contentOf(state, context)}
    </section>
  `;
}

function contentOf(state: ChallengeState, context: ChallengeContext): TemplateResult {
  const { strings } = context.localization;
  switch (state.at) {
    case 'loading':
      return answeringView(state.entry, expectedMethods, nothing, context);
    case 'answering':
      return answeringView(state.entry, state.challenge.methods, trustView(state, context), context);
    case 'verified':
      return verifiedView(state.verified, strings);
    case 'expired':
      // A page that handles the event has moved on. Any other shows its sign-in form again once it is reloaded.
      return stoppedView(strings.challengeExpired, strings.signInAgain, () => location.reload());
    case 'unreachable': {
      const text = `${strings.challengeUnreachable} ${loadFailureText(state.failure, context.localization)}`;
      return stoppedView(text, strings.tryAgain, () => context.send({ type: 'proceed' }));
    }
  }
}

function answeringView(
  entry: CodeEntry,
  methods: Challenge['methods'],
  trust: TemplateResult | typeof nothing,
  context: ChallengeContext,
): TemplateResult {
  const { strings } = context.localization;
  // The first of these texts names six digits.
  const codeLabel = context.codeLength === defaultLength ? strings.challengeCodeLabel : strings.codeLabel;
  const view: CodeEntryView = { ...context, entry, codeLabel, backupCodeHint: strings.challengeBackupHint };
  const busy = entry.at === 'checking';
  return html`
    <form part="form" novalidate @submit=${submitListener(context.send)}>
      <div class="entry">${codeEntryView(view)}</div>
      ${trust}
      <button
        class="button primary"
        part="button primary-button"
        type="submit"
        aria-disabled=${busy}
        ?disabled=${entry.at === 'locked'}
      >
        ${busy ? strings.busy : strings.verify}
      </button>
      ${methodLinks(methods, view)}
    </form>
  `;
}

/** The box to trust this device, where the back end offers that. */
function trustView({ challenge: { trustDays }, entry, trustDevice }: Answering, context: ChallengeContext) {
  const { strings, locale } = context.localization;
  if (trustDays === undefined) return nothing;
  return html`
    <label class="tick" part="tick">
      <input
        type="checkbox"
        .checked=${trustDevice}
        ?disabled=${entry.at === 'checking'}
        @change=${() => context.send({ type: 'trust' })}
      />
      ${strings.trustDevice(formatDays(trustDays, locale))}
    </label>
  `;
}

function stoppedView(text: string, label: string, proceed: () => void): TemplateResult {
  return html`
    <p class="error" part="error" role="alert">${text}</p>
    <button class="button primary" part="button primary-button" type="button" @click=${proceed}>${label}</button>
  `;
}

function verifiedView({ method, backupCodes }: Verified, strings: Texts): TemplateResult {
  return html`
    <div class="done" part="done" role="status">
      <p>${icon(check, 'ok')}<span>${strings.verified}</span></p>
      ${method === 'backup_code' ? codesLeftView(backupCodes, strings) : nothing}
    </div>
  `;
}
