import { randomBytes, timingSafeEqual } from 'node:crypto';
import { HOTP, type Secret } from 'otpauth';
import { toSecret } from './otpauth-secret.js';
import { periodSeconds, stepAt } from './time-step.js';

/** TOTP (RFC 6238) with the parameters that every authenticator app supports: SHA-1, six digits, 30 seconds. */
export const digits = 6;
/** RFC 4226 §4 R6 recommends 160 bits. */
const secretBytes = 20;
/** The drift window: how many steps before and after the current one are accepted (RFC 6238 §5.2). 0 is the strict profile. */
export type Tolerance = 0 | 1;
export const defaultTolerance: Tolerance = 1;
/** Ten minutes: a code of a step this near means that the phone's clock is wrong. */
const maxSkewSteps = 20;

export type RandomSource = (size: number) => Uint8Array;

export function generateSecret(random: RandomSource = randomBytes): Uint8Array {
  return random(secretBytes);
}

export interface StepQuery {
  secret: Uint8Array;
  code: string;
  /** The clock is read once per attempt: the stored step has to be the matched step. */
  now: Date;
  /** The last spent step. It and all steps before it are refused; −1 when none is spent. */
  after: number;
  tolerance?: Tolerance;
}

/**
 * The step of this code, or null. This is the only place that compares with the spent step, so a used code works in no other
 * operation.
 */
export function matchStep({ secret, code, now, after, tolerance = defaultTolerance }: StepQuery): number | null {
  const text = readCode(code);
  if (text === null) return null;
  const current = stepAt(now);
  return findStep(toSecret(secret), text, current - tolerance, current + tolerance, after);
}

/** The oldest step whose code can still be a replay: three tolerances before the current step. */
export function oldestJustSpent(now: Date, tolerance: Tolerance): number {
  return stepAt(now) - 3 * tolerance;
}

/** Whether the code belongs to a spent step since `oldestJustSpent`. */
export function isJustSpent({ secret, code, now, after, tolerance = defaultTolerance }: StepQuery): boolean {
  const text = readCode(code);
  if (text === null) return false;
  const last = Math.min(after, stepAt(now) + tolerance);
  return findStep(toSecret(secret), text, oldestJustSpent(now, tolerance), last, -1) !== null;
}

/**
 * How many seconds the clock that made this code is ahead (negative: behind). Null when the code belongs to no step within ten
 * minutes. For set-up only: at sign-in it would tell a guesser that the guess was right at another time.
 */
export function skewOf({ secret, code, now }: Omit<StepQuery, 'after' | 'tolerance'>): number | null {
  const text = readCode(code);
  if (text === null) return null;
  const current = stepAt(now);
  const step = findStep(toSecret(secret), text, current - maxSkewSteps, current + maxSkewSteps, -1);
  return step === null ? null : (step - current) * periodSeconds;
}

/** Six ASCII digits. People group them with spaces or hyphens; nothing else is accepted. */
function readCode(code: unknown): string | null {
  // `otpauth` accepts arrays of character codes and throws on digits of other scripts.
  if (typeof code !== 'string' || code.length > 64) return null;
  const text = code.replace(/[ -]/g, '');
  return /^[0-9]{6}$/.test(text) ? text : null;
}

/** Compares with every step, also after a match, so that the duration does not show which step matched. */
function findStep(secret: Secret, text: string, first: number, last: number, after: number): number | null {
  const given = Buffer.from(text, 'ascii');
  let found: number | null = null;
  for (let step = Math.max(first, 0); step <= last; step += 1) {
    const expected = Buffer.from(HOTP.generate({ secret, algorithm: 'SHA1', digits, counter: step }), 'ascii');
    if (timingSafeEqual(given, expected) && step > after) found = step;
  }
  return found;
}
