import { isErrorCode, type CodedError } from './error-codes.js';
import { isKeyUri } from './key-uri.js';
import { maxAuthenticators, maxBackupCodeLength, maxBackupCodes, maxDevices, maxRetryAfter } from './limits.js';
import type {
  Authenticator,
  BackupCodeCount,
  Challenge,
  Device,
  Devices,
  NewBackupCodes,
  PolicyRequirement,
  Proof,
  ProofMethod,
  SecondFactorMethod,
  Setup,
  Status,
  Verified,
} from './messages.js';

/**
 * A message of a back end has a wrong shape. The error never repeats the message.
 *
 * Each reader of this file takes any value and returns a fresh, checked message, or throws this error. A reader ignores
 * unknown fields, so that a back end may add some. It refuses a known field of a wrong type.
 */
export class MessageError extends TypeError {
  override readonly name = 'MessageError';

  /** @param what the field, or the kind of value, that is wrong or missing */
  constructor(what: string) {
    super(`No message of the protocol: ${what}`);
  }
}

export function readStatus(value: unknown): Status {
  const message = readObject(value);
  const session = {
    ...readOptional(message, 'account', readOpaque),
    ...readOptional(message, 'proofAge', readCount),
    ...readOptional(message, 'required', readRequirement),
  };
  if (message['enabled'] === false) return { enabled: false, ...session };
  check(message['enabled'] === true, 'enabled');
  return {
    enabled: true,
    ...readOptional(message, 'enabledAt', readTime),
    ...readOptional(message, 'backupCodes', readBackupCodeCount),
    ...readOptional(message, 'authenticators', readAuthenticators),
    ...session,
  };
}

export function readSetup(value: unknown): Setup {
  const message = readObject(value);
  const keyUri = message['keyUri'];
  check(isKeyUri(keyUri), 'keyUri');
  return { keyUri, ...readPending(message, 0) };
}

export function readChallenge(value: unknown): Challenge {
  const message = readObject(value);
  const methods = readList(message['methods'], isText).filter(isSecondFactorMethod);
  check(methods.length > 0, 'methods');
  return {
    methods,
    expiresAt: readTime(message['expiresAt']),
    ...readOptional(message, 'trustDays', readDays),
    ...readOptional(message, 'codesUnblock', readFlag),
  };
}

export function readVerified(value: unknown): Verified {
  const message = readObject(value);
  const method = message['method'];
  check(message['verified'] === true, 'verified');
  check(isSecondFactorMethod(method), 'method');
  const verified: Verified = {
    verified: true,
    method,
    ...readOptional(message, 'backupCodes', readBackupCodeCount),
  };
  return message['result'] === undefined ? verified : { ...verified, result: message['result'] };
}

export function readProof(value: unknown): Proof {
  return { validUntil: readTime(readObject(value)['validUntil']) };
}

export function readNewBackupCodes(value: unknown): NewBackupCodes {
  return readPending(readObject(value), 1);
}

export function readDevices(value: unknown): Devices {
  const message = readObject(value);
  const { devices } = message;
  check(Array.isArray(devices) && devices.length <= maxDevices, 'devices');
  return { devices: devices.map(readDevice), ...readOptional(message, 'account', readOpaque) };
}

/**
 * The code and details of an error answer, or of a client's rejection. Null for an error outside the contract, which callers
 * treat as an unreachable back end. A detail of a wrong type is left out.
 */
export function readProblem(value: unknown): CodedError | null {
  if (!isObject(value)) return null;
  const { code, retryAfter, attemptsRemaining, methods, skewSeconds } = value;
  if (!isErrorCode(code)) return null;
  return {
    code,
    ...(isCount(retryAfter) && { retryAfter: Math.min(retryAfter, maxRetryAfter) }),
    ...(isCount(attemptsRemaining) && { attemptsRemaining }),
    ...(Array.isArray(methods) && { methods: methods.filter(isProofMethod) }),
    ...(Number.isSafeInteger(skewSeconds) && { skewSeconds: skewSeconds as number }),
    // The type hides a detail that belongs to another code.
  } as CodedError;
}

