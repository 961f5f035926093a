import { createHmac } from 'node:crypto';
import { isGuessable } from '../crypto/weak-key.js';

/** Standard Webhooks 1.0 allows 24 to 64 bytes. `isGuessable` needs 32 to tell a random secret from another. */
const minSecretBytes = 32;
const maxSecretBytes = 64;

/**
 * Reads a secret in the form of Standard Webhooks, `whsec_` and base64.
 *
 * @throws {TypeError} with a message of one sentence that repeats no part of the secret
 */
export function readWebhookSecret(text: string): Uint8Array {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (encoded === undefined) throw new TypeError('a secret has to be whsec_ and base64');
  const secret = Buffer.from(encoded, 'base64');
  if (secret.length < minSecretBytes || secret.length > maxSecretBytes) {
    throw new TypeError(`a secret has to have ${minSecretBytes} to ${maxSecretBytes} bytes`);
  }
  if (isGuessable(secret)) throw new TypeError('a secret can be guessed: openssl rand -base64 32 makes a random one');
  return secret;
}

/**
 * The signature of Standard Webhooks 1.0: HMAC-SHA-256 over `id.timestamp.body`.
 *
 * @param timestamp seconds since 1970, as in the header
 * @param body the bytes that are sent
 */
export function signatureOf(id: string, timestamp: string, body: string | Uint8Array, secret: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();
}

/** The headers of one try. It is signed with each secret, so that a receiver may have the old or the new one. */
export function webhookHeaders(
  id: string,
  at: Date,
  body: string | Uint8Array,
  secrets: readonly Uint8Array[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => `v1,${signatureOf(id, timestamp, body, secret).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
