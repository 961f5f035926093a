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
  const headers = {
    'content-type': request.headers.get('content-type') ?? undefined,
    'content-encoding': request.headers.get('content-encoding') ?? undefined,
  };
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (length > 0) requireJsonType(headers);
  if (length > maxBytes) throw new TwoFactorError('body_too_large');
  // The server that parses HTTP holds a body to its declared length. Servers read such a body without a stream, in half the time.
  const bytes = length > 0 ? await readWhole(request) : await readStream(request.body);
  if (bytes.length === 0) return undefined;
  if (bytes.length > maxBytes) throw new TwoFactorError('body_too_large');
  requireJsonType(headers);
  return parseObject(bytes);
}

async function readWhole(request: Request): Promise<Uint8Array> {
  const { timeout, stop } = startTimeout();
  try {
    return new Uint8Array(await Promise.race([request.arrayBuffer().catch(refuseBrokenBody), timeout]));
  } finally {
    stop();
  }
}

async function readStream(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const { timeout, stop } = startTimeout();
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
    stop();
    // What is left of a refused body is not read. The end of a whole body has nothing left.
    reader.cancel().catch(() => undefined);
  }
}

function startTimeout(): { timeout: Promise<never>; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TwoFactorError('request_invalid')), bodyTimeoutMs);
  });
  return { timeout, stop: () => clearTimeout(timer) };
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
