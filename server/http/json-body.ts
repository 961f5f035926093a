import type { Request, RequestHandler } from 'express';
import { TwoFactorError } from '../errors.js';

export type JsonObject = Record<string, unknown>;

/** Far above the largest body of the contract. */
const mostBytes = 4096;

/**
 * Reads a body that is a JSON object into `req.body`, or `undefined` when none was sent. Not Express's own parser: that
 * one takes other charsets and encodings, reads a refused body to its end first, and repeats input in its errors.
 */
export const jsonBody: RequestHandler = async (req, _res, next) => {
  req.body = await readBody(req);
  next();
};

/** The body that `jsonBody` read. @throws `request_invalid` when there was none */
export function requireBody(req: Request): JsonObject {
  const body = req.body as JsonObject | undefined;
  if (body === undefined) throw new TwoFactorError('request_invalid');
  return body;
}

async function readBody(req: Request): Promise<JsonObject | undefined> {
  const { 'content-length': length, 'transfer-encoding': transfer } = req.headers;
  if (transfer === undefined && (length === undefined || length === '0')) return undefined;
  if (Number(length) > 0) refuseMediaType(req);
  if (Number(length) > mostBytes) throw new TwoFactorError('body_too_large');
  // A parser that leaves `req.body = {}` behind for a media type that is not its own has read nothing: the stream tells.
  if (req.readableDidRead) return takeParsed(req);
  const bytes = await readBytes(req);
  return bytes.length === 0 ? undefined : requireObject(parseJson(bytes));
}

/** The host has read the stream before the router. Where its bytes went is the host's affair, never somebody's attempt. */
function takeParsed(req: Request): JsonObject | undefined {
  const body: unknown = req.body;
  if (!req.readableEnded || body === undefined || body === null) {
    throw new Error('the app has read the body of a request before the two-factor router, and left none in req.body');
  }
  // A reverse proxy may announce a body, with no media type, and send none.
  if (req.headers['content-type'] === undefined && isEmpty(body)) return undefined;
  refuseMediaType(req);
  return requireObject(Buffer.isBuffer(body) ? parseJson(body) : body);
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
    req.on('data', (data: Buffer | string) => {
      // An app's middleware may have set an encoding; then the stream gives texts.
      const chunk = typeof data === 'string' ? Buffer.from(data, req.readableEncoding ?? 'utf8') : data;
      size += chunk.length;
      // Refused at once; the rest is dropped as it comes, so that the sender gets to read the answer. Only now it is known that
      // there is a body at all: a chunked one may be empty.
      if (!isJson(req)) reject(new TwoFactorError('unsupported_media_type'));
      else if (size > mostBytes) reject(new TwoFactorError('body_too_large'));
      else chunks.push(chunk);
    });
    req.on('end', () => resolve(Buffer.concat(chunks)));
    req.on('error', () => reject(new TwoFactorError('request_invalid')));
    // A connection that is cut ends without `end`; after `end` this changes nothing.
    req.on('close', () => reject(new TwoFactorError('request_invalid')));
    // A middleware may have paused it.
    req.resume();
  });
}

/** JSON is UTF-8 without a byte order mark (RFC 8259 §8.1); bytes that are not are refused, never replaced. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new TwoFactorError('request_invalid');
  }
}

/** A plain object: an array, a `Date` or a form's own class is no JSON object, whatever parser made it. */
function requireObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return value as JsonObject;
  }
  throw new TwoFactorError('request_invalid');
}
