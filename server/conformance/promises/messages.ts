import type { ProtocolPromise } from './promise.js';
import { asvs, nist, rfc4226, rfc6238, rfc9110, rfc9457 } from './sources.js';

export const messagePromises: readonly ProtocolPromise[] = [
  {
    number: 'P-1',
    group: 'messages',
    text: 'A read and a change that answers with a message are 200. Begin set-up and begin new backup codes are 201. Cancel set-up and drop new backup codes are 204 without a body.',
    sources: ['protocol: operations'],
  },
  {
    number: 'P-2',
    group: 'messages',
    text: 'Every answer with a message is `application/json` in UTF-8 and has the members of its message.',
    sources: ['protocol: basics', 'RFC 8259 §8.1', asvs('4.1.1')],
  },
  {
    number: 'P-3',
    group: 'messages',
    text: 'Every answer carries `Cache-Control: no-store`, errors and answers without a body included.',
    sources: ['protocol: basics', 'RFC 9111 §5.2.2.5', asvs('14.3.2')],
  },
  {
    number: 'P-4',
    group: 'messages',
    text: 'No answer carries an `ETag`, and none is 304, whatever the request says.',
    sources: ['protocol: attempts', rfc9110('15.4.5'), asvs('14.3.2')],
  },
  {
    number: 'P-5',
    group: 'messages',
    text: 'An error is `application/problem+json` with `type`, `title`, `status` and a `code` of the table. The member `status` is the status of the answer.',
    sources: ['protocol: error codes', rfc9457('3')],
  },
  {
    number: 'P-6',
    group: 'messages',
    text: 'Each error code has its one status, and an error carries the extra members of its code.',
    sources: ['protocol: error codes', rfc9457('3.2')],
  },
  {
    number: 'P-7',
    group: 'messages',
    text: 'An unknown path is 404 `not_found`.',
    sources: ['protocol: error codes', rfc9110('15.5.5')],
  },
  {
    number: 'P-8',
    group: 'messages',
    text: 'A method that a path does not have is 405 `method_not_allowed`, and the header `Allow` names the methods that it has.',
    sources: ['protocol: error codes', rfc9110('15.5.6'), asvs('4.1.4')],
  },
  {
    number: 'P-9',
    group: 'messages',
    text: '`too_many_attempts` and `unavailable` carry the header `Retry-After` in whole seconds, equal to `retryAfter`.',
    sources: ['protocol: error codes', rfc9110('10.2.3'), 'RFC 6585 §4'],
  },
  {
    number: 'P-10',
    group: 'messages',
    text: 'Times are ISO 8601 in UTC, and durations are whole seconds.',
    sources: ['protocol: basics'],
  },
  {
    number: 'P-11',
    group: 'messages',
    text: 'An operation that needs no field takes `{}` or no body.',
    sources: ['protocol: basics'],
  },
  {
    number: 'P-12',
    group: 'messages',
    text: 'The Key URI is `otpauth://totp/…` with one secret in Base32 and six digits.',
    sources: ['protocol: messages', rfc4226('5.3'), rfc6238('4')],
  },
  {
    number: 'P-13',
    group: 'messages',
    text: 'A secret has 128 bits or more, and no two set-ups have the same.',
    sources: [rfc4226('4 R6'), nist('3.1.4.1'), asvs('6.5.3')],
  },
  {
    number: 'P-14',
    group: 'messages',
    text: 'The backup codes of a set differ from each other and from those of every other set, and each has room for 20 random bits or more.',
    sources: ['protocol: messages', asvs('6.5.4'), nist('3.1.2.1')],
    optional: true,
  },
];
