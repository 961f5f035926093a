import { isErrorCode, type CodedError } from './error-codes.js';
import { isKeyUri } from './key-uri.js';
import type {
  BackupCodeCount,
  Challenge,
  NewBackupCodes,
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
}

const longestBackupCode = 64;
const mostBackupCodes = 50;
const longestDelay = 31 * 24 * 60 * 60;

export function readStatus(value: unknown): Status {
  const message = readObject(value);
  const account = readOpaque(message, 'account');
  if (message['enabled'] === false) return { enabled: false, ...account };
  if (message['enabled'] !== true) throw new MessageError('enabled is not a boolean');
  return {
    enabled: true,
    enabledAt: readTime(message['enabledAt']),
    backupCodes: readBackupCodeCount(message['backupCodes']),
    ...account,
  };
}

export function readSetup(value: unknown): Setup {
  const message = readObject(value);
  const keyUri = message['keyUri'];
  if (!isKeyUri(keyUri)) throw new MessageError('keyUri is not a Key URI with a secret');
  return { keyUri, ...readNewBackupCodes(message) };
}

export function readChallenge(value: unknown): Challenge {
  const message = readObject(value);
  const methods = readMethods(message['methods']).filter(isSecondFactorMethod);
  if (methods.length === 0) throw new MessageError('methods names none that is known');
  return { methods, expiresAt: readTime(message['expiresAt']) };
}

export function readVerified(value: unknown): Verified {
  const message = readObject(value);
  const method = message['method'];
  if (message['verified'] !== true) throw new MessageError('verified is not true');
  if (!isSecondFactorMethod(method)) throw new MessageError('method is not known');
  const verified: Verified = { verified: true, method, backupCodes: readBackupCodeCount(message['backupCodes']) };
  return message['result'] === undefined ? verified : { ...verified, result: message['result'] };
}

export function readProof(value: unknown): Proof {
  return { validUntil: readTime(readObject(value)['validUntil']) };
}

export function readNewBackupCodes(value: unknown): NewBackupCodes {
  const message = readObject(value);
  return {
    backupCodes: readBackupCodes(message['backupCodes']),
    expiresAt: readTime(message['expiresAt']),
    ...readOpaque(message, 'id'),
  };
}

/**
 * The code and details of an error answer, or of a client's rejection. Null for an error outside the contract, which callers
 * treat as an unreachable back end. A detail of a wrong type is left out.
 */
export function readProblem(value: unknown): CodedError | null {
  if (typeof value !== 'object' || value === null) return null;
  const { code, retryAfter, attemptsRemaining, methods, skewSeconds } = value as Record<string, unknown>;
  if (!isErrorCode(code)) return null;
  return {
    code,
    ...(isCount(retryAfter) && { retryAfter: Math.min(retryAfter, longestDelay) }),
    ...(isCount(attemptsRemaining) && { attemptsRemaining }),
    ...(Array.isArray(methods) && { methods: methods.filter(isProofMethod) }),
    ...(Number.isSafeInteger(skewSeconds) && { skewSeconds: skewSeconds as number }),
    // The type hides a detail that belongs to another code.
  } as CodedError;
}

function readObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MessageError('not an object');
  return value as Record<string, unknown>;
}

/** An optional text that requests repeat, also in a header: visible ASCII. */
function readOpaque<Name extends string>(message: Record<string, unknown>, name: Name): { [N in Name]?: string } {
  const value = message[name];
  if (value === undefined) return {};
  if (typeof value !== 'string' || !/^[!-~]{1,128}$/.test(value)) throw new MessageError(`${name} is no opaque text`);
  return { [name]: value } as { [N in Name]?: string };
}

function readTime(value: unknown): string {
  if (
    typeof value !== 'string' ||
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) ||
    isNaN(Date.parse(value))
  ) {
    throw new MessageError('not an ISO 8601 UTC time');
  }
  return value;
}

function readBackupCodeCount(value: unknown): BackupCodeCount {
  const { remaining, total } = readObject(value);
  if (!isCount(remaining) || !isCount(total) || remaining > total)
    throw new MessageError('not a count of backup codes');
  return { remaining, total };
}

function readBackupCodes(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostBackupCodes || !value.every(isBackupCode)) {
    throw new MessageError('not a list of backup codes');
  }
  return [...value];
}

function readMethods(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((method) => typeof method === 'string')) {
    throw new MessageError('methods is not a list of strings');
  }
  return value;
}

function isBackupCode(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longestBackupCode;
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
