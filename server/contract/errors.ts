import type { DetailsOf, ErrorCode, ErrorDetails } from '../../widget/protocol/error-codes.js';
import { titles } from '../adapters/http/problem.js';

/** Programs switch on the code: a title is only an example. */
export const exampleTitles: Readonly<Record<ErrorCode, string>> = titles;

type NameOf<Details> = {
  [Name in keyof Details]-?: [Exclude<Details[Name], undefined>] extends [never] ? never : Name;
}[keyof Details];

/** The detail that an answer with this code carries; the compiler takes it from the protocol. */
type DetailName<Code extends ErrorCode> = [NameOf<DetailsOf<Code>>] extends [never] ? null : NameOf<DetailsOf<Code>>;

export interface ErrorDescription<Detail = keyof ErrorDetails | null> {
  when: string;
  detail: Detail;
}

export const errors: { readonly [Code in ErrorCode]: ErrorDescription<DetailName<Code>> } = {
  request_invalid: {
    when: 'The body is not JSON, not an object, or of an unknown shape; a field has a wrong type.',
    detail: null,
  },
  not_signed_in: {
    when: 'No session that may do this. A half signed-in session counts as none, and so does the session of another account than `X-Two-Factor-Account` names. One that has to turn two-factor authentication on counts for the set-up alone.',
    detail: null,
  },
  challenge_expired: {
    when: 'No first factor in this session, or its challenge is over or used up.',
    detail: null,
  },
  reauthentication_required: {
    when: 'A change without a proof of the last five minutes, or a password as the proof while two-factor authentication is on. `methods` says what would do.',
    detail: 'methods',
  },
  origin_refused: {
    when: 'A state-changing call that no page of a listed origin has sent. It never counts as an attempt.',
    detail: null,
  },
  authenticator_blocked: {
    when: '100 failures in a row, or codes are paused. A backup code works; with `codesUnblock` so do three codes in a row.',
    detail: 'methods',
  },
  required_by_policy: {
    when: 'Turning off, or removing the last authenticator, where the organisation requires two-factor authentication.',
    detail: null,
  },
  not_found: { when: 'No such operation, or the account has nothing with this id.', detail: null },
  method_not_allowed: {
    when: 'The path has other operations only. `Allow` lists their methods.',
    detail: null,
  },
  not_enabled: {
    when: 'An operation that needs two-factor authentication on.',
    detail: null,
  },
  last_authenticator: {
    when: 'Removing the only authenticator.',
    detail: null,
  },
  too_many_authenticators: {
    when: 'Adding a sixth authenticator.',
    detail: null,
  },
  setup_expired: {
    when: 'Nothing is pending, its time is over, or something else is pending since.',
    detail: null,
  },
  body_too_large: { when: 'A body over 4 kB.', detail: null },
  unsupported_media_type: {
    when: 'A body that is not JSON in UTF-8. It never counts as an attempt.',
    detail: null,
  },
  code_invalid: {
    when: 'Wrong, replayed, used, malformed, or for another account: one answer for all of them.',
    detail: 'attemptsRemaining',
  },
  clock_out_of_sync: {
    when: 'At *confirm set-up* alone: the code is right for another time within ten minutes.',
    detail: 'skewSeconds',
  },
  too_many_attempts: {
    when: 'The account has to wait. The answer is the same for a right and a wrong code.',
    detail: 'retryAfter',
  },
  unavailable: {
    when: 'The store cannot be reached or written. Nobody is let in.',
    detail: 'retryAfter',
  },
};
