import { html, nothing, type TemplateResult } from 'lit';
import type { Answering, ChallengeEvent, ChallengeState } from '../../flow/challenge-flow.js';
import { enter } from '../../flow/entering.js';
import type { challengeEnglish } from '../../i18n/en/challenge.js';
import type { sharedEnglish } from '../../i18n/en/shared.js';
import type { Strings } from '../../i18n/strings.js';
import { usualLength } from '../../otp/code.js';
import { codeEntryView, methodLinks, type CodeEntryLater, type CodeEntryView } from '../code-entry/code-entry-view.js';

export interface ChallengeContext extends Pick<CodeEntryView, 'overrides' | 'submitWhenComplete' | 'codeLength'> {
  strings: typeof sharedEnglish & typeof challengeEnglish & Partial<Pick<Strings, 'busy' | 'useAuthenticator'>>;
  send(event: ChallengeEvent): void;
  /** What comes after the first look; null until it is there. */
  later: ChallengeLater | null;
}

export interface ChallengeLater extends CodeEntryLater {
  /** What is shown when nothing can be answered. */
  otherView?(state: Exclude<ChallengeState, { at: 'loading' | 'answering' }>): TemplateResult;
}

/** What is shown, and can be typed into, before the back end has said which challenge it is. */
const expected: Answering = {
  at: 'answering',
  challenge: { methods: ['totp', 'backup_code'], expiresAt: '' },
  entry: enter('totp'),
};

export function challengeView(state: ChallengeState, context: ChallengeContext): TemplateResult {
  return html`
    <section class="challenge" part="challenge" aria-labelledby="heading">
      <h2 id="heading" part="heading" tabindex="-1">${context.strings.challengeTitle}</h2>
      ${contentOf(state, context)}
    </section>
  `;
}

function contentOf(state: ChallengeState, context: ChallengeContext): TemplateResult | typeof nothing {
  const shown = state.at === 'loading' ? expected : state;
  return shown.at === 'answering' ? answeringView(shown, context) : (context.later?.otherView?.(shown) ?? nothing);
}

function answeringView({ challenge, entry }: Answering, context: ChallengeContext): TemplateResult {
  const { strings, send } = context;
  // The one text names six digits.
  const codeLabel = context.codeLength === usualLength ? strings.challengeCodeLabel : strings.codeLabel;
  const view: CodeEntryView = { ...context, entry, codeLabel };
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
