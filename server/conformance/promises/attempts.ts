import type { ProtocolPromise } from './promise.js';
import { asvs, nist, pci, rfc4226, rfc6238 } from './sources.js';

export const attemptPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-41',
    group: 'attempts',
    text: 'Five failures in a row are free, and `attemptsRemaining` counts down: 4, 3, 2, 1, 0. The next attempt is 429 `too_many_attempts`.',
    sources: ['protocol: attempts', rfc4226('7.3'), nist('3.2.2'), asvs('6.3.1'), pci('8.3.4')],
  },
  {
    number: 'P-42',
    group: 'attempts',
    text: 'The first wait is 60 s, and each further failure doubles it, up to one hour. After each wait there is one attempt.',
    sources: ['protocol: attempts', rfc4226('7.3'), nist('3.2.2')],
  },
  {
    number: 'P-43',
    group: 'attempts',
    text: 'One budget belongs to the account: every session draws on it.',
    sources: ['protocol: attempts', nist('3.2.2'), asvs('6.3.1')],
  },
  {
    number: 'P-44',
    group: 'attempts',
    text: 'One budget is drawn on by answer challenge, prove again and confirm set-up.',
    sources: ['protocol: attempts', nist('3.2.2'), asvs('6.3.1')],
  },
  {
    number: 'P-45',
    group: 'attempts',
    text: 'One budget is drawn on by codes and backup codes.',
    sources: ['protocol: attempts', asvs('6.3.1')],
    optional: true,
  },
  {
    number: 'P-46',
    group: 'attempts',
    text: 'One budget is drawn on from all addresses and through all instances. A header that names another address changes nothing.',
    sources: ['protocol: attempts', asvs('6.3.1')],
  },
  {
    number: 'P-47',
    group: 'attempts',
    text: 'While a wait lasts, right and wrong codes and backup codes get the same 429.',
    sources: ['protocol: attempts', rfc4226('7.3')],
  },
  {
    number: 'P-48',
    group: 'attempts',
    text: 'While a wait lasts, the first factor still works and a challenge is due.',
    sources: ['protocol: attempts', asvs('6.1.1')],
  },
  {
    number: 'P-49',
    group: 'attempts',
    text: 'A challenge outlives a wait: after it, a right code answers the same challenge.',
    sources: ['protocol: attempts'],
  },
  {
    number: 'P-50',
    group: 'attempts',
    text: 'A right answer to a challenge or a proof, and a confirmed set-up, set the count of failures in a row back.',
    sources: ['protocol: attempts', nist('3.2.2')],
  },
  {
    number: 'P-51',
    group: 'attempts',
    text: 'The first factor never sets the count back.',
    sources: ['protocol: attempts', nist('3.2.2')],
  },
  {
    number: 'P-52',
    group: 'attempts',
    text: 'After 100 failures in a row codes are 403 `authenticator_blocked` with `methods: ["backup_code"]`. A backup code still signs in.',
    sources: ['protocol: attempts', nist('3.2.2')],
  },
  {
    number: 'P-53',
    group: 'attempts',
    text: 'A replacement of the authenticator lifts the block.',
    sources: ['protocol: attempts', nist('3.2.2')],
  },
  {
    number: 'P-54',
    group: 'attempts',
    text: 'A second count over 30 days is never set back: at 100 failures it slows the account, also where right answers lie between them.',
    sources: ['protocol: attempts', rfc4226('7.3')],
  },
  {
    number: 'P-55',
    group: 'attempts',
    text: 'The failures of one account never slow another one.',
    sources: ['protocol: attempts', asvs('6.1.1')],
  },
  {
    number: 'P-56',
    group: 'attempts',
    text: 'The counts and the spent codes outlive a restart, and all instances share them.',
    sources: ['protocol: attempts', rfc6238('5.2')],
    optional: true,
  },
];
