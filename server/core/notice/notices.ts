import type { AuditEvent, AuditEventName } from '../audit/events.js';

/** What an account's owner is told (ASVS 5.0 6.3.7), in plain text and without a link: a link in such a mail is bait. */
export interface Notice {
  subject: string;
  text: string;
}

interface Telling {
  subject: string;
  /** One sentence. */
  what: string;
}

const tellings: Partial<Record<AuditEventName, Telling>> = {
  enabled: {
    subject: 'Two-factor authentication is on',
    what: 'Two-factor authentication was turned on for your account.',
  },
  replaced: {
    subject: 'Your authenticator was replaced',
    what: 'Another authenticator app took over for your account. The old one and its backup codes no longer work.',
  },
  disabled: {
    subject: 'Two-factor authentication is off',
    what: 'Two-factor authentication was turned off for your account.',
  },
  backup_codes_renewed: {
    subject: 'You have new backup codes',
    what: 'New backup codes were made for your account. The old ones no longer work.',
  },
  backup_code_used: {
    subject: 'A backup code was used',
    what: 'One of your backup codes was used. It no longer works.',
  },
  locked: {
    subject: 'Too many wrong codes',
    what: 'Somebody who knows your password entered wrong codes. No code is accepted for a while.',
  },
  blocked: {
    subject: 'Your authenticator is blocked',
    what: 'After too many wrong codes your authenticator is blocked. A backup code still signs you in.',
  },
  password_guessing: {
    subject: 'Many wrong passwords were entered',
    what: 'Somebody entered ten or more wrong passwords for your account within an hour.',
  },
  replay_refused: {
    subject: 'A used code was entered again',
    what: 'A code that you had already used was entered again and refused. Somebody may have seen it.',
  },
  admin_reset: {
    subject: 'Two-factor authentication was reset',
    what: 'An administrator turned two-factor authentication off for your account.',
  },
  device_remembered: {
    subject: 'A device is trusted now',
    what: 'A device was remembered for your account: it signs in with your password alone.',
  },
  device_copied: {
    subject: 'A trusted device was copied',
    what: 'What a device of yours signs in with was used a second time. No device is trusted any more: each needs a code again.',
  },
};

/** The entries of the audit trail that owners are told of. */
export function isTold(event: AuditEventName): boolean {
  return tellings[event] !== undefined;
}

/** Null for an entry that nobody is told of. @param product names the product in the subject */
export function composeNotice({ event, at, address, userAgent }: AuditEvent, product: string): Notice | null {
  const telling = tellings[event];
  if (!telling) return null;
  const facts = [
    `When: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    ...(address ? [`From: ${address}`] : []),
    ...(userAgent ? [`With: ${userAgent}`] : []),
  ];
  const advice = `If this was you, there is nothing to do. If not, sign in to ${product} and change your password now.`;
  return { subject: `${product}: ${telling.subject}`, text: [telling.what, '', ...facts, '', advice, ''].join('\n') };
}
