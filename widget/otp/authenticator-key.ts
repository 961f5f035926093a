import { parseKeyUri } from '../protocol/key-uri.js';
import { lengthOfCode } from './code.js';

/** What an authenticator app stores for an account. */
export interface AuthenticatorKey {
  /** Base32 (RFC 4648) without padding, upper case. */
  secret: string;
  issuer: string;
  account: string;
  /** How many digits its codes have. */
  digits: number;
}

/**
 * Reads a Key URI (`otpauth://totp/Issuer:account?secret=…&issuer=…`). The issuer parameter wins over the label's prefix.
 *
 * @throws {TypeError} when the text is no Key URI; the message never repeats the text
 */
export function readKeyUri(keyUri: string): AuthenticatorKey {
  const parts = parseKeyUri(keyUri);
  if (!parts) throw new TypeError('not a Key URI');
  const { secret, parameters } = parts;
  const label = decode(parts.label);
  const colon = label.indexOf(':');
  const issuer = parameters.get('issuer') ?? label.slice(0, Math.max(0, colon));
  // The label of an account without a name is the issuer alone.
  const account = label === issuer ? '' : label.slice(colon + 1).trim();
  return { secret, issuer, account, digits: lengthOfCode(Number(parameters.get('digits'))) };
}

function decode(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}

/** The secret in groups of four, as people type it. A copy of the groups has no spaces. */
export function groupsOfFour(secret: string): string[] {
  return secret.match(/.{1,4}/g) ?? [];
}
