import type { AuditEvent, AuditEventName } from '../audit/events.js';

/**
 * A mail to the account's owner in plain text (ASVS 5.0 6.3.7). It has no link, since phishing mails imitate such mails with a link.
 * Only the mails about a recovery have one: a locked-out owner has no other way to stop it.
 */
export interface Notice {
  subject: string;
  text: string;
}

interface NoticeText {
  subject: string;
  /** One or two sentences. */
  what: string;
  /** Advice in case it was somebody else; the default is to change the password. */
  otherwise?: string;
  /** The detail of the entry has the operator and the reason of an administrator. */
  hasReason?: true;
}

/** The entries whose notices report no change: one is about a deadline, one about what the owner has to do. */
const reminded: AuditEventName = 'enrolment_reminded';
const restored: AuditEventName = 'admin_restored';

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
  paused: {
    subject: 'Codes are refused for a day',
    what: 'After too many wrong codes, codes of your authenticators are refused for a day. A backup code still signs you in, and ends that.',
  },
  blocked: {
    subject: 'Your authenticator is blocked',
    what: 'After too many wrong codes your authenticator is blocked. A backup code still signs you in, and so do three codes in a row, each entered as soon as your app shows it.',
  },
  unblocked: {
    subject: 'Your authenticator works again',
    what: 'Three right codes in a row have opened your blocked authenticator.',
  },
  recovery_begun: {
    subject: 'An account recovery has begun',
    what: 'An administrator has made a recovery code for your account. It will sign in once, in place of your phone, after a delay.',
  },
  recovery_ready: {
    subject: 'The recovery code works now',
    what: 'The recovery code that an administrator has made for your account works from now on. It signs in once, in place of your phone.',
  },
  recovery_code_used: {
    subject: 'The recovery code was used',
    what: 'The recovery code of your account was used. It no longer works.',
  },
  recovery_stopped: {
    subject: 'The account recovery was stopped',
    what: 'The recovery of your account was stopped. Its code no longer works.',
  },
  password_guessing: {
    subject: 'Many wrong passwords were entered',
    what: 'Somebody entered ten or more wrong passwords for your account within an hour.',
  },
  password_changed: {
    subject: 'Your password was changed',
    what: 'Your account has a new password. Other sessions have ended, and no device is trusted any more.',
    otherwise: 'If not, your old password no longer signs you in: ask an administrator for help now.',
  },
  replay_refused: {
    subject: 'A used code was entered again',
    what: 'A code that you had already used was entered again and refused. Somebody may have seen it.',
  },
  admin_reset: {
    subject: 'Two-factor authentication was reset',
    what: 'An administrator turned two-factor authentication off for your account.',
    hasReason: true,
  },
  admin_unblocked: {
    subject: 'Codes are accepted again',
    what: 'An administrator ended the wait or the block after wrong codes for your account. Codes are accepted again.',
    hasReason: true,
  },
  admin_sessions_ended: {
    subject: 'You were signed out everywhere',
    what: 'An administrator ended all sessions of your account, and no device is trusted any more.',
    hasReason: true,
  },
  admin_devices_forgotten: {
    subject: 'No device is trusted any more',
    what: 'An administrator ended the trust in all devices of your account. Each needs a code again.',
    hasReason: true,
  },
  admin_enrolment_extended: {
    subject: 'You have more time for two-factor authentication',
    what: 'An administrator gave your account more time to turn two-factor authentication on.',
    hasReason: true,
  },
  device_remembered: {
    subject: 'A device is trusted now',
    what: 'A device was remembered for your account: it signs in with your password alone.',
  },
  device_copied: {
    subject: 'A trusted device was copied',
    what: 'What a device of yours signs in with was used a second time. All sessions have ended, and no device is trusted any more: each needs a code again.',
  },
};

/** Whether the owner gets a notice of such an audit entry. */
export function hasNotice(event: AuditEventName): boolean {
  return noticeTexts[event] !== undefined || event === reminded || event === restored;
}

