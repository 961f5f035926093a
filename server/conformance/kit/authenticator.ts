import { createHmac } from 'node:crypto';

/**
 * An authenticator app, written from RFC 4226 and RFC 6238. It shares no code with a server, so that one wrong reading of the
 * standards cannot be on both sides of a check.
 */
export class Authenticator {
  readonly secret: Buffer;
  /** The secret as it stands in the Key URI. */
  readonly base32: string;
  readonly period: number;
  readonly #digits: number;
  readonly #algorithm: string;
  #used = -1;

  /** @throws {TypeError} for a text that is no Key URI */
  constructor(keyUri: string) {
    const uri = new URL(keyUri);
    if (uri.protocol !== 'otpauth:') throw new TypeError('not a Key URI');
    const read = (name: string): string => uri.searchParams.get(name) ?? '';
    this.base32 = read('secret');
    this.secret = decodeBase32(this.base32);
    this.period = Number(read('period') || 30);
    this.#digits = Number(read('digits') || 6);
    this.#algorithm = (read('algorithm') || 'SHA1').toLowerCase();
    if (!['sha1', 'sha256', 'sha512'].includes(this.#algorithm) || this.secret.length === 0 || !(this.period > 0)) {
      throw new TypeError('a Key URI with parameters that no app knows');
    }
  }

  /** The number of the period of an instant (RFC 6238 §4.2). */
  stepAt(time: number): number {
    return Math.floor(time / 1000 / this.period);
  }

  codeOf(step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac(this.#algorithm, this.secret).update(counter).digest();
    const offset = mac[mac.length - 1]! & 0xf;
    const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** this.#digits;
    return String(number).padStart(this.#digits, '0');
  }

  /** Six digits that are no code within a quarter of an hour of the step. */
  wrongCode(step: number, seed = 0): string {
    const near = this.#codesNear(step);
    for (let guess = 314_159 + seed * 7; ; guess += 1) {
      const text = String(guess % 1_000_000).padStart(6, '0');
      if (!near.has(text)) return text;
    }
  }

  /** Six digits that differ from the code of the step in one digit, counted from 0, and are no code within a quarter of an hour of it. */
  nearCode(step: number, index: number): string {
    const near = this.#codesNear(step);
    const code = this.codeOf(step);
    for (let more = 1; more < 10; more += 1) {
      const digit = (Number(code[index]) + more) % 10;
      const text = `${code.slice(0, index)}${digit}${code.slice(index + 1)}`;
      if (!near.has(text)) return text;
    }
    return this.wrongCode(step);
  }

  /** Whether six digits are the code of a step within a quarter of an hour of this one. */
  isNear(step: number, code: string): boolean {
    return this.#codesNear(step).has(code);
  }

  #codesNear(step: number): Set<string> {
    return new Set(Array.from({ length: 61 }, (_, index) => this.codeOf(step - 30 + index)));
  }

  /** The last step whose code the kit has used; −1 when there is none. */
  get lastUsed(): number {
    return this.#used;
  }

  /** Whether no code of this step or of a later one was used. */
  isFresh(step: number): boolean {
    return step > this.#used;
  }

  use(step: number): void {
    this.#used = Math.max(this.#used, step);
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decodeBase32(text: string): Buffer {
  const values = [...text.toUpperCase().replaceAll('=', '')].map((letter) => alphabet.indexOf(letter));
  if (values.includes(-1)) throw new TypeError('the secret is not Base32');
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
