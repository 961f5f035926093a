import type { ProtocolPromise } from './promise.js';
import { asvs, nist, pci } from './sources.js';

export const backupCodePromises: readonly ProtocolPromise[] = [
  {
    number: 'P-34',
    group: 'backup-codes',
    text: 'Each backup code of the set answers a challenge or a proof in place of a code.',
    sources: ['protocol: operations', nist('3.1.2')],
    optional: true,
  },
  {
    number: 'P-35',
    group: 'backup-codes',
    text: 'A backup code works once, for every operation and session. The others of its set go on working.',
    sources: ['protocol: error codes', asvs('6.5.1'), nist('3.1.2.2'), pci('8.5.1')],
    optional: true,
  },
  {
    number: 'P-36',
    group: 'backup-codes',
    text: 'Case, spaces and hyphens of a backup code do not matter. `O` reads as `0`, `I` and `L` read as `1`.',
    sources: ['protocol: what a code may look like', 'Crockford Base 32'],
    optional: true,
  },
  {
    number: 'P-37',
    group: 'backup-codes',
    text: 'The counts of backup codes are right: `total` is the size of the set, and `remaining` falls by one with each code used.',
    sources: ['protocol: messages'],
    optional: true,
  },
  {
    number: 'P-38',
    group: 'backup-codes',
    text: 'A replacement of the authenticator, a kept new set and disable end the old backup codes.',
    sources: ['protocol: operations', asvs('6.5.6')],
    optional: true,
  },
  {
    number: 'P-39',
    group: 'backup-codes',
    text: 'A backup code works for its own account alone.',
    sources: ['protocol: error codes'],
    optional: true,
  },
  {
    number: 'P-40',
    group: 'backup-codes',
    text: 'A text that is longer than 64 characters, or is no backup code, is 422 `code_invalid`.',
    sources: ['protocol: what a code may look like'],
    optional: true,
  },
];
