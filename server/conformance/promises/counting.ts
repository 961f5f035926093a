import type { ProtocolPromise } from './promise.js';
import { asvs } from './sources.js';

export const countingPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-57',
    group: 'counting',
    text: 'A JSON object of a wrong shape is 400 `request_invalid` and counts as an attempt.',
    sources: ['protocol: attempts', asvs('6.3.1')],
  },
  {
    number: 'P-58',
    group: 'counting',
    text: 'A body with a code and a backup code is one attempt, and neither of them is accepted.',
    sources: ['protocol: attempts'],
  },
  {
    number: 'P-59',
    group: 'counting',
    text: 'A code that is malformed, spent or of a refused spelling is `code_invalid` and counts.',
    sources: ['protocol: error codes', asvs('6.3.1')],
  },
  {
    number: 'P-60',
    group: 'counting',
    text: '`clock_out_of_sync` counts.',
    sources: ['protocol: attempts'],
  },
  {
    number: 'P-61',
    group: 'counting',
    text: '`origin_refused` never counts: a foreign page could lock people out.',
    sources: ['protocol: attempts', asvs('6.1.1')],
  },
  {
    number: 'P-62',
    group: 'counting',
    text: '`unsupported_media_type` never counts: a form of a foreign page could lock people out.',
    sources: ['protocol: attempts', asvs('6.1.1')],
  },
  {
    number: 'P-63',
    group: 'counting',
    text: 'An attempt without a half signed-in session never counts for any account.',
    sources: ['protocol: attempts', asvs('6.1.1')],
  },
  {
    number: 'P-64',
    group: 'counting',
    text: 'An attempt while a wait lasts never makes the wait longer.',
    sources: ['protocol: attempts', asvs('6.1.1')],
  },
];
