import { digits, generateSecret, periodSeconds, toSecret } from './totp.js';

export interface KeyUriParts {
  /** The product's name: configuration, refused when it does not fit. */
  issuer: string;
  /** The account's name: other people's data, brought into a form that fits. */
  account: string;
  secret: Uint8Array;
}

/** A QR code that a phone reads off a screen without effort. */
const longestKeyUri = 512;
/** An issuer has to leave room for a name of so many characters in its own script. */
const roomForName = 16;

/**
 * The Key URI that authenticator apps read from the QR code (Google Authenticator wiki, “Key Uri Format”).
 *
 * The label is `issuer:account`. Where both do not fit, the label is the account alone, since the issuer is a parameter of
 * its own; what is still too long is cut by whole characters. An account without a usable name has the issuer for its label.
 *
 * @throws {TypeError} when the issuer is empty, holds a colon or a character that no name has, or leaves no room
 */
export function keyUri({ issuer, account, secret }: KeyUriParts): string {
  const encodedIssuer = encodeIssuer(issuer);
  const name = readableName(account);
  const uriWith = (label: string): string =>
    `otpauth://totp/${label}?secret=${toSecret(secret).base32}&issuer=${encodedIssuer}` +
    `&algorithm=SHA1&digits=${digits}&period=${periodSeconds}`;
  if (name === '') return uriWith(encodedIssuer);

  const whole = uriWith(`${encodedIssuer}:${encodeURIComponent(name)}`);
  if (whole.length <= longestKeyUri) return whole;
  return uriWith(encodeWhatFits(name, longestKeyUri - uriWith('').length));
}

/** @throws {TypeError} when no Key URI can hold the issuer beside a name */
export function requireIssuer(issuer: string): void {
  const encoded = encodeIssuer(issuer);
  const longest = Math.max(...charactersOf(issuer).map((character) => encodeURIComponent(character).length));
  const room = longestKeyUri - keyUri({ issuer, account: '', secret: generateSecret() }).length + encoded.length;
  if (room < roomForName * longest) {
    throw new TypeError(`the issuer is too long: it leaves no room for an account's name in a QR code`);
  }
}

/** Percent-encoded with `%20` for a space, since some apps show the `+` of form encoding as it is. */
function encodeIssuer(name: unknown): string {
  if (typeof name !== 'string' || name.trim() === '') throw new TypeError('the issuer is empty');
  // Apps split the label at its first colon, written or percent-encoded.
  if (name.includes(':')) throw new TypeError('the issuer holds a colon');
  if (/[\p{Cc}\p{Cs}]/u.test(name)) throw new TypeError('the issuer holds a control character or half a character');
  return encodeURIComponent(name);
}

/**
 * A name as an app can show it: a hyphen for a colon, at which apps split the label; a space for controls, line and
 * paragraph separators and halves of characters. Nothing where nothing of it can be seen.
 */
function readableName(name: unknown): string {
  if (typeof name !== 'string' || !/[\p{L}\p{N}\p{P}\p{S}]/u.test(name)) return '';
  return name
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

/** What a person takes for one character, such as a letter with its marks or a family of emoji (UAX #29). */
function charactersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);
}
