import { lengthOfCode } from './code.js';

/** What an authenticator app learns from a set-up. */
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
 * @throws {TypeError} when it is none, or has no secret; the text never repeats the URI
 */
export function readKeyUri(keyUri: string): AuthenticatorKey {
  const match = /^otpauth:\/\/totp\/([^?#]*)\?([^#]*)$/.exec(keyUri);
  const parameters = new URLSearchParams(match?.[2]);
  const secret = (parameters.get('secret') ?? '').toUpperCase().replace(/=+$/, '');
  if (!match || !/^[A-Z2-7]+$/.test(secret)) throw new TypeError('not a Key URI');
  const label = decode(match[1]!);
  const colon = label.indexOf(':');
  const issuer = parameters.get('issuer') ?? label.slice(0, Math.max(0, colon));
  // An account without a name of its own has the issuer for its label.
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

/** The key as people type it: groups of four, to be copied without the spaces. */
export function groupsOfFour(secret: string): string[] {
  return secret.match(/.{1,4}/g) ?? [];
}
