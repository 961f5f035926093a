import { parseKeyUri } from '../../../widget/protocol/key-uri.js';
import { requireAuthenticators, requireSet, type ImportedAuthenticator } from '../two-factor/import-factor.js';
import { ImportError, readSecret, type SecretEncoding } from './read-secret.js';

/** An enrolled account of another system. */
export interface ImportRow {
  /** The account's id or address in the other system. */
  account: string;
  secret: Uint8Array;
  /** When 2FA was turned on there; null when the row does not say. */
  enabledAt: Date | null;
  /** All authenticators, including the first; only in an export of this product. */
  authenticators: ImportedAuthenticator[] | null;
  /** The hashed set and the bits of its spent codes; only in an export of this product, since other systems hash in other ways. */
  backupCodes: { packed: Uint8Array; spent: number } | null;
}

type Row = Record<string, unknown>;

/**
 * Reads one row of an export. It accepts only what this product can check: TOTP with SHA-1, six digits and 30 seconds.
 *
 * | export of         | recognised by                 | secret                                                      |
 * | ----------------- | ----------------------------- | ----------------------------------------------------------- |
 * | any system        | `secret` and `encoding`       | `base32`, `hex`, `base64` or `raw`                          |
 * | any system        | `uri`, or `otpauth_url`       | a Key URI                                                   |
 * | speakeasy         | `base32`, `hex` or `ascii`    | the first of these                                          |
 * | devise-two-factor | `otp_secret`                  | Base32, decrypted                                           |
 * | django-otp        | `fields.key`, or `key`        | hex                                                         |
 * | Keycloak          | `secretData`                  | raw, or Base32 when `credentialData.secretEncoding` says so |
 *
 * otplib stores Base32 (`encoding: base32`), and better-auth a raw text (`encoding: raw`), once decrypted.
 *
 * @throws {ImportError} with the reason why this row is refused
 */
export function readImportRow(value: unknown): ImportRow {
  if (!isRow(value)) throw new ImportError('the row is no object');
  const { fields } = value;
  const row = isRow(fields) ? { ...value, ...fields } : value;
  const credential = nestedRow(row, 'credentialData');
  refuseOtherParameters({ ...row, ...credential });
  const secret = readAnySecret(row, credential);
  const backupCodes = readBackupCodes(row['backupCodes']);
  return {
    account: readAccount(row),
    secret,
    enabledAt: readDate(row['enabledAt'] ?? row['enabled_at'] ?? row['createdDate']),
    authenticators: readAuthenticators(row['authenticators'], secret, backupCodes !== null),
    backupCodes,
  };
}

function readBackupCodes(value: unknown): ImportRow['backupCodes'] {
  if (!isRow(value) || !('packed' in value)) return null;
  const { packed, spent } = value;
  if (typeof packed !== 'string' || typeof spent !== 'number') throw new ImportError('its backup codes cannot be read');
  try {
    return requireSet({ packed: Uint8Array.from(Buffer.from(packed, 'base64')), spent });
  } catch {
    throw new ImportError('its backup codes cannot be read');
  }
}

/** @param isOwn whether this product exported the row: other systems may use the field `authenticators` for something else */
function readAuthenticators(value: unknown, secret: Uint8Array, isOwn: boolean): ImportRow['authenticators'] {
  if (!isOwn || value === undefined || value === null) return null;
  if (!Array.isArray(value) || !value.every(isRow)) throw new ImportError(unreadableAuthenticators);
  const found = value.map(({ name, addedAt, secret: text }) => ({
    name: name as string,
    addedAt: readDate(addedAt),
    secret: readSecret(text, 'base32'),
  }));
  try {
    return requireAuthenticators(found, secret);
  } catch {
    throw new ImportError(unreadableAuthenticators);
  }
}

const unreadableAuthenticators = 'its authenticators cannot be read';

const accountNames = ['account', 'accountId', 'account_id', 'userId', 'user_id', 'user', 'email', 'username'];

function readAccount(row: Row): string {
  const account = accountNames.map((name) => row[name]).find((value) => value !== undefined && value !== null);
  if (typeof account === 'number' && Number.isSafeInteger(account)) return String(account);
  if (typeof account === 'string' && /[\0\p{Cs}\ufffd]/u.test(account))
    throw new ImportError('the account is no valid text');
  // Do not trim: with a space at its end it is the id of another account.
  if (typeof account === 'string' && account.trim() !== '') return account;
  throw new ImportError('there is no account');
}