/** A running recovery, for the notices about it. */
export interface RecoveryNotice {
  /** The URL where the owner stops the recovery. */
  stopLink: string;
  validFrom: Date;
}

/** Whether the notice of this entry says how to stop a recovery. */
export function isAboutRecovery(event: AuditEventName): boolean {
  return event === 'recovery_begun' || event === 'recovery_ready';
}

/** When an entry is due in the queue: a notice at once, and `recovery_waiting` at the end of the delay. Null for other entries. */
export function dueAtOf({
  event,
  at,
  detail,
  withoutNotice = false,
}: Pick<AuditEvent, 'event' | 'at' | 'detail' | 'withoutNotice'>): Date | null {
  if (withoutNotice) return null;
  if (event === 'recovery_waiting') return new Date((detail ?? '').split(' ', 1)[0]!);
  return hasNotice(event) ? at : null;
}

/**
 * Null for an entry without a notice.
 *
 * @param product the product's name, for the subject
 * @param recovery the account's running recovery; null without one
 */
export function composeNotice(
  { event, at, address, userAgent, detail }: AuditEvent,
  product: string,
  recovery: RecoveryNotice | null = null,
): Notice | null {
  if (event === reminded) return composeReminder(detail, product);
  if (event === restored) return composeRestored(product);
  const noticeText = noticeTexts[event];
  if (!noticeText) return null;
  const facts = [
    `When: ${timeText(at)}`,
    ...(address ? [`From: ${address}`] : []),
    ...(userAgent ? [`With: ${userAgent}`] : []),
    ...(noticeText.hasReason ? factsOfChange(detail) : []),
    ...(recovery ? [`The code works from: ${timeText(recovery.validFrom)}`] : []),
  ];
  return {
    subject: `${product}: ${noticeText.subject}`,
    text: [noticeText.what, '', ...facts, '', ...adviceOf(product, noticeText, recovery), ''].join('\n'),
  };
}

/** @param deadline the end of the grace, as in RFC 3339 */
function composeReminder(deadline: string | null, product: string): Notice {
  const day = deadline === null ? 'soon' : `from ${deadline.slice(0, 10)} on`;
  const time = deadline === null ? [] : [`When: ${timeText(new Date(deadline))}`, ''];
  return {
    subject: `${product}: Turn two-factor authentication on`,
    text: [
      `${product} requires two-factor authentication ${day}. It is off for your account.`,
      '',
      ...time,
      `Sign in to ${product} and turn it on in your security preferences. After that time your next sign-in asks you to turn it on`,
      'before it goes on. Your account and what belongs to it stay as they are.',
      '',
    ].join('\n'),
  };
}

function composeRestored(product: string): Notice {
  return {
    subject: `${product}: Get new backup codes`,
    text: [
      `The database of ${product} was restored from a backup. Your authenticator app still works. Your backup codes no longer do, and you`,
      'were signed out everywhere.',
      '',
      `Sign in to ${product}, and get new backup codes in your security preferences. If you changed your authenticator or your password in`,
      'the last days, check both there.',
      '',
    ].join('\n'),
  };
}

/** The end of an extension, and the reason. The operator is left out: it may be the name of a machine. */
function factsOfChange(detail: string | null): string[] {
  const [, until, reason] = /^(?:until (\S+), )?\S+: (.+)$/.exec(detail ?? '') ?? [];
  return [
    ...(until === undefined ? [] : [`Until: ${timeText(new Date(until))}`]),
    ...(reason === undefined ? [] : [`Reason: ${reason}`]),
  ];
}

function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function adviceOf(product: string, { otherwise }: NoticeText, recovery: RecoveryNotice | null): string[] {
  if (recovery === null) {
    const advice = otherwise ?? `If not, sign in to ${product} and change your password now.`;
    return [`If this was you, there is nothing to do. ${advice}`];
  }
  return [
    'If you asked for it, there is nothing to do. If not, stop it here:',
    recovery.stopLink,
    '',
    `Then change your password at ${product}. The person that asked for this code may know it.`,
  ];
}
