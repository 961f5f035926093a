import type * as z from 'zod';
import * as schemas from './schemas.js';

type FieldOf<Message> = Message extends unknown ? keyof Message : never;

export interface MessageDescription {
  schema: z.ZodType;
  description: string;
  /** What each field says; the compiler names a field that is missing here. */
  fields: Readonly<Record<string, string>>;
  examples: readonly unknown[];
}

function message<Schema extends z.ZodType>(
  schema: Schema,
  about: {
    description: string;
    fields: Readonly<Record<FieldOf<z.input<Schema>>, string>>;
    examples: readonly z.input<Schema>[];
  },
): MessageDescription {
  return { schema, ...about };
}

const at = (hour: string): string => `2026-11-24T${hour}:00.000Z`;
export const oneCredential = 'Absent: a body has one credential.';
const code = 'Six ASCII digits. Spaces and hyphens between them do not matter.';
const backupCode =
  'Case, spaces and hyphens do not matter; `O` reads as `0`, `I` and `L` as `1`. A text longer than 64 characters is `code_invalid`.';
const id = 'Opaque. The confirmation repeats it, so that nothing is confirmed that the page has not shown.';
const backupCodes = 'Single-use codes, shown once.';
const backupCodeCount = 'Left out by a back end that does not count them.';
const account =
  'Opaque, the same in all sessions of one account, and telling nothing of it. Each change may repeat it in `X-Two-Factor-Account`.';
const proofAge =
  'In the answer to *status* alone: how many seconds ago this session gave its recent proof, rounded up. Left out without a recent proof, and by a back end that does not tell it.';
const authenticators = 'Only from a back end with several authenticators; at most five.';
const required = 'Only where an organisation requires two-factor authentication.';

