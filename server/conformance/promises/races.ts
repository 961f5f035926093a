import type { ProtocolPromise } from './promise.js';
import { asvs, pci, rfc4226, rfc6238 } from './sources.js';

export const racePromises: readonly ProtocolPromise[] = [
  {
    number: 'P-107',
    group: 'races',
    text: 'Of many requests at once with one code, one is accepted: in one session, in many, and in different operations.',
    sources: ['protocol: attempts', rfc6238('5.2'), asvs('2.3.4'), pci('8.5.1')],
  },
  {
    number: 'P-108',
    group: 'races',
    text: 'Of many requests at once with one backup code, one is accepted.',
    sources: ['protocol: error codes', asvs('2.3.4'), pci('8.5.1')],
    optional: true,
  },
  {
    number: 'P-109',
    group: 'races',
    text: 'A burst of wrong codes gets no more attempts than the budget has.',
    sources: ['protocol: attempts', asvs('6.3.1'), asvs('2.3.4'), rfc4226('7.3')],
  },
  {
    number: 'P-110',
    group: 'races',
    text: 'Of two confirms at once one wins.',
    sources: ['protocol: attempts', asvs('2.3.4')],
  },
];
