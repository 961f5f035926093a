import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4226 from `node:crypto` alone, so that the server's codes are checked by something that is not the server. */
export function hotp(secret: Buffer, counter: number, digits = 6, algorithm = 'sha1'): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(algorithm, secret).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0');
}

export interface Phone {
  secret: Buffer;
  base32: string;
  /** The code at an instant, `steps` periods later or earlier. */
  code(at: Date, steps?: number): string;
  /** Six digits that are no code within ten minutes and more. */
  wrongCode(at: Date): string;
}

/** What an authenticator app makes of a Key URI. */
export function phone(keyUri: string): Phone {
  const base32 = new URL(keyUri).searchParams.get('secret') ?? '';
  const secret = decodeBase32(base32);
  const step = (at: Date): number => Math.floor(at.getTime() / 30_000);
  const code = (at: Date, steps = 0): string => hotp(secret, step(at) + steps);
  return {
    secret,
    base32,
    code,
    wrongCode(at) {
      const near = new Set(Array.from({ length: 81 }, (_, index) => code(at, index - 40)));
      for (let guess = 0; ; guess += 1) {
        const text = String(guess).padStart(6, '0');
        if (!near.has(text)) return text;
      }
    },
  };
}

export function decodeBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
