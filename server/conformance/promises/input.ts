import type { ProtocolPromise } from './promise.js';
import { asvs, rfc9110 } from './sources.js';

export const inputPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-99',
    group: 'input',
    text: 'ASCII spaces and hyphens in a code do not matter, wherever they stand.',
    sources: ['protocol: what a code may look like'],
  },
  {
    number: 'P-100',
    group: 'input',
    text: 'Digits of other scripts, full-width digits, zero-width characters, line feeds and other white space are refused with 422 `code_invalid`.',
    sources: ['protocol: what a code may look like', asvs('2.2.1')],
  },
  {
    number: 'P-101',
    group: 'input',
    text: 'A code is a JSON string: a number, a list, an object, a truth value and null are 400 `request_invalid`.',
    sources: ['protocol: what a code may look like', asvs('2.2.1')],
  },
  {
    number: 'P-102',
    group: 'input',
    text: 'A body that is not a JSON object is 400 `request_invalid`.',
    sources: ['protocol: basics', asvs('2.2.1')],
  },
  {
    number: 'P-103',
    group: 'input',
    text: 'A body that is not declared as JSON is 415 `unsupported_media_type`.',
    sources: ['protocol: error codes', rfc9110('15.5.16'), asvs('3.5.2')],
  },
  {
    number: 'P-104',
    group: 'input',
    text: 'A body of more than 4 kB is 413 `body_too_large`.',
    sources: ['protocol: error codes', rfc9110('15.5.14')],
  },
  {
    number: 'P-105',
    group: 'input',
    text: 'Unknown fields are ignored: none turns a wrong code into a right one, and none refuses a right one.',
    sources: ['protocol: attempts', asvs('6.5.8')],
  },
  {
    number: 'P-106',
    group: 'input',
    text: 'No request makes the server fail: hostile input never gets a 5xx.',
    sources: ['protocol: error codes', asvs('16.5.3')],
  },
];
