/**
 * The rules of the protocol that no schema can hold. The numbers never change and are never used again: reports, documentation
 * and `--expect` files refer to them. A new rule gets the next number, in the list of its group.
 */
export interface ProtocolPromise {
  /** `P-1` and so on. */
  readonly number: `P-${number}`;
  readonly group: Group;
  /** What a back end promises, in one or two sentences. */
  readonly text: string;
  /** Where the rule comes from. `protocol: …` names a subject of this protocol. */
  readonly sources: readonly string[];
  /** Holds only where the back end has the operation or the message. */
  readonly optional?: true;
}

/** The groups in the order in which they are checked and reported. */
export const groups = {
  messages: 'Messages and headers',
  story: 'The whole story',
  window: 'Time steps and drift',
  replay: 'Spent codes',
  'backup-codes': 'Backup codes',
  attempts: 'The budget of attempts',
  counting: 'What counts as an attempt',
  expiry: 'Expiry',
  pending: 'Pending set-ups and codes',
  changes: 'What follows a change',
  doors: 'Doors',
  input: 'Hostile input',
  races: 'Races',
  leakage: 'What no answer holds',
  optional: 'Optional operations',
} as const;

export type Group = keyof typeof groups;

const rfc4226 = (section: string): string => `RFC 4226 §${section}`;
const rfc6238 = (section: string): string => `RFC 6238 §${section}`;
const rfc9457 = (section: string): string => `RFC 9457 §${section}`;
const rfc9110 = (section: string): string => `RFC 9110 §${section}`;
const asvs = (requirement: string): string => `ASVS 5.0 ${requirement}`;
const nist = (section: string): string => `NIST SP 800-63B-4 §${section}`;
const pci = (requirement: string): string => `PCI DSS 4 ${requirement}`;

