import { statusOf } from './expect.js';

/** What is wrong with a message, in plain words. Empty when it is right. Members that are not known are allowed. */
export type Shape = (message: Readonly<Record<string, unknown>>) => string[];

type Member = (value: unknown) => boolean;

const isText: Member = (value) => typeof value === 'string';
const isCount: Member = (value) => Number.isInteger(value) && (value as number) >= 0;
const isPositive: Member = (value) => isCount(value) && value !== 0;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** ISO 8601 in UTC, as the readers of the elements accept it. */
export const isTime = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));
const isOpaque: Member = (value) => typeof value === 'string' && /^[!-~]{1,128}$/.test(value);
const isOneOf =
  (...values: readonly unknown[]): Member =>
  (value) =>
    values.includes(value);
const isListOf =
  (each: Member, least = 0): Member =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.every(each);
const orNull =
  (member: Member): Member =>
  (value) =>
    value === null || member(value);

const isBackupCodeCount: Member = (value) =>
  isObject(value) &&
  isCount(value['remaining']) &&
  isCount(value['total']) &&
  (value['remaining'] as number) <= (value['total'] as number);
const isBackupCode: Member = (value) => typeof value === 'string' && value.length >= 1 && value.length <= 64;
const isMethod = isOneOf('totp', 'backup_code');
const isProofMethod = isOneOf('totp', 'backup_code', 'password');
const isAuthenticator: Member = (value) =>
  isObject(value) &&
  isText(value['id']) &&
  isText(value['name']) &&
  isTime(value['addedAt']) &&
  orNull(isTime)(value['lastUsedAt']);
const isDevice: Member = (value) =>
  isObject(value) &&
  isText(value['id']) &&
  isOneOf('session', 'trusted_device')(value['kind']) &&
  isText(value['name']) &&
  orNull(isText)(value['address']) &&
  typeof value['current'] === 'boolean' &&
  ['addedAt', 'lastUsedAt', 'expiresAt'].every((name) => isTime(value[name]));

const isRequirement: Member = (value) =>
  isObject(value) && isTime(value['since']) && orNull(isTime)(value['graceEndsAt']);

/** A shape of required and optional members. */
function shape(required: Record<string, Member>, optional: Record<string, Member> = {}): Shape {
  return (message) => [
    ...Object.entries(required)
      .filter(([name, member]) => !member(message[name]))
      .map(([name]) => (name in message ? `${name} is not of its type` : `${name} is missing`)),
    ...Object.entries(optional)
      .filter(([name, member]) => message[name] !== undefined && !member(message[name]))
      .map(([name]) => `${name} is not of its type`),
  ];
}

export const statusShape: Shape = (message) =>
  shape(
    { enabled: (value) => typeof value === 'boolean' },
    {
      account: isOpaque,
      proofAge: isCount,
      required: isRequirement,
      ...(message['enabled'] === true && {
        enabledAt: isTime,
        backupCodes: isBackupCodeCount,
        authenticators: isListOf(isAuthenticator, 1),
      }),
    },
  )(message);

export const setupShape = shape(
  { keyUri: isText, backupCodes: isListOf(isBackupCode), expiresAt: isTime },
  { id: isOpaque },
);
export const challengeShape = shape(
  { methods: isListOf(isMethod, 1), expiresAt: isTime },
  { codesUnblock: (value) => typeof value === 'boolean', trustDays: isPositive },
);
export const verifiedShape = shape({ verified: isOneOf(true), method: isMethod }, { backupCodes: isBackupCodeCount });
export const proofShape = shape({ validUntil: isTime });
export const newBackupCodesShape = shape(
  { backupCodes: isListOf(isBackupCode, 1), expiresAt: isTime },
  { id: isOpaque },
);
export const devicesShape = shape({ devices: isListOf(isDevice) }, { account: isOpaque });

/** The members that the problem of a code carries beside the four of every problem. */
export const membersOf: Readonly<Record<string, Record<string, Member>>> = {
  reauthentication_required: { methods: isListOf(isProofMethod, 1) },
  authenticator_blocked: { methods: isListOf(isProofMethod, 1) },
  code_invalid: { attemptsRemaining: isCount },
  clock_out_of_sync: { skewSeconds: (value) => Number.isInteger(value) },
  too_many_attempts: { retryAfter: isCount },
  unavailable: { retryAfter: isCount },
};

export const problemShape = shape({
  type: isText,
  title: isText,
  status: isCount,
  code: (value) => typeof value === 'string' && Object.hasOwn(statusOf, value),
});
