import type { ProtocolPromise } from './promise.js';
import { asvs, nist, pci, rfc9110 } from './sources.js';

export const accessPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-86',
    group: 'access',
    text: 'Without a session every operation is 401: `/challenge` says `challenge_expired`, every other one `not_signed_in`.',
    sources: ['protocol: attempts', asvs('7.2.1')],
  },
  {
    number: 'P-87',
    group: 'access',
    text: 'A half signed-in session counts as none for everything but the challenge: 401 `not_signed_in`.',
    sources: ['protocol: error codes', asvs('6.3.4'), pci('8.5.1')],
  },
  {
    number: 'P-88',
    group: 'access',
    text: 'A full session has no challenge: 401 `challenge_expired`.',
    sources: ['protocol: error codes'],
  },
  {
    number: 'P-89',
    group: 'access',
    text: 'Begin set-up, begin new backup codes and disable need a recent proof. Without one they are 403 `reauthentication_required`, with the methods that would do.',
    sources: ['protocol: operations', asvs('7.5.1'), nist('4.1.2')],
  },
  {
    number: 'P-90',
    group: 'access',
    text: 'While 2FA is on a password is no proof: 403 `reauthentication_required` with `["totp", "backup_code"]`.',
    sources: ['protocol: attempts', asvs('7.5.1'), nist('4.1.2')],
  },
  {
    number: 'P-91',
    group: 'access',
    text: 'While 2FA is off a right password is a proof, a wrong one is 422 `code_invalid`, and a code or a backup code is none.',
    sources: ['protocol: attempts', asvs('7.5.1')],
    optional: true,
  },
  {
    number: 'P-92',
    group: 'access',
    text: 'A state-changing call from another origin is 403 `origin_refused`, whatever other header it carries.',
    sources: ['protocol: error codes', asvs('3.5.1'), asvs('3.5.3')],
  },
  {
    number: 'P-93',
    group: 'access',
    text: 'Origins are compared whole: one that only begins or ends like the page’s is another one.',
    sources: ['protocol: error codes', asvs('3.5.1'), asvs('3.4.2')],
  },
  {
    number: 'P-94',
    group: 'access',
    text: 'Where the header `X-Two-Factor-Account` is not the account of the session, a change is 401 `not_signed_in` and nothing happens. Without the header nothing is compared.',
    sources: ['protocol: messages'],
    optional: true,
  },
  {
    number: 'P-95',
    group: 'access',
    text: '`account` is the same in all sessions of one account, and differs between accounts.',
    sources: ['protocol: messages'],
    optional: true,
  },
  {
    number: 'P-96',
    group: 'access',
    text: 'No body names an account: a field or a header with another account changes nothing.',
    sources: ['protocol: basics', asvs('8.2.2')],
  },
  {
    number: 'P-97',
    group: 'access',
    text: 'A code works for its own account alone.',
    sources: ['protocol: error codes'],
  },
  {
    number: 'P-98',
    group: 'access',
    text: 'No answer lets a page of another origin read it.',
    sources: ['protocol: error codes', asvs('3.4.2')],
  },
  {
    number: 'P-129',
    group: 'access',
    text: 'No GET and no HEAD changes anything, whatever method a header or a parameter names.',
    sources: ['protocol: operations', rfc9110('9.2.1'), asvs('3.5.3')],
  },
  {
    number: 'P-130',
    group: 'access',
    text: 'Where a session is a cookie, no script reads it and no other site sends it with a change: it is `HttpOnly`, and `SameSite` is `Lax` or `Strict`.',
    sources: [asvs('3.3.2'), asvs('3.3.4')],
    optional: true,
  },
  {
    number: 'P-131',
    group: 'access',
    text: 'Where a session is a cookie, its value is random: nobody guesses it from the one before.',
    sources: [asvs('7.2.3')],
    optional: true,
  },
];
