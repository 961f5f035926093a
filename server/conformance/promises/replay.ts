import type { ProtocolPromise } from './promise.js';
import { asvs, nist, pci, rfc6238 } from './sources.js';

export const replayPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-28',
    group: 'replay',
    text: 'A code that was accepted is refused from then on, in the same and in every other session of the account.',
    sources: ['protocol: what a code may look like', rfc6238('5.2'), asvs('6.5.1'), nist('3.1.4.2'), pci('8.5.1')],
  },
  {
    number: 'P-29',
    group: 'replay',
    text: 'A code that one operation accepted is refused by every other operation: answer challenge, prove again and confirm set-up.',
    sources: ['protocol: what a code may look like', rfc6238('5.2'), asvs('6.5.1'), pci('8.5.1')],
  },
  {
    number: 'P-30',
    group: 'replay',
    text: 'An accepted code also spends the steps before it.',
    sources: ['protocol: what a code may look like', rfc6238('5.2')],
  },
  {
    number: 'P-31',
    group: 'replay',
    text: 'Another spelling of a spent code is spent, too.',
    sources: ['protocol: what a code may look like', asvs('6.5.1')],
  },
  {
    number: 'P-32',
    group: 'replay',
    text: 'A spent code and a wrong code get one answer: 422 `code_invalid`.',
    sources: ['protocol: error codes', asvs('6.3.8')],
  },
  {
    number: 'P-33',
    group: 'replay',
    text: 'The code of the next step works: a spent step shuts out no later one.',
    sources: ['protocol: what a code may look like', rfc6238('5.2')],
  },
];
