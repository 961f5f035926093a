import { Secret } from 'otpauth';
import { importedSecretBytes } from '../two-factor/import-factor.js';

/** How a text encodes the bytes of a secret. `raw`: the bytes are the characters in UTF-8. */
export type SecretEncoding = 'base32' | 'hex' | 'base64' | 'raw';

/** The reason why a row is not imported. It repeats no value of the row. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/**
 * The encoding is never guessed: `MFRGGZDF…` is a Base32 text of 10 bytes and a raw text of 16, and a wrong guess gives codes that no
 * phone shows.
 *
 * @throws {ImportError} for a text that is not of the encoding, or with fewer than 10 or more than 128 bytes
 */
export function readSecret(text: unknown, encoding: SecretEncoding): Uint8Array {
  if (typeof text !== 'string') throw new ImportError('the secret is no text');
  // A decoder has replaced bytes that were not UTF-8, so the original bytes are lost.
  if (/[\p{Cs}\ufffd]/u.test(text)) throw new ImportError('the secret is no valid text');
  const secret = readers[encoding](text);
  if (secret === null) throw new ImportError(`the secret is not ${encoding}`);
  const { min, max } = importedSecretBytes;
  if (secret.length < min) throw new ImportError(`the secret has fewer than ${min} bytes`);
  if (secret.length > max) throw new ImportError(`the secret has more than ${max} bytes`);
  return secret;
}

const readers: Record<SecretEncoding, (text: string) => Uint8Array | null> = {
  base32(text) {
    // People group Base32 by spaces and hyphens, and its case does not matter (RFC 4648 §6).
    const plain = text.replace(/[ -]/g, '').replace(/=+$/, '').toUpperCase();
    return /^[A-Z2-7]+$/.test(plain) ? Uint8Array.from(Secret.fromBase32(plain).bytes) : null;
  },
  hex: (text) => (/^([0-9a-f]{2})+$/i.test(text) ? Uint8Array.from(Buffer.from(text, 'hex')) : null),
  base64(text) {
    const bytes = Buffer.from(text, 'base64');
    // Node skips characters that are not Base64; only a round trip shows that it skipped none.
    const same = bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
    return same && text !== '' ? Uint8Array.from(bytes) : null;
  },
  raw: (text) => (text === '' ? null : Uint8Array.from(Buffer.from(text, 'utf8'))),
};
