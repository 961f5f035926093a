import { maxKeyUriLength } from './limits.js';

/** The parts of a Key URI, as they are written there: still percent-encoded, but for the secret. */
export interface KeyUri {
  label: string;
  /** Base32 (RFC 4648) without padding, upper case. */
  secret: string;
  parameters: URLSearchParams;
}

/**
 * The one grammar of a Key URI: `otpauth://totp/label?parameters`, at most `maxKeyUriLength` characters, no white space, no
 * fragment, and exactly one Base32 secret among the parameters, with or without padding.
 *
 * @returns null when the value is no Key URI
 */
export function parseKeyUri(value: unknown): KeyUri | null {
  if (typeof value !== 'string' || value.length > maxKeyUriLength) return null;
  const [, label, query] = /^otpauth:\/\/totp\/([^?#\s]*)\?([^#\s]+)$/.exec(value) ?? [];
  if (label === undefined) return null;
  const parameters = new URLSearchParams(query);
  const secrets = parameters.getAll('secret').map((secret) => secret.toUpperCase().replace(/=+$/, ''));
  const [secret] = secrets;
  return secrets.length === 1 && /^[A-Z2-7]+$/.test(secret!) ? { label, secret: secret!, parameters } : null;
}

export function isKeyUri(value: unknown): value is string {
  return parseKeyUri(value) !== null;
}
