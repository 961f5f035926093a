import { maxAuthenticatorNameLength } from '../../../widget/protocol/limits.js';
import { isVisible } from './visible-text.js';

/**
 * The stored form of an authenticator's name: without white space at its ends, and without marks that change the direction of text, since
 * they would also affect what a page shows next to the name. Null for a text that cannot be a name: it has nothing visible, is too long,
 * or has a character that some database cannot store.
 */
export function toAuthenticatorName(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > maxAuthenticatorNameLength) return null;
  const name = value
    .replace(/\p{Bidi_C}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) return null;
  return isVisible(name) ? name : null;
}

export function isAuthenticatorName(value: unknown): boolean {
  return toAuthenticatorName(value) !== null;
}

/** The stored form of a name. @throws {TypeError} that names the use case */
export function requireName(value: unknown, useCase: string): string {
  const name = toAuthenticatorName(value);
  if (name !== null) return name;
  throw new TypeError(
    `twoFactor.${useCase}: the name has to be a visible text of at most ${maxAuthenticatorNameLength} characters`,
  );
}
