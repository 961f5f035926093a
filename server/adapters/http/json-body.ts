import type { Request, RequestHandler } from 'express';
import { TwoFactorError } from '../../core/errors.js';

export type JsonObject = Record<string, unknown>;

/** Far above the largest body of the contract. */
const maxBytes = 4096;

/** Long enough for so few bytes on the slowest network. An app may have no limit of its own. */
const timeoutMs = 30_000;

/**
 * Reads a JSON object into `req.body`, or `undefined` for a request without a body. Express's own parser is not used: it accepts
 * other charsets and encodings, reads a refused body to its end first, and repeats input in its errors.
 */
export const jsonBody: RequestHandler = async (req, _res, next) => {
  req.body = await readBody(req);
  next();
};

/** The body that `jsonBody` has read. @throws `request_invalid` without a body */
export function requireBody(req: Request): JsonObject {
  const body = req.body as JsonObject | undefined;
  if (body === undefined) throw new TwoFactorError('request_invalid');
  return body;
}

async function readBody(req: Request): Promise<JsonObject | undefined> {
  const { 'content-length': length, 'transfer-encoding': transfer } = req.headers;
  if (transfer === undefined && (length === undefined || length === '0')) return undefined;
  if (Number(length) > 0) refuseMediaType(req);
  if (Number(length) > maxBytes) throw new TwoFactorError('body_too_large');
  // `req.body = {}` does not mean that a parser has read the body: some set it for other media types too. The stream shows it.
  if (req.readableDidRead) return takeParsedBody(req);
  const bytes = await readBytes(req);
  return bytes.length === 0 ? undefined : requireObject(parseJson(bytes));
}

/** The app has read the stream before the router. If it lost the bytes, that is a fault of the app and not a failed attempt. */
function takeParsedBody(req: Request): JsonObject | undefined {
  const body: unknown = req.body;
  const { 'content-type': type, 'content-length': length } = req.headers;
  // A reverse proxy may announce a body without a media type and send no bytes.
  if (req.readableEnded && type === undefined && isEmpty(body)) return undefined;
  const dropped = body === undefined || body === null || (isEmpty(body) && length !== emptyObject);
  if (!req.readableEnded || dropped || isClassInstance(body)) {
    throw new Error(
      'the app has read the body of a request before the two-factor router, and req.body does not have it',
    );
  }
  refuseMediaType(req);
  if (typeof body === 'string') return requireObject(parseJson(Buffer.from(body)));
  return requireObject(Buffer.isBuffer(body) ? parseJson(body) : body);
}

/** The length of `{}`, the only body that correctly parses to an object without fields. */
const emptyObject = '2';

/** A JSON parser never makes an instance of a class; a form parser may. */
function isClassInstance(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value) && !isPlain(value)
  );
}

/** Works for objects of another realm: the prototype is null or the end of the chain. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isEmpty(body: unknown): boolean {
  return body === '' || (typeof body === 'object' && body !== null && Object.keys(body).length === 0);
}

function refuseMediaType(req: Request): void {
  if (!isJson(req)) throw new TwoFactorError('unsupported_media_type');
}

function isJson(req: Request): boolean {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const known = parameters.every((parameter) => parameter === '' || /^charset="?utf-?8"?$/.test(parameter));
  const encoding = req.headers['content-encoding']?.trim().toLowerCase();
  return type === 'application/json' && known && (encoding === undefined || encoding === 'identity');
}

function readBytes(req: Request): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => reject(new TwoFactorError('request_invalid')), timeoutMs).unref();
    req.on('data', (data: Buffer | string) => {
      // If a middleware of the app has set an encoding, the stream gives texts.
      const chunk = typeof data === 'string' ? Buffer.from(data, req.readableEncoding ?? 'utf8') : data;
      size += chunk.length;
      // Refuse at once, and keep reading without storing, so that the client can read the answer. The media type is checked only
      // now, since a chunked body may be empty.
      if (!isJson(req)) reject(new TwoFactorError('unsupported_media_type'));
      else if (size > maxBytes) reject(new TwoFactorError('body_too_large'));
      else chunks.push(chunk);
    });
    req.on('end', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    req.on('error', () => reject(new TwoFactorError('request_invalid')));
    // A cut connection emits no `end`. After `end` this has no effect.
    req.on('close', () => {
      clearTimeout(timer);
      reject(new TwoFactorError('request_invalid'));
    });
    // A middleware may have paused the stream.
    req.resume();
  });
}

/** JSON is UTF-8 without a byte order mark (RFC 8259 §8.1). Invalid bytes are refused and not replaced. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new TwoFactorError('request_invalid');
  }
}

/** An array, a `Date` or an instance of a class is not a JSON object. */
function requireObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && isPlain(value)) return value as JsonObject;
  throw new TwoFactorError('request_invalid');
}
