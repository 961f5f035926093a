import { Secret } from 'otpauth';

/** Copies the bytes: a small Buffer is a view on a shared pool, and the library would use the whole pool as the secret. */
export function toSecret(bytes: Uint8Array): Secret {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}
