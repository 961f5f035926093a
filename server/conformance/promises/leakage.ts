import type { ProtocolPromise } from './promise.js';
import { asvs, nist, rfc9457 } from './sources.js';

export const leakagePromises: readonly ProtocolPromise[] = [
  {
    number: 'P-111',
    group: 'leakage',
    text: 'Setup is the only message that ever holds the secret.',
    sources: ['protocol: messages', asvs('14.2.6'), nist('3.1.4.2')],
  },
  {
    number: 'P-112',
    group: 'leakage',
    text: 'Setup and new backup codes are the only messages that ever hold backup codes.',
    sources: ['protocol: messages', asvs('14.2.6')],
    optional: true,
  },
  {
    number: 'P-113',
    group: 'leakage',
    text: 'An error never repeats what was sent.',
    sources: ['protocol: basics', rfc9457('5'), asvs('16.5.1')],
  },
  {
    number: 'P-114',
    group: 'leakage',
    text: 'An error says no more than the table: it has no member beside those of its code.',
    sources: ['protocol: basics', rfc9457('5'), asvs('16.5.1')],
  },
  {
    number: 'P-115',
    group: 'leakage',
    text: 'Nothing that is stored holds the secret or a backup code in the clear.',
    sources: [asvs('6.5.2'), nist('3.1.2.2')],
    optional: true,
  },
];
