import { html, nothing, type TemplateResult } from 'lit';
import type { ChallengeState } from '../../flow/challenge-flow.js';
import { icon, check, warning } from '../icons.js';
import type { Verified } from '../../protocol/messages.js';
import type { challengeLaterEnglish } from '../../i18n/en/challenge-later.js';
import type { codesLeftEnglish } from '../../i18n/en/codes-left.js';
import type { sharedLaterEnglish } from '../../i18n/en/shared-later.js';
import { failureSentence, type FailureSentences } from '../failure-sentence.js';

type Texts = typeof challengeLaterEnglish & typeof codesLeftEnglish & typeof sharedLaterEnglish & FailureSentences;

/** From this many backup codes downwards a person is asked to get new ones. */
const lowOnCodes = 3;

/** What is shown when nothing can be answered: somebody is in, it is over, or nobody is there to ask. */
export function otherView(
  state: Exclude<ChallengeState, { at: 'loading' | 'answering' }>,
  strings: Texts,
  tryAgain: () => void,
): TemplateResult {
  switch (state.at) {
    case 'verified':
      return verifiedView(state.verified, strings);
    case 'expired':
      return stoppedView(strings.challengeExpired, strings.signInAgain, signInAgain);
    case 'unreachable': {
      const text = `${strings.challengeUnreachable} ${failureSentence(state.failure, strings)}`;
      return stoppedView(text, strings.tryAgain, tryAgain);
    }
  }
}

/** A page that listens has moved on by now; on one that does not, loading it anew is what brings its form back. */
function signInAgain(): void {
  location.reload();
}

function stoppedView(text: string, label: string, proceed: () => void): TemplateResult {
  return html`
    <p class="error" part="error" role="alert">${text}</p>
    <button class="button primary" part="button primary-button" type="button" @click=${proceed}>${label}</button>
  `;
}

function verifiedView({ method, backupCodes: { remaining, total } }: Verified, strings: Texts): TemplateResult {
  const left = strings.backupCodesLeft(remaining, total);
  const advice = remaining === 0 ? strings.backupCodesGone : strings.backupCodesLow;
  const low = remaining <= lowOnCodes;
  return html`
    <div class="done" part="done" role="status">
      <p>${icon(check, 'ok')}<span>${strings.verified}</span></p>
      ${
        method === 'backup_code'
          ? html`<p class=${low ? 'low' : 'muted'} part="backup-codes-left">
              ${low ? icon(warning) : nothing}<span>${left}${low ? html`<br />${advice}` : nothing}</span>
            </p>`
          : nothing
      }
    </div>
  `;
}
