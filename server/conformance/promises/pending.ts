import type { ProtocolPromise } from './promise.js';
import { nist } from './sources.js';

export const pendingPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-71',
    group: 'pending',
    text: 'The two confirms say 410 `setup_expired` when nothing is pending, with 2FA on or off.',
    sources: ['protocol: attempts'],
  },
  {
    number: 'P-72',
    group: 'pending',
    text: 'Cancel set-up and drop new backup codes are 204 also when nothing is pending.',
    sources: ['protocol: operations'],
  },
  {
    number: 'P-73',
    group: 'pending',
    text: 'A second begin replaces what was pending: the first secret confirms nothing any more.',
    sources: ['protocol: messages'],
  },
  {
    number: 'P-74',
    group: 'pending',
    text: 'A confirm with the `id` of something that is no longer pending is 410 `setup_expired`, and what is pending stays.',
    sources: ['protocol: messages'],
    optional: true,
  },
  {
    number: 'P-75',
    group: 'pending',
    text: 'Without an `id` a confirm means the latest.',
    sources: ['protocol: messages'],
  },
  {
    number: 'P-76',
    group: 'pending',
    text: 'What is cancelled or dropped can be confirmed no more, and what is confirmed can be confirmed once.',
    sources: ['protocol: operations'],
  },
  {
    number: 'P-77',
    group: 'pending',
    text: 'A wrong code at confirm set-up keeps the set-up pending.',
    sources: ['protocol: operations'],
  },
  {
    number: 'P-78',
    group: 'pending',
    text: 'The code of a pending secret is no second factor: it answers no challenge and no proof.',
    sources: ['protocol: operations', nist('4.1.2')],
  },
  {
    number: 'P-79',
    group: 'pending',
    text: 'Pending backup codes are no second factor: they answer no challenge and no proof.',
    sources: ['protocol: messages'],
    optional: true,
  },
];
