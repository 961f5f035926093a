import { TwoFactorError } from '../../core/errors.js';
import { bodyTimeoutMs, maxBytes, parseObject, requireJsonType, type JsonObject } from '../http/json-body.js';

/**
 * Reads the JSON object of a request; undefined for a request without a body.
 *
 * @throws {TwoFactorError} for a body that is not allowed
 * @throws {Error} when the app has read the body: a fault of the app, and not a failed attempt
 */
export async function readFetchBody(request: Request): Promise<JsonObject | undefined> {
  if (request.bodyUsed) throw new Error('the app has read the body of a request before the two-factor handler');
  if (request.body === null) return undefined;
  const headers = {
    'content-type': request.headers.get('content-type') ?? undefined,
    'content-encoding': request.headers.get('content-encoding') ?? undefined,
  };
  const length = Number(request.headers.get('content-length'));
  if (length > 0) requireJsonType(headers);
  if (length > maxBytes) throw new TwoFactorError('body_too_large');
  const bytes = await readBytes(request.body);
  if (bytes.length === 0) return undefined;
  requireJsonType(headers);
  return parseObject(bytes);
}

async function readBytes(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const reader = body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TwoFactorError('request_invalid')), bodyTimeoutMs);
  });
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await Promise.race([reader.read().catch(refuseBrokenBody), timeout]);
      if (done) return concat(chunks, size);
      size += value.length;
      if (size > maxBytes) throw new TwoFactorError('body_too_large');
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
    // What is left of a refused body is not read. The end of a whole body has nothing left.
    reader.cancel().catch(() => undefined);
  }
}

/** The connection was cut within the body. */
function refuseBrokenBody(): never {
  throw new TwoFactorError('request_invalid');
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
