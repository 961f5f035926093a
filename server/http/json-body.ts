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
  refuseMediaType(req);
  if (Number(length) > mostBytes) throw new TwoFactorError('body_too_large');
  // An app that parses every body before it mounts this router has used the stream up.
  if (req.body !== undefined) return requireObject(req.body);
  const bytes = await readBytes(req);
  return bytes.length === 0 ? undefined : requireObject(parseJson(bytes));
}

function refuseMediaType(req: Request): void {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const known = parameters.every((parameter) => parameter === '' || /^charset="?utf-?8"?$/.test(parameter));
  const encoding = req.headers['content-encoding']?.trim().toLowerCase();
  if (type !== 'application/json' || !known || (encoding !== undefined && encoding !== 'identity')) {
    throw new TwoFactorError('unsupported_media_type');
  }
}

function readBytes(req: Request): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      // Refused at once; the rest is dropped as it comes, so that the sender gets to read the answer.
      else reject(new TwoFactorError('body_too_large'));
    });
    req.on('end', () => resolve(Buffer.concat(chunks)));
    req.on('error', () => reject(new TwoFactorError('request_invalid')));
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

function requireObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TwoFactorError('request_invalid');
  return value as JsonObject;
}
