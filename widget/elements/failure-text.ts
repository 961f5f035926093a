import type { Failure } from '../client/client-error.js';
import type { EntryFailure } from '../flow/code-entry.js';
import type { codeInputEnglish } from '../i18n/en/code-input.js';
import type { failuresEnglish } from '../i18n/en/failures.js';
import { formatDuration } from '../i18n/format.js';
import type { Localization } from '../i18n/localize-controller.js';
import { defaultLength } from '../otp/code.js';
import type { ProofMethod } from '../protocol/messages.js';

export type FailureTexts = typeof failuresEnglish;

/** The codes that share one text. The compiler names a new code that is not here and has no text of its own. */
type CodeWithoutText =
  | 'request_invalid'
  | 'not_signed_in'
  | 'challenge_expired'
  | 'reauthentication_required'
  | 'origin_refused'
  | 'not_found'
  | 'method_not_allowed'
  | 'not_enabled'
  | 'last_authenticator'
  | 'too_many_authenticators'
  | 'setup_expired'
  | 'body_too_large'
  | 'unsupported_media_type';
/** The server refuses only a change with it. The dialog of the change has the text. */
type CodeOfChange = 'required_by_policy';
/** The server refuses only an answer of a person with these, so no request that loads something gets them. */
type CodeOfAnswer = 'code_invalid' | 'clock_out_of_sync' | 'authenticator_blocked';

/** The text for a status or a challenge that could not be loaded. */
export function loadFailureText(failure: Failure, { strings, locale }: Localization<FailureTexts>): string {
  const { code } = failure;
  if (code === 'too_many_attempts') return strings.locked(formatDuration(failure.retryAfter ?? 60, locale));
  if (code === 'unreachable' || code === 'misconfigured' || code === 'unavailable') return strings[code];
  code satisfies CodeWithoutText | CodeOfAnswer | CodeOfChange;
  return strings.failed;
}

/** The text for a failure. A back end's own title is never shown: it is written for a log. */
export function failureText(
  failure: EntryFailure,
  localization: Localization<FailureTexts & typeof codeInputEnglish>,
  method: ProofMethod = 'totp',
  codeLength = defaultLength,
): string {
  const { strings, locale } = localization;
  const { code } = failure;
  if (code === 'incomplete') return method === 'totp' ? strings.codeIncomplete(codeLength) : strings.fieldEmpty;
  if (code === 'code_invalid') {
    const wrong = {
      totp: strings.codeInvalid,
      backup_code: strings.backupCodeInvalid,
      password: strings.passwordInvalid,
    };
    const left = failure.attemptsRemaining;
    return left === undefined ? wrong[method] : `${wrong[method]} ${strings.attemptsLeft(left)}`;
  }
  if (code === 'clock_out_of_sync') {
    const skew = failure.skewSeconds ?? 0;
    if (skew === 0) return strings.codeInvalid;
    return skew > 0
      ? strings.clockAhead(formatDuration(skew, locale))
      : strings.clockBehind(formatDuration(-skew, locale));
  }
  if (code === 'authenticator_blocked') return strings.authenticatorBlocked;
  return loadFailureText(failure, localization);
}
