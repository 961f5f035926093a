import type { ProtocolPromise } from './promise.js';
import { asvs, nist, rfc4226, rfc6238 } from './sources.js';

export const windowPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-23',
    group: 'window',
    text: 'Codes are those of RFC 6238 with the parameters of the Key URI: six digits, leading zeros kept.',
    sources: [rfc6238('4.2'), rfc4226('5.3')],
  },
  {
    number: 'P-24',
    group: 'window',
    text: 'The codes of the steps T−1, T and T+1 by the server’s clock are live. Codes of other steps are refused.',
    sources: ['protocol: what a code may look like', rfc6238('5.2'), asvs('6.5.5'), nist('3.1.4.2')],
  },
  {
    number: 'P-25',
    group: 'window',
    text: 'At confirm set-up a code of another step within 10 minutes is 422 `clock_out_of_sync`. `skewSeconds` says by how much the phone is ahead.',
    sources: ['protocol: error codes', rfc6238('6')],
  },
  {
    number: 'P-26',
    group: 'window',
    text: '`clock_out_of_sync` is an answer of confirm set-up alone. At a challenge or a proof such a code is `code_invalid`.',
    sources: ['protocol: error codes'],
  },
  {
    number: 'P-27',
    group: 'window',
    text: 'At confirm set-up a code of a step further away than 10 minutes is `code_invalid`.',
    sources: ['protocol: error codes'],
  },
];
