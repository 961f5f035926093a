import type { IncomingMessage } from 'node:http';
import { TwoFactorError } from '../../core/errors.js';
import {
  bodyTimeoutMs,
  isJson,
  isPlain,
  maxBytes,
  parseObject,
  requireJsonType,
  requireObject,
  type JsonObject,
} from '../http/json-body.js';

/** A request whose body a framework may have read already. */
export type NodeRequest = IncomingMessage & { body?: unknown };

/**
 * Reads the JSON object of a request; undefined for a request without a body. The parser of a framework is not used: it accepts
 * other charsets and encodings, reads a refused body to its end first, and repeats input in its errors.
 *
 * @throws {TwoFactorError} for a body that is not allowed
 * @throws {Error} when the app has read the body and lost it
 */
export async function readNodeBody(req: NodeRequest): Promise<JsonObject | undefined> {
  const { 'content-length': length, 'transfer-encoding': transfer } = req.headers;
  if (transfer === undefined && (length === undefined || length === '0')) return undefined;
  if (Number(length) > 0) requireJsonType(req.headers);
  if (Number(length) > maxBytes) throw new TwoFactorError('body_too_large');
  // `req.body = {}` does not mean that a parser has read the body: some set it for other media types too. The stream shows it.
  if (req.readableDidRead) return takeParsedBody(req);
  const bytes = await readBytes(req);
  return bytes.length === 0 ? undefined : parseObject(bytes);
}

/** The app has read the stream before the router. If it lost the bytes, that is a fault of the app and not a failed attempt. */
function takeParsedBody(req: NodeRequest): JsonObject | undefined {
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
  requireJsonType(req.headers);
  if (typeof body === 'string') return parseObject(Buffer.from(body));
  return Buffer.isBuffer(body) ? parseObject(body) : requireObject(body);
}

/** The length of `{}`, the only body that correctly parses to an object without fields. */
const emptyObject = '2';

/** A JSON parser never makes an instance of a class; a form parser may. */
function isClassInstance(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value) && !isPlain(value)
  );
}

function isEmpty(body: unknown): boolean {
  return body === '' || (typeof body === 'object' && body !== null && Object.keys(body).length === 0);
}

function readBytes(req: NodeRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // A chunked body may be empty, so its media type is checked when bytes come.
    const chunked = req.headers['transfer-encoding'] !== undefined;
    const timer = setTimeout(() => reject(new TwoFactorError('request_invalid')), bodyTimeoutMs).unref();
    req.on('data', (data: Buffer | string) => {
      // If a middleware of the app has set an encoding, the stream gives texts.
      const chunk = typeof data === 'string' ? Buffer.from(data, req.readableEncoding ?? 'utf8') : data;
      size += chunk.length;
      // Refuse at once, and keep reading without storing, so that the client can read the answer.
      if (chunked && !isJson(req.headers)) reject(new TwoFactorError('unsupported_media_type'));
      else if (size > maxBytes) reject(new TwoFactorError('body_too_large'));
      else chunks.push(chunk);
    });
    req.on('end', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    req.on('error', () => reject(new TwoFactorError('request_invalid')));
    req.on('close', () => {
      clearTimeout(timer);
      // A cut connection emits no `end`. Every other request closes too, and an error with its stack would cost 60 µs there.
      if (!req.readableEnded) reject(new TwoFactorError('request_invalid'));
    });
    // A middleware may have paused the stream.
    req.resume();
  });
}
