import { ClientError, type CompleteClient } from '../widget/client/index.js';
import { AttemptBudget } from './memory/attempt-budget.js';
import { Authenticator, normalizeCode } from './memory/authenticator.js';
import {
  asBackupCodeSet,
  countBackupCodes,
  createBackupCodes,
  normalizeBackupCode,
  type BackupCodeSet,
} from './memory/backup-codes.js';
import { Devices, trustDays } from './memory/devices.js';
import { pendingMs, readPending, type Pending } from './memory/pending.js';
import { asTime, minute } from './memory/time.js';

type Message<Operation extends keyof CompleteClient> = Awaited<ReturnType<CompleteClient[Operation]>>;
type Answer = { code: string } | { backupCode: string } | { password: string };

export interface MemoryAccount {
  issuer: string;
  account: string;
  password: string;
  /** Set where an organisation requires 2FA. */
  required?: NonNullable<Message<'status'>['required']>;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Milliseconds before each answer, to show the states in between. */
  latency?: number;
}

/** The active second factor of the account. */
interface Factor {
  authenticators: Authenticator[];
  enabledAt: number;
  backupCodes: BackupCodeSet;
}

/** A set-up that waits for its code. Without backup codes it adds an authenticator. */
interface PendingSetup {
  authenticator: Authenticator;
  backupCodes: BackupCodeSet | null;
}

const maxAuthenticators = 5;
const maxNameLength = 64;
const proofMs = 5 * minute;

/**
 * A back end for one account in the memory of the page, with the whole protocol. It is an example of a `client`, and runs the
 * elements without a server. It starts signed in, with 2FA off.
 */
export class MemoryClient implements CompleteClient {
  readonly #account: MemoryAccount;
  readonly #budget = new AttemptBudget();
  readonly #now: () => number;
  #signedIn = true;
  #challengeUntil = 0;
  /** Until then the session allows the set-up of 2FA, and nothing else. */
  #enrolmentUntil = 0;
  #provenUntil: number;
  #factor: Factor | null = null;
  #setup: Pending<PendingSetup> | null = null;
  #newBackupCodes: Pending<BackupCodeSet> | null = null;
  readonly #devices: Devices;

  constructor(account: MemoryAccount) {
    this.#account = account;
    this.#now = account.now ?? Date.now;
    this.#provenUntil = this.#now() + proofMs;
    this.#devices = new Devices(this.#now());
  }

