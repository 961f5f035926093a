import { createHmac } from 'node:crypto';

/** Account n of a run has a secret that every process of the bench can make by itself. */
export function secretOf(account: number): Buffer {
  return createHmac('sha1', 'bench').update(String(account)).digest();
}

export function accountId(account: number): string {
  return `account-${String(account).padStart(9, '0')}`;
}

/** The code of a secret now (RFC 6238). */
export function codeOf(secret: Buffer, now = Date.now(), steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const value = hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, '0');
}