/** The messages with a name, in the order in which a reader meets them. */
export const messages = {
  Status: message(schemas.status, {
    description: "The account's second factor, as its owner sees it.",
    fields: {
      enabled: 'Whether two-factor authentication is on.',
      enabledAt: 'Since when. Left out by a back end that does not know it.',
      backupCodes: backupCodeCount,
      account,
      proofAge,
      authenticators,
      required,
    },
    examples: [
      { enabled: false, account: 'kq3X9', proofAge: 12 },
      {
        enabled: true,
        enabledAt: at('09:00'),
        backupCodes: { remaining: 9, total: 10 },
        authenticators: [{ id: 'a1', name: 'Work phone', addedAt: at('09:00'), lastUsedAt: null }],
        account: 'kq3X9',
      },
    ],
  }),
  Setup: message(schemas.setup, {
    description: 'A pending set-up. Only this message ever carries the secret and these codes.',
    fields: {
      keyUri:
        'The Key URI that authenticator apps read: `otpauth://totp/label?parameters`, with exactly one Base32 `secret` among the parameters.',
      backupCodes: `${backupCodes} Empty from a back end without backup codes, and with \`"mode": "add"\`: the codes belong to the account.`,
      expiresAt: 'When the set-up is dropped.',
      id,
    },
    examples: [
      {
        keyUri:
          'otpauth://totp/Harmony:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harmony&algorithm=SHA1&digits=6&period=30',
        backupCodes: ['ABCD-EFGH-JKMN-PQRS', '0123-4567-89AB-CDEF'],
        expiresAt: at('09:10'),
        id: 's1',
      },
    ],
  }),
  Challenge: message(schemas.challenge, {
    description: 'What a half signed-in session has to answer.',
    fields: {
      methods: 'The kinds of answer that are accepted.',
      expiresAt: 'When the first factor has to be given again.',
      codesUnblock:
        'Three right codes of consecutive time steps in a row open a blocked authenticator. Left out where they do not.',
      trustDays: 'For how many days this device may be trusted. Left out where it may not.',
    },
    examples: [{ methods: ['totp', 'backup_code'], codesUnblock: true, expiresAt: at('09:10') }],
  }),
  Verified: message(schemas.verified, {
    description: 'The challenge is answered, and the session is signed in under a new id.',
    fields: {
      verified: 'Always true.',
      method: 'What has answered the challenge.',
      backupCodes: backupCodeCount,
      result: 'Whatever the host adds for its own page, such as a redirect target.',
    },
    examples: [{ verified: true, method: 'totp', backupCodes: { remaining: 9, total: 10 }, result: { next: '/home' } }],
  }),
  Proof: message(schemas.proof, {
    description: 'A recent proof of identity.',
    fields: { validUntil: 'Until then, changes need no further proof.' },
    examples: [{ validUntil: at('09:05') }],
  }),
  NewBackupCodes: message(schemas.newBackupCodes, {
    description: 'A pending set of backup codes. The old set works until this one is kept.',
    fields: { backupCodes, expiresAt: 'When the pending set is dropped.', id },
    examples: [{ backupCodes: ['ABCD-EFGH-JKMN-PQRS', '0123-4567-89AB-CDEF'], expiresAt: at('09:10'), id: 'b1' }],
  }),
  Devices: message(schemas.devices, {
    description: 'Where the account is signed in, and which devices it trusts.',
    fields: { devices: 'Newest first.', account },
    examples: [
      {
        devices: [
          {
            id: 'd1',
            kind: 'session',
            name: 'Chrome on Windows',
            address: '203.0.113.7',
            current: true,
            addedAt: at('08:00'),
            lastUsedAt: at('09:00'),
            expiresAt: '2026-11-25T08:00:00.000Z',
          },
        ],
        account: 'kq3X9',
      },
    ],
  }),
  SetupOptions: message(schemas.setupOptions, {
    description: 'How to begin a set-up. A back end with one authenticator ignores it.',
    fields: {
      mode: '`replace` (the default) replaces all authenticators and the backup codes; `add` begins one more authenticator.',
    },
    examples: [{ mode: 'replace' }],
  }),
  SetupConfirmation: message(schemas.setupConfirmation, {
    description: 'A code of the new authenticator.',
    fields: {
      code,
      backupCode: oneCredential,
      id: 'The `id` of the Setup that the page shows. Without it, the latest is meant.',
      name: 'The name of the new authenticator, for a back end with several. Without one it gets a number.',
    },
    examples: [{ code: '123456', id: 's1' }],
  }),
  ChallengeAnswer: message(schemas.challengeAnswer, {
    description: 'A code, or a backup code.',
    fields: {
      code,
      backupCode,
      trustDevice: 'True to trust this device. Ignored where the challenge has no `trustDays`.',
    },
    examples: [{ code: '123456' }, { backupCode: 'ABCD-EFGH-JKMN-PQRS' }],
  }),
  ProofAnswer: message(schemas.proofAnswer, {
    description: 'A code or a backup code while two-factor authentication is on, the password while it is off.',
    fields: { code, backupCode, password: "The account's password." },
    examples: [{ code: '123456' }, { backupCode: 'ABCD-EFGH-JKMN-PQRS' }, { password: 'correct horse battery staple' }],
  }),
  PendingReference: message(schemas.pendingReference, {
    description: 'Which pending set is meant.',
    fields: { id: 'The `id` of the set that the page shows. Without it, the latest is meant.' },
    examples: [{ id: 'b1' }, {}],
  }),
  AuthenticatorName: message(schemas.authenticatorName, {
    description: 'What the person calls an authenticator.',
    fields: { name: 'Such as “Work phone”. At most 64 characters, and something to see among them.' },
    examples: [{ name: 'Work phone' }],
  }),
  Nothing: message(schemas.nothing, {
    description: 'The body of an operation without fields: an empty object, or no body at all.',
    fields: {},
    examples: [{}],
  }),
  BackupCodeCount: message(schemas.backupCodeCount, {
    description: 'How many backup codes are left. `remaining` is never more than `total`.',
    fields: { remaining: 'Codes that still work.', total: 'Codes of the set.' },
    examples: [{ remaining: 9, total: 10 }],
  }),
  Authenticator: message(schemas.authenticator, {
    description: "One of an account's authenticators.",
    fields: {
      id: 'Opaque.',
      name: 'What the person calls it.',
      addedAt: 'When it was confirmed.',
      lastUsedAt: 'When it last gave a right code; null before that.',
    },
    examples: [{ id: 'a1', name: 'Work phone', addedAt: at('09:00'), lastUsedAt: null }],
  }),
  PolicyRequirement: message(schemas.policyRequirement, {
    description:
      'Two-factor authentication is the rule of an organisation: it cannot be turned off, and the page asks for it while it is off.',
    fields: {
      since: 'Since when it is the rule for this account.',
      graceEndsAt: 'Until then the account may go on without; null without a time of grace.',
    },
    examples: [{ since: at('09:00'), graceEndsAt: null }],
  }),
  Device: message(schemas.device, {
    description: 'A session, or a device that is trusted.',
    fields: {
      id: 'Opaque.',
      kind: 'Whether it is signed in, or trusted at the next sign-in.',
      name: 'What a person recognises, such as “Chrome on Windows”.',
      address: 'The IP address; null where it is unknown.',
      current: 'Whether it is the one that asks.',
      addedAt: 'When it signed in, or was trusted.',
      lastUsedAt: 'When it was last used.',
      expiresAt: 'When it ends.',
    },
    examples: [
      {
        id: 'd1',
        kind: 'session',
        name: 'Chrome on Windows',
        address: null,
        current: true,
        addedAt: at('08:00'),
        lastUsedAt: at('09:00'),
        expiresAt: at('10:00'),
      },
    ],
  }),
} satisfies Record<string, MessageDescription>;

export type MessageName = keyof typeof messages;
