import { isErrorCode, type CodedError } from './error-codes.js';
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
 * Readers of what a back end sent: each takes any value and returns a fresh, checked message, or throws
 * `MessageError`. A field that is not known is ignored, so that a back end may add some; a known field of a wrong type
 * is refused, so that nothing half-read reaches a screen. An error never repeats the value.
 */
export class MessageError extends TypeError {
  override readonly name = 'MessageError';
}

/** A Key URI longer than this fits no QR code that a phone would read off a screen. */
const longestKeyUri = 1024;
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
 * The code and details of an error answer, or of what a `client` rejected with. Null when it is none of the contract's,
 * which callers treat as an unreachable back end. A detail that makes no sense is left out rather than believed.
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
    // A detail of another code does no harm: the type hides it.
  } as CodedError;
}

/** A Key URI for a time-based code, with exactly one unpadded or padded Base32 secret. */
export function isKeyUri(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > longestKeyUri) return false;
  return (
    /^otpauth:\/\/totp\/[^?#\s]*\?[^#\s]+$/.test(value) && value.match(/[?&]secret=[A-Z2-7]+=*(?=&|$)/gi)?.length === 1
  );
}

function readObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MessageError('not an object');
  return value as Record<string, unknown>;
}

/** A text that is sent back as it came, in a header too: visible ASCII. Absent where a back end knows none. */
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