export const promises: readonly ProtocolPromise[] = [
  // Messages and headers
  {
    number: 'P-1',
    group: 'messages',
    text: 'A read and a change that answers with a message are 200. Begin set-up and begin new backup codes are 201. Cancel set-up and drop new backup codes are 204 without a body.',
    sources: ['protocol: operations'],
  },
  {
    number: 'P-2',
    group: 'messages',
    text: 'Every answer with a message is `application/json` in UTF-8 and has the members of its message.',
    sources: ['protocol: basics', 'RFC 8259 §8.1', asvs('4.1.1')],
  },
  {
    number: 'P-3',
    group: 'messages',
    text: 'Every answer carries `Cache-Control: no-store`, errors and answers without a body included.',
    sources: ['protocol: basics', 'RFC 9111 §5.2.2.5', asvs('14.3.2')],
  },
  {
    number: 'P-4',
    group: 'messages',
    text: 'No answer carries an `ETag`, and none is 304, whatever the request says.',
    sources: ['protocol: attempts', rfc9110('15.4.5'), asvs('14.3.2')],
  },
  {
    number: 'P-5',
    group: 'messages',
    text: 'An error is `application/problem+json` with `type`, `title`, `status` and a `code` of the table. The member `status` is the status of the answer.',
    sources: ['protocol: error codes', rfc9457('3')],
  },
  {
    number: 'P-6',
    group: 'messages',
    text: 'Each error code has its one status, and an error carries the extra members of its code.',
    sources: ['protocol: error codes', rfc9457('3.2')],
  },
  {
    number: 'P-7',
    group: 'messages',
    text: 'An unknown path is 404 `not_found`.',
    sources: ['protocol: error codes', rfc9110('15.5.5')],
  },
  {
    number: 'P-8',
    group: 'messages',
    text: 'A method that a path does not have is 405 `method_not_allowed`, and the header `Allow` names the methods that it has.',
    sources: ['protocol: error codes', rfc9110('15.5.6'), asvs('4.1.4')],
  },
  {
    number: 'P-9',
    group: 'messages',
    text: '`too_many_attempts` and `unavailable` carry the header `Retry-After` in whole seconds, equal to `retryAfter`.',
    sources: ['protocol: error codes', rfc9110('10.2.3'), 'RFC 6585 §4'],
  },
  {
    number: 'P-10',
    group: 'messages',
    text: 'Times are ISO 8601 in UTC, and durations are whole seconds.',
    sources: ['protocol: basics'],
  },
  {
    number: 'P-11',
    group: 'messages',
    text: 'An operation that needs no field takes `{}` or no body.',
    sources: ['protocol: basics'],
  },
  {
    number: 'P-12',
    group: 'messages',
    text: 'The Key URI is `otpauth://totp/…` with one secret in Base32 and six digits.',
    sources: ['protocol: messages', rfc4226('5.3'), rfc6238('4')],
  },
  {
    number: 'P-13',
    group: 'messages',
    text: 'A secret has 128 bits or more, and no two set-ups have the same.',
    sources: [rfc4226('4 R6'), nist('3.1.4.1'), asvs('6.5.3')],
  },
  {
    number: 'P-14',
    group: 'messages',
    text: 'The backup codes of a set differ from each other and from those of every other set, and each has room for 20 random bits or more.',
    sources: ['protocol: messages', asvs('6.5.4'), nist('3.1.2.1')],
    optional: true,
  },

  // The whole story
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

  // Time steps and drift
  {
    number: 'P-23',
    group: 'window',
    text: 'Codes are those of RFC 6238 with the parameters of the Key URI: six digits, leading zeros kept.',
    sources: [rfc6238('4.2'), rfc4226('5.3')],
  },
  {
    number: 'P-24',
    group: 'window',
    text: 'The codes of the steps T−1, T and T+1 by the server’s clock are live. Codes of other steps are refused.',
    sources: ['protocol: what a code may look like', rfc6238('5.2'), asvs('6.5.5'), nist('3.1.4.2')],
  },
  {
    number: 'P-25',
    group: 'window',
    text: 'At confirm set-up a code of another step within 10 minutes is 422 `clock_out_of_sync`. `skewSeconds` says by how much the phone is ahead.',
    sources: ['protocol: error codes', rfc6238('6')],
  },
  {
    number: 'P-26',
    group: 'window',
    text: '`clock_out_of_sync` is an answer of confirm set-up alone. At a challenge or a proof such a code is `code_invalid`.',
    sources: ['protocol: error codes'],
  },
  {
    number: 'P-27',
    group: 'window',
    text: 'At confirm set-up a code of a step further away than 10 minutes is `code_invalid`.',
    sources: ['protocol: error codes'],
  },

  // Spent codes
  {
    number: 'P-28',
    group: 'replay',
    text: 'A code that was accepted is refused from then on, in the same and in every other session of the account.',
    sources: ['protocol: what a code may look like', rfc6238('5.2'), asvs('6.5.1'), nist('3.1.4.2'), pci('8.5.1')],
  },
  {
    number: 'P-29',
    group: 'replay',
    text: 'A code that one operation accepted is refused by every other operation: answer challenge, prove again and confirm set-up.',
    sources: ['protocol: what a code may look like', rfc6238('5.2'), asvs('6.5.1'), pci('8.5.1')],
  },
  {
    number: 'P-30',
    group: 'replay',
    text: 'An accepted code also spends the steps before it.',
    sources: ['protocol: what a code may look like', rfc6238('5.2')],
  },
  {
    number: 'P-31',
    group: 'replay',
    text: 'Another spelling of a spent code is spent, too.',
    sources: ['protocol: what a code may look like', asvs('6.5.1')],
  },
  {
    number: 'P-32',
    group: 'replay',
    text: 'A spent code and a wrong code get one answer: 422 `code_invalid`.',
    sources: ['protocol: error codes', asvs('6.3.8')],
  },
  {
    number: 'P-33',
    group: 'replay',
    text: 'The code of the next step works: a spent step shuts out no later one.',
    sources: ['protocol: what a code may look like', rfc6238('5.2')],
  },

  // Backup codes
  {
    number: 'P-34',
    group: 'backup-codes',
    text: 'Each backup code of the set answers a challenge or a proof in place of a code.',
    sources: ['protocol: operations', nist('3.1.2')],
    optional: true,
  },
  {
    number: 'P-35',
    group: 'backup-codes',
    text: 'A backup code works once, for every operation and session. The others of its set go on working.',
    sources: ['protocol: error codes', asvs('6.5.1'), nist('3.1.2.2'), pci('8.5.1')],
    optional: true,
  },
  {
    number: 'P-36',
    group: 'backup-codes',
    text: 'Case, spaces and hyphens of a backup code do not matter. `O` reads as `0`, `I` and `L` read as `1`.',
    sources: ['protocol: what a code may look like', 'Crockford Base 32'],
    optional: true,
  },
  {
    number: 'P-37',
    group: 'backup-codes',
    text: 'The counts of backup codes are right: `total` is the size of the set, and `remaining` falls by one with each code used.',
    sources: ['protocol: messages'],
    optional: true,
  },
  {
    number: 'P-38',
    group: 'backup-codes',
    text: 'A replacement of the authenticator, a kept new set and disable end the old backup codes.',
    sources: ['protocol: operations', asvs('6.5.6')],
    optional: true,
  },
  {
    number: 'P-39',
    group: 'backup-codes',
    text: 'A backup code works for its own account alone.',
    sources: ['protocol: error codes'],
    optional: true,
  },
  {
    number: 'P-40',
    group: 'backup-codes',
    text: 'A text that is longer than 64 characters, or is no backup code, is 422 `code_invalid`.',
    sources: ['protocol: what a code may look like'],
    optional: true,
  },

  // The budget of attempts
  {
    number: 'P-41',
    group: 'attempts',
    text: 'Five failures in a row are free, and `attemptsRemaining` counts down: 4, 3, 2, 1, 0. The next attempt is 429 `too_many_attempts`.',
    sources: ['protocol: attempts', rfc4226('7.3'), nist('3.2.2'), asvs('6.3.1'), pci('8.3.4')],
  },
  {
    number: 'P-42',
    group: 'attempts',
    text: 'The first wait is 60 s, and each further failure doubles it, up to one hour. After each wait there is one attempt.',
    sources: ['protocol: attempts', rfc4226('7.3'), nist('3.2.2')],
  },
  {
    number: 'P-43',
    group: 'attempts',
    text: 'One budget belongs to the account: every session draws on it.',
    sources: ['protocol: attempts', nist('3.2.2'), asvs('6.3.1')],
  },
  {
    number: 'P-44',
    group: 'attempts',
    text: 'One budget is drawn on by answer challenge, prove again and confirm set-up.',
    sources: ['protocol: attempts', nist('3.2.2'), asvs('6.3.1')],
  },
  {
    number: 'P-45',
    group: 'attempts',
    text: 'One budget is drawn on by codes and backup codes.',
    sources: ['protocol: attempts', asvs('6.3.1')],
    optional: true,
  },
  {
    number: 'P-46',
    group: 'attempts',
    text: 'One budget is drawn on from all addresses and through all instances. A header that names another address changes nothing.',
    sources: ['protocol: attempts', asvs('6.3.1')],
  },
  {
    number: 'P-47',
    group: 'attempts',
    text: 'While a wait lasts, right and wrong codes and backup codes get the same 429.',
    sources: ['protocol: attempts', rfc4226('7.3')],
  },
  {
    number: 'P-48',
    group: 'attempts',
    text: 'While a wait lasts, the first factor still works and a challenge is due.',
    sources: ['protocol: attempts', asvs('6.1.1')],
  },
  {
    number: 'P-49',
    group: 'attempts',
    text: 'A challenge outlives a wait: after it, a right code answers the same challenge.',
    sources: ['protocol: attempts'],
  },
  {
    number: 'P-50',
    group: 'attempts',
    text: 'A right answer to a challenge or a proof, and a confirmed set-up, set the count of failures in a row back.',
    sources: ['protocol: attempts', nist('3.2.2')],
  },
  {
    number: 'P-51',
    group: 'attempts',
    text: 'The first factor never sets the count back.',
    sources: ['protocol: attempts', nist('3.2.2')],
  },
  {
    number: 'P-52',
    group: 'attempts',
    text: 'After 100 failures in a row codes are 403 `authenticator_blocked` with `methods: ["backup_code"]`. A backup code still signs in.',
    sources: ['protocol: attempts', nist('3.2.2')],
  },
  {
    number: 'P-53',
    group: 'attempts',
    text: 'A replacement of the authenticator lifts the block.',
    sources: ['protocol: attempts', nist('3.2.2')],
  },
  {
    number: 'P-54',
    group: 'attempts',
    text: 'A second count over 30 days is never set back: at 100 failures it slows the account, also where right answers lie between them.',
    sources: ['protocol: attempts', rfc4226('7.3')],
  },
  {
    number: 'P-55',
    group: 'attempts',
    text: 'The failures of one account never slow another one.',
    sources: ['protocol: attempts', asvs('6.1.1')],
  },
  {
    number: 'P-56',
    group: 'attempts',
    text: 'The counts and the spent codes outlive a restart, and all instances share them.',
    sources: ['protocol: attempts', rfc6238('5.2')],
    optional: true,
  },

  // What counts as an attempt
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

  // Expiry
  {
    number: 'P-65',
    group: 'expiry',
    text: 'A challenge ends 10 minutes after the first factor at the latest, a wait included. Then it is 401 `challenge_expired`, also for a right code, and `expiresAt` has said so.',
    sources: ['protocol: attempts', asvs('6.6.2')],
  },
  {
    number: 'P-66',
    group: 'expiry',
    text: 'A pending set-up ends at its `expiresAt`, at most 10 minutes after it began. Then confirm set-up is 410 `setup_expired`.',
    sources: ['protocol: error codes', nist('4.1.2')],
  },
  {
    number: 'P-67',
    group: 'expiry',
    text: 'Pending backup codes end at their `expiresAt`, at most 10 minutes after they began. Then keeping them is 410 `setup_expired`.',
    sources: ['protocol: error codes'],
    optional: true,
  },
  {
    number: 'P-68',
    group: 'expiry',
    text: 'A proof lasts 5 minutes, and `validUntil` says until when.',
    sources: ['protocol: operations', asvs('7.5.1'), nist('5.2')],
  },
  {
    number: 'P-69',
    group: 'expiry',
    text: 'The proof of a sign-in lasts 5 minutes: the first factor while 2FA is off, the second while it is on.',
    sources: ['protocol: operations', asvs('7.5.1')],
  },
  {
    number: 'P-70',
    group: 'expiry',
    text: 'Reading a challenge or answering it wrong does not prolong it.',
    sources: ['protocol: attempts'],
  },

  // Pending set-ups and codes
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

  // What follows a change
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

  // Doors
  {
    number: 'P-86',
    group: 'doors',
    text: 'Without a session every operation is 401: `/challenge` says `challenge_expired`, every other one `not_signed_in`.',
    sources: ['protocol: attempts', asvs('7.2.1')],
  },
  {
    number: 'P-87',
    group: 'doors',
    text: 'A half signed-in session counts as none for everything but the challenge: 401 `not_signed_in`.',
    sources: ['protocol: error codes', asvs('6.3.4'), pci('8.5.1')],
  },
  {
    number: 'P-88',
    group: 'doors',
    text: 'A full session has no challenge: 401 `challenge_expired`.',
    sources: ['protocol: error codes'],
  },
  {
    number: 'P-89',
    group: 'doors',
    text: 'Begin set-up, begin new backup codes and disable need a recent proof. Without one they are 403 `reauthentication_required`, with the methods that would do.',
    sources: ['protocol: operations', asvs('7.5.1'), nist('4.1.2')],
  },
  {
    number: 'P-90',
    group: 'doors',
    text: 'While 2FA is on a password is no proof: 403 `reauthentication_required` with `["totp", "backup_code"]`.',
    sources: ['protocol: attempts', asvs('7.5.1'), nist('4.1.2')],
  },
  {
    number: 'P-91',
    group: 'doors',
    text: 'While 2FA is off a right password is a proof, a wrong one is 422 `code_invalid`, and a code or a backup code is none.',
    sources: ['protocol: attempts', asvs('7.5.1')],
    optional: true,
  },
  {
    number: 'P-92',
    group: 'doors',
    text: 'A state-changing call from another origin is 403 `origin_refused`, whatever other header it carries.',
    sources: ['protocol: error codes', asvs('3.5.1'), asvs('3.5.3')],
  },
  {
    number: 'P-93',
    group: 'doors',
    text: 'Origins are compared whole: one that only begins or ends like the page’s is another one.',
    sources: ['protocol: error codes', asvs('3.5.1'), asvs('3.4.2')],
  },
  {
    number: 'P-94',
    group: 'doors',
    text: 'Where the header `X-Two-Factor-Account` is not the account of the session, a change is 401 `not_signed_in` and nothing happens. Without the header nothing is compared.',
    sources: ['protocol: messages'],
    optional: true,
  },
  {
    number: 'P-95',
    group: 'doors',
    text: '`account` is the same in all sessions of one account, and differs between accounts.',
    sources: ['protocol: messages'],
    optional: true,
  },
  {
    number: 'P-96',
    group: 'doors',
    text: 'No body names an account: a field or a header with another account changes nothing.',
    sources: ['protocol: basics', asvs('8.2.2')],
  },
  {
    number: 'P-97',
    group: 'doors',
    text: 'A code works for its own account alone.',
    sources: ['protocol: error codes'],
  },
  {
    number: 'P-98',
    group: 'doors',
    text: 'No answer lets a page of another origin read it.',
    sources: ['protocol: error codes', asvs('3.4.2')],
  },

  // Hostile input
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

  // Races
  {
    number: 'P-107',
    group: 'races',
    text: 'Of many requests at once with one code, one is accepted: in one session, in many, and in different operations.',
    sources: ['protocol: attempts', rfc6238('5.2'), asvs('2.3.4'), pci('8.5.1')],
  },
  {
    number: 'P-108',
    group: 'races',
    text: 'Of many requests at once with one backup code, one is accepted.',
    sources: ['protocol: error codes', asvs('2.3.4'), pci('8.5.1')],
    optional: true,
  },
  {
    number: 'P-109',
    group: 'races',
    text: 'A burst of wrong codes gets no more attempts than the budget has.',
    sources: ['protocol: attempts', asvs('6.3.1'), asvs('2.3.4'), rfc4226('7.3')],
  },
  {
    number: 'P-110',
    group: 'races',
    text: 'Of two confirms at once one wins.',
    sources: ['protocol: attempts', asvs('2.3.4')],
  },

  // What no answer holds
  {
    number: 'P-111',
    group: 'leakage',
    text: 'Setup is the only message that ever holds the secret.',
    sources: ['protocol: messages', asvs('14.2.6'), nist('3.1.4.2')],
  },
  {
    number: 'P-112',
    group: 'leakage',
    text: 'Setup and new backup codes are the only messages that ever hold backup codes.',
    sources: ['protocol: messages', asvs('14.2.6')],
    optional: true,
  },
  {
    number: 'P-113',
    group: 'leakage',
    text: 'An error never repeats what was sent.',
    sources: ['protocol: basics', rfc9457('5'), asvs('16.5.1')],
  },
  {
    number: 'P-114',
    group: 'leakage',
    text: 'An error says no more than the table: it has no member beside those of its code.',
    sources: ['protocol: basics', rfc9457('5'), asvs('16.5.1')],
  },
  {
    number: 'P-115',
    group: 'leakage',
    text: 'Nothing that is stored holds the secret or a backup code in the clear.',
    sources: [asvs('6.5.2'), nist('3.1.2.2')],
    optional: true,
  },

  // Optional operations
  {
    number: 'P-116',
    group: 'optional',
    text: 'A back end that lacks an optional operation answers 404 `not_found`.',
    sources: ['protocol: operations'],
    optional: true,
  },
  {
    number: 'P-117',
    group: 'optional',
    text: 'The owner gives an authenticator a name, and the status shows it.',
    sources: ['protocol: operations'],
    optional: true,
  },
  {
    number: 'P-118',
    group: 'optional',
    text: '`{ "mode": "add" }` begins one more authenticator beside those that are there, with `"backupCodes": []`. The codes of each work.',
    sources: ['protocol: operations', nist('4.1.2')],
    optional: true,
  },
  {
    number: 'P-119',
    group: 'optional',
    text: 'Five authenticators at most: a sixth is 409 `too_many_authenticators`.',
    sources: ['protocol: operations'],
    optional: true,
  },
  {
    number: 'P-120',
    group: 'optional',
    text: 'Removing an authenticator needs a recent proof. Its codes work no more, and the only one is 409 `last_authenticator`.',
    sources: ['protocol: operations', asvs('6.5.6')],
    optional: true,
  },
  {
    number: 'P-121',
    group: 'optional',
    text: 'The list of devices names every session of the account, the caller’s own as `current`, and no other account’s.',
    sources: ['protocol: messages', asvs('7.5.2')],
    optional: true,
  },
  {
    number: 'P-122',
    group: 'optional',
    text: 'Signing out a session of the list ends it, and signing out everywhere else ends every other one.',
    sources: ['protocol: operations', asvs('7.5.2')],
    optional: true,
  },
  {
    number: 'P-123',
    group: 'optional',
    text: 'Each authenticator remembers its own last spent step, and one wrong code is one failure however many there are.',
    sources: ['protocol: attempts'],
    optional: true,
  },
  {
    number: 'P-124',
    group: 'optional',
    text: 'An id that the account does not have, and one of another account, is 404 `not_found`.',
    sources: ['protocol: operations'],
    optional: true,
  },
  {
    number: 'P-125',
    group: 'optional',
    text: '`trustDevice` trusts a device where the challenge has `trustDays`, and changes nothing elsewhere. Trust ends when the owner forgets the device, and when the authenticator is replaced.',
    sources: ['protocol: messages', nist('4.1.2')],
    optional: true,
  },
  {
    number: 'P-126',
    group: 'optional',
    text: 'Where 2FA is required the status says so in `required`, and turning it off is 403 `required_by_policy`.',
    sources: ['protocol: messages', 'protocol: error codes'],
    optional: true,
  },
  {
    number: 'P-127',
    group: 'optional',
    text: 'Where 2FA is required and off, the first factor gives a session of ten minutes that may set it up, and nothing else. Its sign-in is its proof, and a confirmed set-up makes it full under a new id.',
    sources: ['protocol: enrolment at sign-in', nist('4.1.2')],
    optional: true,
  },
  {
    number: 'P-128',
    group: 'optional',
    text: 'Adding an authenticator needs a recent proof: the second factor, not the password.',
    sources: ['protocol: operations', nist('4.1.2')],
    optional: true,
  },
];