function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new MessageError(what);
}

function readObject(value: unknown): Record<string, unknown> {
  check(isObject(value), 'object');
  return value;
}

/** A field that a back end may leave out. */
function readOptional<Name extends string, T>(
  message: Record<string, unknown>,
  name: Name,
  read: (value: unknown) => T,
): { [N in Name]?: T } {
  const value = message[name];
  return value === undefined ? {} : ({ [name]: read(value) } as { [N in Name]?: T });
}

/** A text that requests repeat, also in a header: visible ASCII. */
function readOpaque(value: unknown): string {
  check(isText(value) && /^[!-~]{1,128}$/.test(value), 'text');
  return value;
}

/** A name that is shown. */
function readName(value: unknown): string {
  check(isText(value) && value !== '', 'name');
  return value;
}

function readFlag(value: unknown): boolean {
  check(typeof value === 'boolean', 'flag');
  return value;
}

/** The part that a set-up and a new set of backup codes have in common. */
function readPending(message: Record<string, unknown>, minCodes: number): NewBackupCodes {
  return {
    backupCodes: readList(message['backupCodes'], isBackupCode, minCodes, maxBackupCodes),
    expiresAt: readTime(message['expiresAt']),
    ...readOptional(message, 'id', readOpaque),
  };
}

function readTime(value: unknown): string {
  const isTime = isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !isNaN(Date.parse(value));
  check(isTime, 'time');
  return value;
}

function readCount(value: unknown, max = Infinity): number {
  check(isCount(value) && value <= max, 'count');
  return value;
}

function readDevice(value: unknown): Device {
  const { id, kind, name, address, current, addedAt, lastUsedAt, expiresAt } = readObject(value);
  check(kind === 'session' || kind === 'trusted_device', 'kind');
  check(isText(address) || address === null, 'address');
  return {
    id: readOpaque(id),
    kind,
    name: readName(name),
    address,
    current: readFlag(current),
    addedAt: readTime(addedAt),
    lastUsedAt: readTime(lastUsedAt),
    expiresAt: readTime(expiresAt),
  };
}

function readDays(value: unknown): number {
  check(isCount(value) && value > 0, 'days');
  return value;
}

function readRequirement(value: unknown): PolicyRequirement {
  const { since, graceEndsAt } = readObject(value);
  return { since: readTime(since), graceEndsAt: graceEndsAt === null ? null : readTime(graceEndsAt) };
}

function readBackupCodeCount(value: unknown): BackupCodeCount {
  const message = readObject(value);
  const total = readCount(message['total']);
  return { remaining: readCount(message['remaining'], total), total };
}

function readAuthenticators(value: unknown): Authenticator[] {
  return readList(value, isObject, 0, maxAuthenticators).map(({ id, name, addedAt, lastUsedAt }) => ({
    id: readOpaque(id),
    name: readName(name),
    addedAt: readTime(addedAt),
    lastUsedAt: lastUsedAt === null ? null : readTime(lastUsedAt),
  }));
}

/** A fresh list of `min` to `max` items of one kind. */
function readList<T>(value: unknown, isItem: (item: unknown) => item is T, min = 0, max = Infinity): T[] {
  check(Array.isArray(value) && value.length >= min && value.length <= max && value.every(isItem), 'list');
  return [...value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isBackupCode(value: unknown): value is string {
  return isText(value) && value.length > 0 && value.length <= maxBackupCodeLength;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSecondFactorMethod(value: unknown): value is SecondFactorMethod {
  return value === 'totp' || value === 'backup_code';
}

function isProofMethod(value: unknown): value is ProofMethod {
  return isSecondFactorMethod(value) || value === 'password';
}
