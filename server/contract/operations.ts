import type { Operation } from '../../widget/protocol/endpoints.js';
import type { ErrorCode } from '../../widget/protocol/error-codes.js';
import type { MessageName } from './messages.js';

/** The operations are grouped for a reader. */
export const tags = {
  'Set-up': 'See, turn on, replace and turn off the second factor.',
  Challenge: 'The second step of a sign-in.',
  Proof: 'A recent proof of identity, before a change.',
  'Backup codes': 'A new set of single-use codes. The old set works until the new one is kept.',
  Authenticators: 'Several authenticators of one account. Optional.',
  'Sessions and devices': 'Where the account is signed in, and which devices it trusts. Optional.',
} as const;

export interface OperationDescription {
  tag: keyof typeof tags;
  summary: string;
  description: string;
  /** The stage of the session: signed in, or only past the first factor. */
  session: 'full' | 'half';
  /** Also for a session that has to turn 2FA on first. */
  enrolment?: true;
  /** Null for an operation that reads. */
  body: { message: MessageName; required: boolean } | null;
  answer: { status: 200 | 201; message: MessageName } | { status: 204; message: null };
  /** The codes of this operation alone; `rejections` adds those of all. */
  errors: readonly ErrorCode[];
  optional: boolean;
}

const none = { message: 'Nothing', required: false } as const;
const noContent = { status: 204, message: null } as const;
const ok = (message: MessageName) => ({ status: 200, message }) as const;
const pending = (message: MessageName) => ({ status: 201, message }) as const;
const needs = (message: MessageName) => ({ message, required: true }) as const;
const may = (message: MessageName) => ({ message, required: false }) as const;

