import type { AuditEvent, AuditEventName } from '../audit/events.js';

/** A mail to the account's owner (ASVS 5.0 6.3.7). Plain text without a link, since attackers imitate such mails with a link. */
export interface Notice {
  subject: string;
  text: string;
}

interface NoticeText {
  subject: string;
  /** One or two sentences. */
  what: string;
}

const noticeTexts: Partial<Record<AuditEventName, NoticeText>> = {
  enabled: {
    subject: 'Two-factor authentication is on',
    what: 'Two-factor authentication was turned on for your account.',
  },
  replaced: {
    subject: 'Your authenticator was replaced',
    what: 'Another authenticator app took over for your account. The old one and its backup codes no longer work.',
  },
  authenticator_added: {
    subject: 'An authenticator was added',
    what: 'One more authenticator app was added to your account. Its codes sign you in, beside those of the others.',
  },
  authenticator_removed: {
    subject: 'An authenticator was removed',
    what: 'An authenticator app was removed from your account. Its codes no longer work.',
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

/** Whether the owner gets a notice of such an audit entry. */
export function hasNotice(event: AuditEventName): boolean {
  return noticeTexts[event] !== undefined;
}

/** Null for an entry without a notice. @param product the product's name, for the subject */
export function composeNotice({ event, at, address, userAgent }: AuditEvent, product: string): Notice | null {
  const noticeText = noticeTexts[event];
  if (!noticeText) return null;
  const facts = [
    `When: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    ...(address ? [`From: ${address}`] : []),
    ...(userAgent ? [`With: ${userAgent}`] : []),
  ];
  const advice = `If this was you, there is nothing to do. If not, sign in to ${product} and change your password now.`;
  return {
    subject: `${product}: ${noticeText.subject}`,
    text: [noticeText.what, '', ...facts, '', advice, ''].join('\n'),
  };
}
