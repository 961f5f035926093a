import { maxWrittenKeyUriLength } from '../../../widget/protocol/limits.js';
import { toSecret } from './otpauth-secret.js';
import { periodSeconds } from './time-step.js';
import { digits, generateSecret } from './totp.js';
import { isVisible } from './visible-text.js';

export interface KeyUriParts {
  /** The product's name, from the configuration. It is refused when it does not fit. */
  issuer: string;
  /** The account's name, from the host's data. It is shortened and cleaned until it fits. */
  account: string;
  secret: Uint8Array;
}

/** An issuer has to leave room for a name of this many characters in its own script. */
const roomForName = 16;

/**
 * The Key URI that authenticator apps read from the QR code (Google Authenticator wiki, “Key Uri Format”).
 *
 * The label is `issuer:account`. If both do not fit, the label is the account alone, since the issuer is also a parameter. A name
 * that is still too long is cut between characters. Without a usable name the label is the issuer.
 *
 * @throws {TypeError} when the issuer is empty, contains a colon or a control character, or leaves no room for a name
 */
export function keyUri({ issuer, account, secret }: KeyUriParts): string {
  const encodedIssuer = encodeIssuer(issuer);
  const name = readableName(account);
  const uriWith = (label: string): string =>
    `otpauth://totp/${label}?secret=${toSecret(secret).base32}&issuer=${encodedIssuer}` +
    `&algorithm=SHA1&digits=${digits}&period=${periodSeconds}`;
  if (name === '') return uriWith(encodedIssuer);

  const whole = uriWith(`${encodedIssuer}:${encodeURIComponent(name)}`);
  if (whole.length <= maxWrittenKeyUriLength) return whole;
  // One character alone may be too long: a letter takes any number of accents.
  return uriWith(encodeWhatFits(name, maxWrittenKeyUriLength - uriWith('').length) || encodedIssuer);
}

/** @throws {TypeError} when no Key URI can hold the issuer beside a name */
export function requireIssuer(issuer: string): void {
  const encoded = encodeIssuer(issuer);
  const longest = Math.max(...charactersOf(issuer).map((character) => encodeURIComponent(character).length));
  const room =
    maxWrittenKeyUriLength - keyUri({ issuer, account: '', secret: generateSecret() }).length + encoded.length;
  if (room < roomForName * longest) {
    throw new TypeError(`the issuer is too long: it leaves no room for an account's name in a QR code`);
  }
}

/** Percent-encoded with `%20` for a space, since some apps show the `+` of form encoding as it is. */
function encodeIssuer(name: unknown): string {
  if (typeof name !== 'string' || !isVisible(name)) throw new TypeError('the issuer is empty');
  // Apps split the label at its first colon, even when the colon is percent-encoded.
  if (name.includes(':')) throw new TypeError('the issuer contains a colon');
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_C}]/u.test(name))
    throw new TypeError('the issuer contains a control character or half a character');
  return encodeURIComponent(name);
}

/**
 * A name that an app can show. A colon becomes a hyphen, since apps split the label at a colon. Control characters, line and
 * paragraph separators and halves of surrogate pairs become spaces. Marks that turn the direction of text are removed, since they
 * would also turn what the app shows beside the name. Empty for a name without visible characters.
 */
function readableName(name: unknown): string {
  if (typeof name !== 'string' || !isVisible(name)) return '';
  return name
    .replace(/\p{Bidi_C}/gu, '')
    .replace(/:/g, '-')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function encodeWhatFits(name: string, room: number): string {
  let encoded = '';
  for (const character of charactersOf(name)) {
    const next = encoded + encodeURIComponent(character);
    if (next.length > room) break;
    encoded = next;
  }
  return encoded;
}

/** Grapheme clusters (UAX #29): a letter with its accents, or a composed emoji, is one character. */
function charactersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);
}
