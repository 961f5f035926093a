import type { ProtocolPromise } from './promise.js';
import { asvs, nist, pci, rfc4226, rfc6238 } from './sources.js';

export const storyPromises: readonly ProtocolPromise[] = [
  {
    number: 'P-15',
    group: 'story',
    text: 'A new account has 2FA off, and its sign-in needs no second factor.',
    sources: ['protocol: operations'],
  },
  {
    number: 'P-16',
    group: 'story',
    text: 'A set-up that is only begun changes nothing: 2FA is off until a code of the new authenticator confirms it.',
    sources: ['protocol: operations', nist('4.1.2'), rfc4226('7.2')],
  },
  {
    number: 'P-17',
    group: 'story',
    text: 'After a confirmed set-up, the status says that 2FA is on, and each sign-in by the first factor is due a challenge.',
    sources: ['protocol: operations', asvs('6.3.3'), pci('8.5.1')],
  },
  {
    number: 'P-18',
    group: 'story',
    text: 'A right code answers the challenge and signs the session in. The answer names the method.',
    sources: ['protocol: messages', rfc6238('4')],
  },
  {
    number: 'P-19',
    group: 'story',
    text: 'While 2FA is on, begin set-up begins a replacement. The active authenticator and its backup codes work until the replacement is confirmed, and not after.',
    sources: ['protocol: operations', asvs('6.5.6')],
  },
  {
    number: 'P-20',
    group: 'story',
    text: 'Disable turns 2FA off: the next sign-in needs no second factor, and what belonged to the factor works no more.',
    sources: ['protocol: operations', asvs('6.5.6')],
  },
  {
    number: 'P-21',
    group: 'story',
    text: 'New backup codes work once they are kept. Until then the old set works, and dropped codes never work.',
    sources: ['protocol: messages'],
    optional: true,
  },
  {
    number: 'P-22',
    group: 'story',
    text: '`not_enabled` refuses disable and begin new backup codes while 2FA is off.',
    sources: ['protocol: error codes'],
  },
];
