import { failureSentence } from './failure-sentence.js';
import type { EntryFailure } from '../flow/code-entry.js';
import type { entryEnglish } from '../i18n/en/entry.js';
import type { sharedLaterEnglish } from '../i18n/en/shared-later.js';
import type { sharedEnglish } from '../i18n/en/shared.js';
import { formatDuration } from '../i18n/format.js';
import type { Localization } from '../i18n/localize-controller.js';
import { usualLength } from '../otp/code.js';
import type { ProofMethod } from '../protocol/messages.js';

export type FailureTexts = typeof sharedEnglish & typeof sharedLaterEnglish & typeof entryEnglish;

/** What a person reads about a failure. A back end's own titles are never shown: they are for its log. */
export function failureText(
  failure: EntryFailure,
  { strings, locale }: Localization<FailureTexts>,
  method: ProofMethod = 'totp',
  codeLength = usualLength,
): string {
  switch (failure.code) {
    case 'incomplete':
      return method === 'totp' ? strings.codeIncomplete(codeLength) : strings.fieldEmpty;
    case 'code_invalid': {
      const wrong = {
        totp: strings.codeInvalid,
        backup_code: strings.backupCodeInvalid,
        password: strings.passwordInvalid,
      };
      const left = failure.attemptsRemaining;
      return left === undefined ? wrong[method] : `${wrong[method]} ${strings.attemptsLeft(left)}`;
    }
    case 'clock_out_of_sync': {
      const skew = failure.skewSeconds ?? 0;
      if (skew === 0) return strings.codeInvalid;
      return skew > 0
        ? strings.clockAhead(formatDuration(skew, locale))
        : strings.clockBehind(formatDuration(-skew, locale));
    }
    case 'too_many_attempts':
      return strings.locked(formatDuration(failure.retryAfter ?? 60, locale));
    case 'authenticator_blocked':
      return strings.authenticatorBlocked;
    default:
      return failureSentence(failure, strings);
  }
}
