import { TwoFactorError } from '../../core/errors.js';

export type JsonObject = Record<string, unknown>;

/** Far above the largest body of the contract. */
export const maxBytes = 4096;

/** Milliseconds: long enough for so few bytes on the slowest network. An app may have no limit of its own. */
export const bodyTimeoutMs = 30_000;

/** The headers that describe a body. */
export interface BodyHeaders {
  'content-type'?: string | undefined;
  'content-encoding'?: string | undefined;
}

/** @throws `unsupported_media_type` for anything but plain JSON in UTF-8 */
export function requireJsonType(headers: BodyHeaders): void {
  if (!isJson(headers)) throw new TwoFactorError('unsupported_media_type');
}

export function isJson({
  'content-type': contentType = '',
  'content-encoding': contentEncoding,
}: BodyHeaders): boolean {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const known = parameters.every((parameter) => parameter === '' || /^charset="?utf-?8"?$/.test(parameter));
  const encoding = contentEncoding?.trim().toLowerCase();
  return type === 'application/json' && known && (encoding === undefined || encoding === 'identity');
}

/** @throws `request_invalid` for bytes that are not a JSON object */
export function parseObject(bytes: Uint8Array): JsonObject {
  return requireObject(parseJson(bytes));
}

/** JSON is UTF-8 without a byte order mark (RFC 8259 §8.1). Invalid bytes are refused and not replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new TwoFactorError('request_invalid');
  }
}

/** An array, a `Date` or an instance of a class is not a JSON object. */
export function requireObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && isPlain(value)) return value as JsonObject;
  throw new TwoFactorError('request_invalid');
}

/** Works for objects of another realm: the prototype is null or the end of the chain. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
