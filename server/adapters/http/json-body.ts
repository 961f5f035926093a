import type { Request, RequestHandler } from 'express';
import { TwoFactorError } from '../../core/errors.js';

export type JsonObject = Record<string, unknown>;

/** Far above the largest body of the contract. */
const mostBytes = 4096;

/** For so few bytes on the slowest network; an app may run without any limit of its own. */
const mostMs = 30_000;

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
  const { 'content-type': type, 'content-length': length } = req.headers;
  // A reverse proxy may announce a body, with no media type, and send none.
  if (req.readableEnded && type === undefined && isEmpty(body)) return undefined;
  const dropped = body === undefined || body === null || (isEmpty(body) && length !== emptyObject);
  if (!req.readableEnded || dropped || isOfAClass(body)) {
    throw new Error('the app has read the body of a request before the two-factor router, and left none in req.body');
  }
  refuseMediaType(req);
  if (typeof body === 'string') return requireObject(parseJson(Buffer.from(body)));
  return requireObject(Buffer.isBuffer(body) ? parseJson(body) : body);
}

/** The length of `{}`: the one body that is parsed to an object without fields and not by an app's mistake. */
const emptyObject = '2';

/** What no parser of JSON makes: a form's own class, say. Bytes and texts are parsed here. */
function isOfAClass(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value) && !isPlain(value)
  );
}

/** In any realm: its prototype is none, or is the last one. */
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
    const limit = setTimeout(() => reject(new TwoFactorError('request_invalid')), mostMs).unref();
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
    req.on('end', () => {
      clearTimeout(limit);
      resolve(Buffer.concat(chunks));
    });
    req.on('error', () => reject(new TwoFactorError('request_invalid')));
    // A connection that is cut ends without `end`; after `end` this changes nothing.
    req.on('close', () => {
      clearTimeout(limit);
      reject(new TwoFactorError('request_invalid'));
    });
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

/** An array, a `Date` or a form's own class is no JSON object, whatever parser made it. */
function requireObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && isPlain(value)) return value as JsonObject;
  throw new TwoFactorError('request_invalid');
}