function readAnySecret(row: Row, credential: Row): Uint8Array {
  const found = secretsOf(row, credential);
  const [first] = found;
  if (first === undefined) throw new ImportError('there is no secret');
  const secret = readSecret(...first);
  // Of two different secrets, nothing tells which one the phone has.
  for (const other of found.slice(1)) {
    if (Buffer.compare(readSecret(...other), secret) !== 0) throw new ImportError('the row has two secrets');
  }
  return secret;
}

function secretsOf(row: Row, credential: Row): [text: unknown, encoding: SecretEncoding][] {
  const found: [unknown, SecretEncoding][] = [];
  const take = (text: unknown, encoding: SecretEncoding): void => {
    if (text !== undefined && text !== null && text !== '') found.push([text, encoding]);
  };
  take(row['base32'], 'base32');
  take(row['hex'], 'hex');
  take(row['ascii'], 'raw');
  take(row['otp_secret'], 'base32');
  take(row['key'], 'hex');
  const keycloakSecret = nestedRow(row, 'secretData')['value'];
  if (keycloakSecret !== undefined) take(keycloakSecret, readKeycloakEncoding(row, credential));
  take(secretOfUri(row['uri'] ?? row['otpauth_url']), 'base32');
  if (row['secret'] !== undefined) take(row['secret'], readEncoding(row['encoding']));
  return found;
}

function readEncoding(value: unknown): SecretEncoding {
  if (value === 'base32' || value === 'hex' || value === 'base64' || value === 'raw') return value;
  throw new ImportError('secret needs encoding: base32, hex, base64 or raw');
}

function readKeycloakEncoding({ credentialData }: Row, { secretEncoding }: Row): SecretEncoding {
  if (credentialData === undefined || credentialData === null || credentialData === '') {
    throw new ImportError('secretData needs credentialData');
  }
  if (secretEncoding === undefined || secretEncoding === null) return 'raw';
  if (typeof secretEncoding === 'string' && secretEncoding.toUpperCase() === 'BASE32') return 'base32';
  throw new ImportError('its secretEncoding is not known');
}

function secretOfUri(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const uri = parseKeyUri(value);
  if (uri === null) throw new ImportError('the Key URI is not one of TOTP');
  refuseOtherParameters(Object.fromEntries(uri.parameters));
  return uri.secret;
}

/** Other parameters give other codes, so an account that is imported with them could never sign in. */
function refuseOtherParameters(row: Row): void {
  const refuse = (name: string, reason: string, isUsual: (value: string) => boolean): void => {
    const value = row[name];
    if (value !== undefined && value !== null && value !== '' && !isUsual(textOf(value))) throw new ImportError(reason);
  };
  refuse('digits', 'its codes do not have six digits', (value) => value === '6');
  for (const name of ['period', 'step', 'interval'])
    refuse(name, 'its period is not 30 seconds', (value) => value === '30');
  refuse('t0', 'its time does not begin in 1970', (value) => value === '0');
  refuse('drift', 'the clock of its phone is wrong by more than 30 seconds', (value) => /^-?[01]$/.test(value));
  refuse('algorithm', 'its algorithm is not SHA-1', (value) => /^(hmac[-_]?)?sha-?1$/i.test(value));
  for (const name of ['type', 'subType']) refuse(name, 'it is no TOTP', (value) => /^(otp|totp)$/i.test(value));
  // Old rows of better-auth have no value in this column, and are confirmed.
  refuse('verified', notConfirmed, isTrue);
  // In these columns no value means no: the secret was shown, but perhaps never scanned.
  for (const name of ['confirmed', 'otp_required_for_login', 'twoFactorEnabled', 'two_factor_enabled']) {
    if (row[name] !== undefined && !isTrue(textOf(row[name]))) throw new ImportError(notConfirmed);
  }
}

const notConfirmed = 'it was never confirmed, or is turned off';

/** Reads the true of JSON, and of the CSV that MySQL, SQLite and PostgreSQL write. */
function isTrue(text: string): boolean {
  return /^(true|t|1)$/i.test(text);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Keycloak stores these fields as JSON texts. */
function nestedRow(row: Row, name: string): Row {
  const value = row[name];
  if (value === undefined || value === null || value === '') return {};
  if (isRow(value)) return value;
  try {
    const parsed: unknown = JSON.parse(textOf(value));
    if (isRow(parsed)) return parsed;
  } catch {
    // Refused below, like any other text.
  }
  throw new ImportError(`${name} is no JSON object`);
}

function readDate(value: unknown): Date | null {
  if (value === undefined || value === null || value === '') return null;
  const date = typeof value === 'string' || typeof value === 'number' ? new Date(value) : null;
  if (date === null || !(date.getTime() >= 0)) throw new ImportError('the date is not valid');
  return date;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
