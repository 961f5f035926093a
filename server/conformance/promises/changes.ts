import type { ProtocolPromise } from './promise.js';
import { asvs } from './sources.js';

export const changePromises: readonly ProtocolPromise[] = [
  {
    number: 'P-80',
    group: 'changes',
    text: 'A second factor that is turned on, replaced or turned off ends the other sessions of the account, half signed-in ones included.',
    sources: ['protocol: operations', asvs('7.4.3')],
  },
  {
    number: 'P-81',
    group: 'changes',
    text: 'The session that changed the factor goes on.',
    sources: ['protocol: operations'],
  },
  {
    number: 'P-82',
    group: 'changes',
    text: 'A confirmed set-up and an answered challenge are second-factor proofs of their session.',
    sources: ['protocol: operations', asvs('7.5.1')],
  },
  {
    number: 'P-83',
    group: 'changes',
    text: 'A right answer to a challenge gives the session a new id, and the old id works no more.',
    sources: ['protocol: operations', asvs('7.2.4')],
  },
  {
    number: 'P-84',
    group: 'changes',
    text: 'An answered challenge is used up: 401 `challenge_expired`.',
    sources: ['protocol: error codes'],
  },
  {
    number: 'P-85',
    group: 'changes',
    text: 'A proof is of its own session: another session of the account has none.',
    sources: ['protocol: operations', asvs('7.5.1')],
  },
  {
    number: 'P-132',
    group: 'changes',
    text: 'Where a session is a cookie, a proof gives it a new id, and the old id works no more.',
    sources: [asvs('7.2.4')],
    optional: true,
  },
];
