import type { Failure } from '../client/client-error.js';
import type { sharedEnglish } from '../i18n/en/shared.js';

/** What a person reads about a failure where nothing has been entered yet: a status or a challenge that could not be read. */
export function failureSentence({ code }: Failure, strings: typeof sharedEnglish): string {
  if (code === 'unreachable') return strings.unreachable;
  return code === 'unavailable' ? strings.unavailable : strings.failed;
}
