import { randomBytes } from 'node:crypto';
import type { AuditEvent } from '../audit/events.js';
import { createArgon2 } from '../crypto/argon2.js';
import type { KeyRing } from '../crypto/key-ring.js';
import type { SlowHash } from '../crypto/slow-hash.js';
import { hourMs } from '../durations.js';
import { consoleLog, unfailing, type Log } from '../log.js';
import { checkedPolicy, type Policy, type Requirement } from '../policy/requirement.js';
import { requireFunction, requireMethods, requireOptions } from '../require-options.js';
import { toDate } from './check-input.js';
import { requireIssuer } from './key-uri.js';
import { defaultDelayHours, requireDelay } from './recoveries.js';
import type { TwoFactorStore } from './store.js';
import { defaultTolerance, type RandomSource, type Tolerance } from './totp.js';

export interface TwoFactorOptions {
  store: TwoFactorStore;
  keys: KeyRing;
  /**
   * The product's name in the authenticator app: no colon, no control characters. A product of several tenants gives a function of the
   * account. A name that does not fit stops the set-up with an error that names this option.
   */
  issuer: string | ((accountId: string) => string | Promise<string>);
  /** The service reads it once per operation. */
  clock?: () => Date;
  random?: RandomSource;
  /**
   * Derives the 16 bytes that are stored of a backup code from a text and a salt, off the event loop. The default is Argon2id with
   * 19 MiB and two passes. Codes that were made with another hash no longer match.
   */
  hash?: SlowHash;
  /**
   * The drift window: how many steps before and after the current one are accepted. The default is 1, for phones whose clock is a
   * little wrong. 0 is the strict profile: a code lives 30 seconds (ASVS 5.0 6.5.5).
   */
  tolerance?: Tolerance;
  /** Whether 2FA is required of an account; the default is of none. `createEnrolmentPolicy` makes one with dates and days of grace. */
  policy?: Policy;
  /** After how many hours a recovery code works, 0 to 72; the default is 24. In the meantime its owner can stop it. */
  recoveryDelayHours?: number;
  /** The log for faults; the default is `console`. */
  log?: Log;
  /**
   * Called with each audit entry after it was written, in order: for notices, counts and alarms. It must return at once. If it
   * throws, the error is logged and nothing changes.
   */
  onEvent?: (event: AuditEvent) => void;
}

/** The options with their defaults. Functions of the app are wrapped, so that each value that they return is checked, too. */
export interface CheckedOptions {
  store: TwoFactorStore;
  keys: KeyRing;
  issuerOf: (accountId: string) => Promise<string>;
  clock: () => Date;
  random: RandomSource;
  hash: SlowHash;
  tolerance: Tolerance;
  policy: (accountId: string) => Promise<Requirement | null>;
  recoveryDelayMs: number;
  log: Log;
  onEvent: TwoFactorOptions['onEvent'];
}

/** @throws {TypeError} for an option that is missing or cannot work */
export function readOptions(options: TwoFactorOptions): CheckedOptions {
  requireOptions(options, 'createTwoFactor');
  const { store, keys, issuer, log = consoleLog, onEvent } = options;
  const { tolerance = defaultTolerance, hash = createArgon2().derive } = options;
  const { clock: givenClock = () => new Date(), random: givenRandom = randomBytes } = options;
  requireStore(store);
  requireMethods('createTwoFactor: keys', keys, ['seal', 'open', 'digests']);
  for (const [option, value] of Object.entries({
    clock: givenClock,
    random: givenRandom,
    hash,
    policy: options.policy,
    onEvent,
  })) {
    requireFunction(value, `createTwoFactor: ${option}`);
  }
  // Check each time that the clock is read: after an invalid time nothing would be expired.
  const clock = (): Date => toDate(givenClock(), 'createTwoFactor: the value that clock returns');
  clock();
  requireMethods('createTwoFactor: log', log, ['warn', 'error']);
  if (tolerance !== 0 && tolerance !== 1) throw new TypeError('the tolerance has to be 0 or 1');
  // Fail at the start and not at the first set-up.
  if (typeof issuer !== 'function') requireIssuer(issuer);
  return {
    store,
    keys,
    issuerOf: (accountId) => readIssuer(issuer, accountId),
    clock,
    random: (size) => toBytes(givenRandom(size), size),
    hash,
    tolerance,
    policy: checkedPolicy(options.policy),
    // Whole milliseconds: 0.03 hours are 107,999.99999999999, and a row with such a number counts as damaged.
    recoveryDelayMs: Math.round(requireDelay(options.recoveryDelayHours ?? defaultDelayHours) * hourMs),
    log: unfailing(log),
    onEvent,
  };
}

function requireStore(store: unknown): void {
  if (typeof store === 'object' && store !== null && 'secondFactors' in store) {
    throw new TypeError('createTwoFactor: of the result of openStore, store takes `secondFactors`');
  }
  requireMethods('createTwoFactor: store', store, ['read', 'spendStep', 'recordFailure', 'forget']);
}

/** @throws {TypeError} for a name that no Key URI can hold, which names the option */
async function readIssuer(issuer: TwoFactorOptions['issuer'], accountId: string): Promise<string> {
  if (typeof issuer === 'string') return issuer;
  const given: unknown = await issuer(accountId);
  try {
    requireIssuer(given as string);
  } catch (error) {
    throw new TypeError(`createTwoFactor: the value that issuer returns: ${(error as Error).message}`);
  }
  return given as string;
}

function toBytes(value: unknown, size: number): Uint8Array {
  if (value instanceof Uint8Array && value.length === size) return value;
  throw new TypeError(`createTwoFactor: random has to return ${size} bytes when it is asked for them`);
}