  /** Signs in with the right password. With 2FA on it opens a challenge; with 2FA off and required, an enrolment. */
  passFirstFactor(): void {
    const now = this.#now();
    const mustEnrol = this.#factor === null && this.#isInForce(now);
    this.#signedIn = this.#factor === null && !mustEnrol;
    this.#enrolmentUntil = mustEnrol ? now + pendingMs : 0;
    if (this.#factor) this.#challengeUntil = now + pendingMs;
    else this.#provenUntil = now + proofMs;
  }

  async status(signal?: AbortSignal): Promise<Message<'status'>> {
    const now = await this.#arrive(signal, 'set-up');
    const proofAge = Math.ceil((now - this.#provenUntil + proofMs) / 1000);
    return { ...this.#readStatus(), ...(now < this.#provenUntil && { proofAge }) };
  }

  async beginSetup(
    options?: { mode?: 'replace' | 'add' } | AbortSignal,
    signal?: AbortSignal,
  ): Promise<Message<'beginSetup'>> {
    const { mode = 'replace' } = options instanceof AbortSignal || options === undefined ? {} : options;
    const now = await this.#arrive(options instanceof AbortSignal ? options : signal, 'set-up');
    const adds = mode === 'add';
    if (adds) this.#requireFactor();
    // The sign-in of an enrolment is its proof.
    if (now >= this.#enrolmentUntil) this.#requireProof(now);
    if (adds) this.#requireRoom();
    const authenticator = new Authenticator(this.#account.issuer, this.#account.account);
    const backupCodes = adds ? [] : createBackupCodes();
    const expiresAt = now + pendingMs;
    const value = { authenticator, backupCodes: adds ? null : asBackupCodeSet(backupCodes) };
    this.#setup = { id: crypto.randomUUID(), value, expiresAt };
    return { keyUri: authenticator.keyUri, backupCodes, expiresAt: asTime(expiresAt), id: this.#setup.id };
  }

  async confirmSetup(
    { code, id, name }: { code: string; id?: string; name?: string },
    signal?: AbortSignal,
  ): Promise<Message<'confirmSetup'>> {
    const now = await this.#arrive(signal, 'set-up');
    const { authenticator, backupCodes } = readPending(this.#setup, now, id);
    const others = backupCodes === null ? this.#requireRoom() : [];
    this.#budget.check(now, 'totp');
    const digits = normalizeCode(code);
    if (digits === null || !authenticator.spend(digits, now)) {
      const attemptsRemaining = this.#budget.recordFailure(now);
      const skewSeconds = digits === null ? null : authenticator.findSkew(digits, now);
      throw skewSeconds === null
        ? new ClientError({ code: 'code_invalid', attemptsRemaining })
        : new ClientError({ code: 'clock_out_of_sync', skewSeconds });
    }
    authenticator.name = name === undefined ? `Authenticator ${others.length + 1}` : readName(name);
    authenticator.addedAt = now;
    if (backupCodes === null) {
      others.push(authenticator);
      this.#devices.forgetTrust();
    } else {
      // A replaced authenticator keeps the time when 2FA was turned on.
      this.#factor = { authenticators: [authenticator], backupCodes, enabledAt: this.#factor?.enabledAt ?? now };
      this.#newBackupCodes = null;
      this.#devices.keepCurrentSession();
    }
    this.#setup = null;
    this.#provenUntil = now + proofMs;
    this.#signedIn = true;
    this.#enrolmentUntil = 0;
    this.#budget.reset();
    return this.#readStatus();
  }

  async cancelSetup(signal?: AbortSignal): Promise<void> {
    await this.#arrive(signal, 'set-up');
    this.#setup = null;
  }

  async readChallenge(signal?: AbortSignal): Promise<Message<'readChallenge'>> {
    this.#requireChallenge(await this.#arrive(signal, 'any session'));
    return { methods: ['totp', 'backup_code'], expiresAt: asTime(this.#challengeUntil), trustDays };
  }

  async answerChallenge(
    answer: ({ code: string } | { backupCode: string }) & { trustDevice?: boolean },
    signal?: AbortSignal,
  ): Promise<Message<'answerChallenge'>> {
    const now = await this.#arrive(signal, 'any session');
    const factor = this.#requireChallenge(now);
    const method = this.#prove(answer, now) === 'totp' ? 'totp' : 'backup_code';
    this.#challengeUntil = 0;
    this.#signedIn = true;
    if (answer.trustDevice) this.#devices.trustThisOne(now);
    return { verified: true, method, backupCodes: countBackupCodes(factor.backupCodes) };
  }

  async reauthenticate(answer: Answer, signal?: AbortSignal): Promise<Message<'reauthenticate'>> {
    this.#prove(answer, await this.#arrive(signal));
    return { validUntil: asTime(this.#provenUntil) };
  }

  async beginBackupCodes(signal?: AbortSignal): Promise<Message<'beginBackupCodes'>> {
    const now = await this.#arrive(signal);
    this.#requireFactor();
    this.#requireProof(now);
    const backupCodes = createBackupCodes();
    const expiresAt = now + pendingMs;
    this.#newBackupCodes = { id: crypto.randomUUID(), value: asBackupCodeSet(backupCodes), expiresAt };
    return { backupCodes, expiresAt: asTime(expiresAt), id: this.#newBackupCodes.id };
  }

  async keepBackupCodes({ id }: { id?: string } = {}, signal?: AbortSignal): Promise<Message<'keepBackupCodes'>> {
    const backupCodes = readPending(this.#newBackupCodes, await this.#arrive(signal), id);
    this.#requireFactor().backupCodes = backupCodes;
    this.#newBackupCodes = null;
    this.#devices.forgetTrust();
    return this.#readStatus();
  }

  async dropBackupCodes(signal?: AbortSignal): Promise<void> {
    await this.#arrive(signal);
    this.#newBackupCodes = null;
  }

  async disable(signal?: AbortSignal): Promise<Message<'disable'>> {
    const now = await this.#arrive(signal);
    this.#requireFactor();
    if (this.#account.required) throw new ClientError({ code: 'required_by_policy' });
    this.#requireProof(now);
    this.#factor = this.#setup = this.#newBackupCodes = null;
    this.#devices.keepCurrentSession();
    return this.#readStatus();
  }

  async nameAuthenticator(
    { id, name }: { id: string; name: string },
    signal?: AbortSignal,
  ): Promise<Message<'nameAuthenticator'>> {
    await this.#arrive(signal);
    this.#find(id).name = readName(name);
    return this.#readStatus();
  }

  async removeAuthenticator({ id }: { id: string }, signal?: AbortSignal): Promise<Message<'removeAuthenticator'>> {
    const now = await this.#arrive(signal);
    const factor = this.#requireFactor();
    this.#requireProof(now);
    const removed = this.#find(id);
    if (factor.authenticators.length === 1) {
      throw new ClientError({ code: this.#account.required ? 'required_by_policy' : 'last_authenticator' });
    }
    factor.authenticators = factor.authenticators.filter((one) => one !== removed);
    this.#devices.keepCurrentSession();
    return this.#readStatus();
  }

  async devices(signal?: AbortSignal): Promise<Message<'devices'>> {
    return this.#devices.read(await this.#arrive(signal));
  }

  async removeDevice({ id }: { id: string }, signal?: AbortSignal): Promise<Message<'removeDevice'>> {
    const now = await this.#arrive(signal);
    this.#devices.remove(id);
    return this.#devices.read(now);
  }

  async removeOtherDevices(signal?: AbortSignal): Promise<Message<'removeOtherDevices'>> {
    const now = await this.#arrive(signal);
    this.#devices.keepCurrentSession();
    return this.#devices.read(now);
  }

  /** Waits for the latency, then checks the session. @returns the time of this request */
  async #arrive(signal?: AbortSignal, session: 'signed in' | 'set-up' | 'any session' = 'signed in'): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, this.#account.latency ?? 0));
    signal?.throwIfAborted();
    const now = this.#now();
    const isAllowed =
      session === 'any session' || this.#signedIn || (session === 'set-up' && now < this.#enrolmentUntil);
    if (!isAllowed) throw new ClientError({ code: 'not_signed_in' });
    return now;
  }

  /** Checks an answer, and counts it as a success or a failure. */
  #prove(answer: Answer, now: number): 'totp' | 'backup_code' | 'password' {
    const method = 'code' in answer ? 'totp' : 'backupCode' in answer ? 'backup_code' : 'password';
    if (method === 'password' && this.#factor) this.#refuseProof();
    this.#budget.check(now, method);
    if (!this.#accepts(answer, now)) {
      throw new ClientError({ code: 'code_invalid', attemptsRemaining: this.#budget.recordFailure(now) });
    }
    this.#budget.reset();
    this.#provenUntil = now + proofMs;
    return method;
  }

  #accepts(answer: Answer, now: number): boolean {
    if ('password' in answer) return answer.password === this.#account.password;
    if (!this.#factor) return false;
    if ('backupCode' in answer) return this.#factor.backupCodes.unused.delete(normalizeBackupCode(answer.backupCode));
    const digits = normalizeCode(answer.code);
    // Also after a match: a code that two authenticators show is spent for both.
    const right = this.#factor.authenticators.filter((one) => digits !== null && one.spend(digits, now));
    for (const one of right) one.usedAt = now;
    return right.length > 0;
  }

  #find(id: string): Authenticator {
    const found = this.#requireFactor().authenticators.find((one) => one.id === id);
    if (!found) throw new ClientError({ code: 'not_found' });
    return found;
  }

  /** The authenticators of the account. @throws {ClientError} when there may not be one more */
  #requireRoom(): Authenticator[] {
    const { authenticators } = this.#requireFactor();
    if (authenticators.length >= maxAuthenticators) throw new ClientError({ code: 'too_many_authenticators' });
    return authenticators;
  }

  /** Whether 2FA is required and the time of grace is over. */
  #isInForce(now: number): boolean {
    const { required } = this.#account;
    return required !== undefined && (required.graceEndsAt === null || Date.parse(required.graceEndsAt) <= now);
  }

  #requireProof(now: number): void {
    if (now >= this.#provenUntil) this.#refuseProof();
  }

  #refuseProof(): never {
    const methods = this.#factor ? (['totp', 'backup_code'] as const) : (['password'] as const);
    throw new ClientError({ code: 'reauthentication_required', methods: [...methods] });
  }

  #requireFactor(): Factor {
    if (!this.#factor) throw new ClientError({ code: 'not_enabled' });
    return this.#factor;
  }

  #requireChallenge(now: number): Factor {
    if (!this.#factor || now >= this.#challengeUntil) throw new ClientError({ code: 'challenge_expired' });
    return this.#factor;
  }

  #readStatus(): Message<'status'> {
    const { required } = this.#account;
    const both = { account: 'memory', ...(required && { required }) };
    if (!this.#factor) return { enabled: false, ...both };
    const { enabledAt, backupCodes } = this.#factor;
    const authenticators = this.#factor.authenticators.map(({ id, name, addedAt, usedAt }) => ({
      id,
      name,
      addedAt: asTime(addedAt),
      lastUsedAt: usedAt === null ? null : asTime(usedAt),
    }));
    return {
      enabled: true,
      enabledAt: asTime(enabledAt),
      backupCodes: countBackupCodes(backupCodes),
      authenticators,
      ...both,
    };
  }
}

function readName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > maxNameLength) throw new ClientError({ code: 'request_invalid' });
  return name;
}
