import { randomBytes, timingSafeEqual } from 'node:crypto';
import { HOTP, Secret } from 'otpauth';

/** TOTP (RFC 6238) with the parameters that every authenticator app supports: SHA-1, six digits, 30 seconds. */
export const digits = 6;
export const periodSeconds = 30;
/** RFC 4226 §4 R6 recommends 160 bits. */
const secretBytes = 20;
/** Steps before and after the current one whose codes are live (RFC 6238 §5.2). 0 is the strict profile. */
export type Tolerance = 0 | 1;
export const usualTolerance: Tolerance = 1;
/** Steps within which a right code for another time is taken for a clock that is off: ten minutes. */
const skewSearch = 20;

export type RandomSource = (size: number) => Uint8Array;

export function generateSecret(random: RandomSource = randomBytes): Uint8Array {
  return random(secretBytes);
}

/** The time step of an instant: its number of 30-second periods since 1970 (RFC 6238 §4.2). */
export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / periodSeconds);
}

export interface StepQuery {
  secret: Uint8Array;
  code: string;
  /** The one instant of the attempt: the step that is stored must be the step that was matched. */
  now: Date;
  /** The last spent step. It and all before it are dead; −1 when none is spent. */
  after: number;
  tolerance?: Tolerance;
}

/**
 * The step whose code this is, or null. This is the only place that knows about spent steps, so a code that was used
 * cannot come back through another operation.
 */
export function matchStep({ secret, code, now, after, tolerance = usualTolerance }: StepQuery): number | null {
  const text = readCode(code);
  if (text === null) return null;
  const current = stepAt(now);
  return findStep(toSecret(secret), text, current - tolerance, current + tolerance, after);
}

/**
 * By how many seconds the clock that made this code is ahead (negative: behind), or null when the code belongs to no
 * step within ten minutes. For set-up alone: at sign-in it would tell a guesser that a guess was once right.
 */
export function skewOf({ secret, code, now }: Omit<StepQuery, 'after' | 'tolerance'>): number | null {
  const text = readCode(code);
  if (text === null) return null;
  const current = stepAt(now);
  const step = findStep(toSecret(secret), text, current - skewSearch, current + skewSearch, -1);
  return step === null ? null : (step - current) * periodSeconds;
}

/** Six ASCII digits; spaces and hyphens between them are how people group, nothing else is forgiven. */
function readCode(code: unknown): string | null {
  // `otpauth` takes arrays of character codes for a right code and throws on digits of other scripts.
  if (typeof code !== 'string' || code.length > 64) return null;
  const text = code.replace(/[ -]/g, '');
  return /^[0-9]{6}$/.test(text) ? text : null;
}

/** Compares with every step from first to last, whatever matches, so that time does not tell which one did. */
function findStep(secret: Secret, text: string, first: number, last: number, after: number): number | null {
  const given = Buffer.from(text, 'ascii');
  let found: number | null = null;
  for (let step = Math.max(first, 0); step <= last; step += 1) {
    const expected = Buffer.from(HOTP.generate({ secret, algorithm: 'SHA1', digits, counter: step }), 'ascii');
    if (timingSafeEqual(given, expected) && step > after) found = step;
  }
  return found;
}

/** Copied, because a small Buffer is a window on a pool and the library would take the whole pool for the secret. */
export function toSecret(bytes: Uint8Array): Secret {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}