export const operations: Readonly<Record<Operation, OperationDescription>> = {
  status: {
    tag: 'Set-up',
    summary: 'Status',
    description: "The account's second factor, as its owner sees it.",
    session: 'full',
    enrolment: true,
    body: null,
    answer: ok('Status'),
    errors: [],
    optional: false,
  },
  beginSetup: {
    tag: 'Set-up',
    summary: 'Begin set-up',
    description:
      'Needs a recent proof. While two-factor authentication is on, this begins a replacement of all authenticators, or one more authenticator: what is active keeps working until the set-up is confirmed. A new set-up takes the place of a pending one.',
    session: 'full',
    enrolment: true,
    body: may('SetupOptions'),
    answer: pending('Setup'),
    errors: ['reauthentication_required', 'not_enabled', 'too_many_authenticators'],
    optional: false,
  },
  confirmSetup: {
    tag: 'Set-up',
    summary: 'Confirm set-up',
    description:
      'Turns on what is pending, by a code of the new authenticator. It is an attempt. The confirmed code is spent, and it is the recent proof of this session.',
    session: 'full',
    enrolment: true,
    body: needs('SetupConfirmation'),
    answer: ok('Status'),
    errors: ['setup_expired', 'code_invalid', 'clock_out_of_sync', 'too_many_authenticators'],
    optional: false,
  },
  cancelSetup: {
    tag: 'Set-up',
    summary: 'Cancel set-up',
    description: 'Drops what is pending. The answer is the same when nothing is.',
    session: 'full',
    enrolment: true,
    body: none,
    answer: noContent,
    errors: [],
    optional: false,
  },
  disable: {
    tag: 'Set-up',
    summary: 'Disable',
    description: 'Needs a recent proof. Turns two-factor authentication off.',
    session: 'full',
    body: none,
    answer: ok('Status'),
    errors: ['reauthentication_required', 'not_enabled', 'required_by_policy'],
    optional: false,
  },
  readChallenge: {
    tag: 'Challenge',
    summary: 'Read challenge',
    description: 'What a half signed-in session has to answer, and until when.',
    session: 'half',
    body: null,
    answer: ok('Challenge'),
    errors: [],
    optional: false,
  },
  answerChallenge: {
    tag: 'Challenge',
    summary: 'Answer challenge',
    description: 'Signs the session in, by a code or by a backup code. It is an attempt.',
    session: 'half',
    body: needs('ChallengeAnswer'),
    answer: ok('Verified'),
    errors: ['code_invalid', 'authenticator_blocked'],
    optional: false,
  },
  reauthenticate: {
    tag: 'Proof',
    summary: 'Prove again',
    description:
      'Gives the session a recent proof: by a code or a backup code while two-factor authentication is on, by the password while it is off. It is an attempt.',
    session: 'full',
    body: needs('ProofAnswer'),
    answer: ok('Proof'),
    errors: ['code_invalid', 'reauthentication_required', 'authenticator_blocked'],
    optional: false,
  },
  beginBackupCodes: {
    tag: 'Backup codes',
    summary: 'Begin new backup codes',
    description: 'Needs a recent proof. Makes a set that takes the place of the old one when it is kept.',
    session: 'full',
    body: none,
    answer: pending('NewBackupCodes'),
    errors: ['reauthentication_required', 'not_enabled'],
    optional: false,
  },
  keepBackupCodes: {
    tag: 'Backup codes',
    summary: 'Keep new backup codes',
    description: 'Puts the pending set in the place of the old one.',
    session: 'full',
    body: may('PendingReference'),
    answer: ok('Status'),
    errors: ['setup_expired'],
    optional: false,
  },
  dropBackupCodes: {
    tag: 'Backup codes',
    summary: 'Drop new backup codes',
    description: 'Drops the pending set. The answer is the same when none is pending.',
    session: 'full',
    body: none,
    answer: noContent,
    errors: [],
    optional: false,
  },
  nameAuthenticator: {
    tag: 'Authenticators',
    summary: 'Name an authenticator',
    description: 'Gives an authenticator another name.',
    session: 'full',
    body: needs('AuthenticatorName'),
    answer: ok('Status'),
    errors: ['not_enabled'],
    optional: true,
  },
  removeAuthenticator: {
    tag: 'Authenticators',
    summary: 'Remove an authenticator',
    description: 'Needs a recent proof. Its codes are refused from then on. The only authenticator stays.',
    session: 'full',
    body: none,
    answer: ok('Status'),
    errors: ['reauthentication_required', 'not_enabled', 'required_by_policy', 'last_authenticator'],
    optional: true,
  },
  devices: {
    tag: 'Sessions and devices',
    summary: 'List sessions and devices',
    description: 'At most 100, newest first.',
    session: 'full',
    body: null,
    answer: ok('Devices'),
    errors: [],
    optional: true,
  },
  removeDevice: {
    tag: 'Sessions and devices',
    summary: 'Sign a session out, forget a device',
    description:
      'Ends the session, or the trust in the device, that has this id. An id of another account is as unknown as none: 404 `not_found`.',
    session: 'full',
    body: none,
    answer: ok('Devices'),
    errors: [],
    optional: true,
  },
  removeOtherDevices: {
    tag: 'Sessions and devices',
    summary: 'Sign out everywhere else',
    description: 'Ends every other session and forgets every trusted device.',
    session: 'full',
    body: none,
    answer: ok('Devices'),
    errors: [],
    optional: true,
  },
};

/** Every code that an operation may reject with. */
export function rejections({ body, session, optional, errors }: OperationDescription): ErrorCode[] {
  return [
    ...(body ? (['request_invalid', 'body_too_large', 'unsupported_media_type', 'origin_refused'] as const) : []),
    // A change by a half signed-in session may name another account in `X-Two-Factor-Account`.
    ...(session === 'half' ? (['challenge_expired'] as const) : []),
    ...(session === 'full' || body ? (['not_signed_in'] as const) : []),
    ...(optional ? (['not_found', 'method_not_allowed'] as const) : []),
    ...errors,
    'too_many_attempts',
    'unavailable',
  ];
}
