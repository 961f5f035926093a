import { maxAuthenticatorNameLength } from '../../../widget/protocol/limits.js';

/**
 * The name of an authenticator as it is stored: without white space at its ends, and without marks that turn the direction of text, since
 * they would also turn what a page shows beside the name. Null for a text that can be no name: nothing visible, too long, or a
 * character that some database cannot hold.
 */
export function toAuthenticatorName(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > maxAuthenticatorNameLength) return null;
  const name = value
    .replace(/\p{Bidi_C}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) return null;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) ? name : null;
}

export function isAuthenticatorName(value: unknown): boolean {
  return toAuthenticatorName(value) !== null;
}

/** The name as it is stored. @throws {TypeError} that names the use case */
export function requireName(value: unknown, useCase: string): string {
  const name = toAuthenticatorName(value);
  if (name !== null) return name;
  throw new TypeError(
    `twoFactor.${useCase}: the name has to be a visible text of at most ${maxAuthenticatorNameLength} characters`,
  );
}
