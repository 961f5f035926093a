import type { ProtocolPromise } from './promise.js';
import { asvs, nist } from './sources.js';

export const expiryPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-65',
    group: 'expiry',
    text: 'A challenge ends 10 minutes after the first factor at the latest, a wait included. Then it is 401 `challenge_expired`, also for a right code, and `expiresAt` has said so.',
    sources: ['protocol: attempts', asvs('6.6.2')],
  },
  {
    number: 'P-66',
    group: 'expiry',
    text: 'A pending set-up ends at its `expiresAt`, at most 10 minutes after it began. Then confirm set-up is 410 `setup_expired`.',
    sources: ['protocol: error codes', nist('4.1.2')],
  },
  {
    number: 'P-67',
    group: 'expiry',
    text: 'Pending backup codes end at their `expiresAt`, at most 10 minutes after they began. Then keeping them is 410 `setup_expired`.',
    sources: ['protocol: error codes'],
    optional: true,
  },
  {
    number: 'P-68',
    group: 'expiry',
    text: 'A proof lasts 5 minutes, and `validUntil` says until when.',
    sources: ['protocol: operations', asvs('7.5.1'), nist('5.2')],
  },
  {
    number: 'P-69',
    group: 'expiry',
    text: 'The proof of a sign-in lasts 5 minutes: the first factor while 2FA is off, the second while it is on.',
    sources: ['protocol: operations', asvs('7.5.1')],
  },
  {
    number: 'P-70',
    group: 'expiry',
    text: 'Reading a challenge or answering it wrong does not prolong it.',
    sources: ['protocol: attempts'],
  },
];
