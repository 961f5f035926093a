import { sampleMessages, type Messages } from '../../demo/states/sample-messages.js';
import type { FailureCode } from '../../widget/client/client-error.js';
import type { AuthenticatorReference, Change, CompleteClient } from '../../widget/client/two-factor-client.js';
import type { ErrorDetails } from '../../widget/protocol/error-codes.js';
import type {
  AuthenticatorName,
  Challenge,
  ChallengeAnswer,
  DeviceReference,
  Devices,
  NewBackupCodes,
  PendingReference,
  Proof,
  ProofAnswer,
  Setup,
  SetupConfirmation,
  SetupOptions,
  Status,
  Verified,
} from '../../widget/protocol/messages.js';

export {
  backupCodes,
  keyUri,
  newBackupCodes,
  secret,
  setup,
  statusOff,
  statusOn,
  statusWith,
} from '../../demo/states/sample-messages.js';

export type Operation = keyof Messages;

export interface Call {
  operation: Operation;
  /** The argument besides the signal. */
  answer: unknown;
  signal: AbortSignal | undefined;
}

/** An answer that a test delays. */
export interface Held {
  give(value?: unknown): void;
  refuse(code: FailureCode, details?: ErrorDetails): void;
}

/**
 * A scripted back end. A test queues answers for an operation; each call takes the next one. Without a queued answer it
 * succeeds. A mocking library would know neither the answers of the protocol nor how many requests are pending.
 */
export class FakeClient implements CompleteClient {
  changes?: readonly Change[];
  readonly calls: Call[] = [];
  /** The highest number of requests that were pending at one time: neither answered nor aborted. */
  mostAtOnce = 0;
  private pending = 0;
  private readonly usual: Messages;
  private readonly next = new Map<Operation, (() => unknown)[]>();

  constructor(otherwise: Partial<Messages> = {}) {
    this.usual = { ...sampleMessages, ...otherwise };
  }

  // Queue answers

  /** Accepts any value, because a back end may answer with a wrong one. */
  answers(operation: Operation, value: unknown): this {
    return this.queue(operation, () => value);
  }

  refuses(operation: Operation, code: FailureCode, details: ErrorDetails = {}): this {
    return this.rejects(operation, { code, ...details });
  }

  /** Rejects with any reason, also one outside the protocol. */
  rejects(operation: Operation, reason: unknown): this {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- this is the case under test
    return this.queue(operation, () => Promise.reject(reason));
  }

  /** Throws synchronously, without a promise. */
  throws(operation: Operation, error: Error): this {
    return this.queue(operation, () => {
      throw error;
    });
  }

  /** Takes methods away, as from the client of a back end that knows less. */
  without(...operations: Operation[]): this {
    return Object.assign(this, Object.fromEntries(operations.map((operation) => [operation, undefined])));
  }

  holds(operation: Operation): Held {
    let settle: { resolve(value: unknown): void; reject(reason: unknown): void };
    const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
    this.queue(operation, () => promise);
    return {
      give: (value = this.usual[operation]) => settle.resolve(value),
      refuse: (code, details = {}) => settle.reject({ code, ...details }),
    };
  }

  // Read calls

  times(operation: Operation): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  last(operation: Operation): Call {
    const call = this.calls.findLast((one) => one.operation === operation);
    if (!call) throw new Error(`${operation} has not been called`);
    return call;
  }

  /** The arguments of all calls of an operation, in order. */
  sent(operation: Operation): unknown[] {
    return this.calls.filter((call) => call.operation === operation).map(({ answer }) => answer);
  }

  // The client

  status(signal?: AbortSignal): Promise<Status> {
    return this.reply('status', undefined, signal);
  }

  beginSetup(options?: SetupOptions | AbortSignal, signal?: AbortSignal): Promise<Setup> {
    const [answer, last] = options instanceof AbortSignal ? [undefined, options] : [options, signal];
    return this.reply('beginSetup', answer, last);
  }

  confirmSetup(answer: SetupConfirmation, signal?: AbortSignal): Promise<Status> {
    return this.reply('confirmSetup', answer, signal);
  }

  cancelSetup(signal?: AbortSignal): Promise<void> {
    return this.reply('cancelSetup', undefined, signal);
  }

  readChallenge(signal?: AbortSignal): Promise<Challenge> {
    return this.reply('readChallenge', undefined, signal);
  }

  answerChallenge(answer: ChallengeAnswer, signal?: AbortSignal): Promise<Verified> {
    return this.reply('answerChallenge', answer, signal);
  }

  reauthenticate(answer: ProofAnswer, signal?: AbortSignal): Promise<Proof> {
    return this.reply('reauthenticate', answer, signal);
  }

  beginBackupCodes(signal?: AbortSignal): Promise<NewBackupCodes> {
    return this.reply('beginBackupCodes', undefined, signal);
  }

  keepBackupCodes(pending?: PendingReference | AbortSignal, signal?: AbortSignal): Promise<Status> {
    const [answer, last] = pending instanceof AbortSignal ? [undefined, pending] : [pending, signal];
    return this.reply('keepBackupCodes', answer, last);
  }

  dropBackupCodes(signal?: AbortSignal): Promise<void> {
    return this.reply('dropBackupCodes', undefined, signal);
  }

  disable(signal?: AbortSignal): Promise<Status> {
    return this.reply('disable', undefined, signal);
  }

  devices(signal?: AbortSignal): Promise<Devices> {
    return this.reply('devices', undefined, signal);
  }

  removeDevice(device: DeviceReference, signal?: AbortSignal): Promise<Devices> {
    return this.reply('removeDevice', device, signal);
  }

  removeOtherDevices(signal?: AbortSignal): Promise<Devices> {
    return this.reply('removeOtherDevices', undefined, signal);
  }

  nameAuthenticator(named: AuthenticatorReference & AuthenticatorName, signal?: AbortSignal): Promise<Status> {
    return this.reply('nameAuthenticator', named, signal);
  }

  removeAuthenticator(removed: AuthenticatorReference, signal?: AbortSignal): Promise<Status> {
    return this.reply('removeAuthenticator', removed, signal);
  }

  private queue(operation: Operation, reply: () => unknown): this {
    this.next.set(operation, [...(this.next.get(operation) ?? []), reply]);
    return this;
  }

  private reply<T>(operation: Operation, answer: unknown, signal: AbortSignal | undefined): Promise<T> {
    this.calls.push({ operation, answer, signal });
    const reply = this.next.get(operation)?.shift() ?? (() => this.usual[operation]);
    const promise = Promise.resolve(reply()) as Promise<T>;
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.pending);
    let over = false;
    const end = () => {
      if (!over) this.pending--;
      over = true;
    };
    promise.then(end, end);
    signal?.addEventListener('abort', end);
    return promise;
  }
}
