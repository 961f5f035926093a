import { codeLength, type EntryFailure } from '../flow/code-entry.js';
import type { Localization } from '../i18n/localize-controller.js';
import type { ProofMethod } from '../protocol/messages.js';

/** What a person reads about a failure. A back end's own titles are never shown: they are for its log. */
export function failureText(
  failure: EntryFailure,
  { strings, duration }: Localization,
  method: ProofMethod = 'totp',
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
      return skew > 0 ? strings.clockAhead(duration(skew)) : strings.clockBehind(duration(-skew));
    }
    case 'too_many_attempts':
      return strings.locked(duration(failure.retryAfter ?? 60));
    case 'authenticator_blocked':
      return strings.authenticatorBlocked;
    case 'unreachable':
      return strings.unreachable;
    case 'unavailable':
      return strings.unavailable;
    default:
      return strings.failed;
  }
}
