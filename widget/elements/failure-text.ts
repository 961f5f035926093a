import type { Failure } from '../client/client-error.js';
import type { EntryFailure } from '../flow/code-entry.js';
import type { codeInputEnglish } from '../i18n/en/code-input.js';
import type { failuresEnglish } from '../i18n/en/failures.js';
import { formatDuration } from '../i18n/format.js';
import type { Localization } from '../i18n/localize-controller.js';
import { usualLength } from '../otp/code.js';
import type { ProofMethod } from '../protocol/messages.js';

export type FailureTexts = typeof failuresEnglish;

/** The text for a status or a challenge that could not be loaded. */
export function loadFailureText({ code }: Failure, strings: FailureTexts): string {
  return code === 'unreachable' || code === 'misconfigured' || code === 'unavailable' ? strings[code] : strings.failed;
}

/** The text for a failure. A back end's own title is never shown: it is written for a log. */
export function failureText(
  failure: EntryFailure,
  { strings, locale }: Localization<FailureTexts & typeof codeInputEnglish>,
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
    case 'unreachable':
    case 'misconfigured':
    case 'unavailable':
      return strings[failure.code];
    case 'request_invalid':
    case 'not_signed_in':
    case 'challenge_expired':
    case 'reauthentication_required':
    case 'origin_refused':
    case 'not_found':
    case 'method_not_allowed':
    case 'not_enabled':
    case 'setup_expired':
    case 'body_too_large':
    case 'unsupported_media_type':
      return strings.failed;
  }
}
