import { createHmac } from 'node:crypto';

/**
 * An authenticator app for the tests, written from RFC 6238. It shares no code with the project and its packages, so that one
 * wrong reading of the standard cannot be on both sides of a test. For this reason it uses no TOTP library.
 */
export class Authenticator {
  readonly issuer: string;
  readonly account: string;
  readonly #secret: Buffer;
  readonly #digits: number;
  readonly #period: number;

  /** @param keyUri the text of a scanned QR code */
  constructor(keyUri: string) {
    const uri = new URL(keyUri);
    if (uri.protocol !== 'otpauth:' || uri.host !== 'totp') throw new Error('The QR code is not a Key URI');
    const read = (name: string) => uri.searchParams.get(name) ?? '';
    if (!['', 'SHA1'].includes(read('algorithm'))) throw new Error('Common apps support SHA-1 only');
    this.#secret = decodeBase32(read('secret'));
    this.#digits = Number(read('digits') || 6);
    this.#period = Number(read('period') || 30);
    this.issuer = read('issuer');
    this.account = decodeURIComponent(uri.pathname).split(':').at(-1) ?? '';
  }

  /** From a key that a person types into the app. */
  static fromKey(key: string): Authenticator {
    return new Authenticator(`otpauth://totp/typed?secret=${key.replaceAll(/\s/g, '')}`);
  }

  stepAt(time: number): number {
    return Math.floor(time / 1000 / this.#period);
  }

  codeOf(step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', this.#secret).update(counter).digest();
    const offset = (mac.at(-1) ?? 0) & 0xf;
    const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** this.#digits;
    return String(number).padStart(this.#digits, '0');
  }

  /** A code of the right length that no valid step has. */
  wrongCode(): string {
    const now = this.stepAt(Date.now());
    const near = new Set([-2, -1, 0, 1, 2, 3].map((delta) => this.codeOf(now + delta)));
    const wrong = ['135790', '246802', '975318', '864209', '123123', '456456', '789789'].find(
      (code) => !near.has(code),
    );
    if (!wrong) throw new Error('All seven candidates are valid codes');
    return wrong;
  }

  /** The time until a step begins; 0 or less when it has begun. */
  millisecondsUntil(step: number): number {
    return step * this.#period * 1000 - Date.now();
  }

  /** The secret as Base32, to search for it where it must not be. */
  get secret(): string {
    return encodeBase32(this.#secret);
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decodeBase32(text: string): Buffer {
  const bits = [...text.toUpperCase()].map((character) => {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new Error('The secret is not Base32');
    return value.toString(2).padStart(5, '0');
  });
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function encodeBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
