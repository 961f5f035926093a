import type { Failure } from '../client/client-error.js';
import type { EntryFailure } from '../flow/code-entry.js';
import type { codeInputEnglish } from '../i18n/en/code-input.js';
import type { failuresEnglish } from '../i18n/en/failures.js';
import { formatDuration } from '../i18n/format.js';
import type { Localization } from '../i18n/localize-controller.js';
import { usualLength } from '../otp/code.js';
import type { ProofMethod } from '../protocol/messages.js';

export type FailureTexts = typeof failuresEnglish;

/** The text for a status or a challenge that could not be loaded. Refusals of an answer do not occur there. */
export function loadFailureText(failure: Failure, { strings, locale }: Localization<FailureTexts>): string {
  switch (failure.code) {
    case 'too_many_attempts':
      return strings.locked(formatDuration(failure.retryAfter ?? 60, locale));
    case 'unreachable':
    case 'misconfigured':
    case 'unavailable':
      return strings[failure.code];
    default:
      return strings.failed;
  }
}

/** The text for a failure. A back end's own title is never shown: it is written for a log. */
export function failureText(
  failure: EntryFailure,
  localization: Localization<FailureTexts & typeof codeInputEnglish>,
  method: ProofMethod = 'totp',
  codeLength = usualLength,
): string {
  const { strings, locale } = localization;
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
    case 'authenticator_blocked':
      return strings.authenticatorBlocked;
    default:
      return loadFailureText(failure, localization);
  }
}
