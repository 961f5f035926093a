import type { Failure } from '../client/client-error.js';
import type { Strings } from '../i18n/strings.js';

export type FailureSentences = Pick<Strings, 'unreachable' | 'unavailable' | 'misconfigured' | 'failed'>;

/** What a person reads about a failure where nothing has been entered yet: a status or a challenge that could not be read. */
export function failureSentence({ code }: Failure, strings: FailureSentences): string {
  if (code === 'unreachable' || code === 'misconfigured') return strings[code];
  return code === 'unavailable' ? strings.unavailable : strings.failed;
}
