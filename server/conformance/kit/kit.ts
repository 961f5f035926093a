import type { Operation } from '../../../widget/protocol/endpoints.js';
import type { Driver, DriverAccount } from '../driver/driver.js';
import type { Connections } from '../http/connections.js';
import { codeOf, isAccepted, type Answer } from '../http/message.js';
import { Authenticator } from './authenticator.js';
import { Browser } from './browser.js';
import type { Clock } from './clock.js';
import { Failure, NotShown } from './outcome.js';
import type { Secrets } from './secrets.js';

/** What all checks of a run share. */
export interface Shared {
  readonly base: string;
  readonly driver: Driver;
  readonly connections: Connections;
  readonly secrets: Secrets;
  /** What one check has found out for all, by name. */
  readonly found: Map<string, Promise<unknown>>;
}

export interface SignedIn {
  readonly account: DriverAccount;
  readonly browser: Browser;
}

/** A set-up that has begun. */
export interface Begun {
  readonly answer: Answer;
  readonly app: Authenticator;
  readonly backupCodes: string[];
  readonly id: string | undefined;
}

/** An account with 2FA on, and the browser that turned it on. */
export interface Person extends SignedIn {
  readonly app: Authenticator;
  readonly backupCodes: string[];
  readonly setup: Answer;
  readonly confirmed: Answer;
}

/** More than the budget of any back end that slows guesses at all. */
const mostFreeFailures = 12;
/** How much of a step has to be left for what happens within one. */
const quietSeconds = 12;

/**
 * What a check works with: accounts, browsers, codes and time.
 *
 * These helpers accept any answer that allows to go on, so that a broken promise fails the checks that name it and no other. Where
 * they cannot go on, the check is `blocked`.
 */
export class Kit {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly #shared: Shared;
  /** The authenticator of each browser that turned 2FA on. */
  readonly #apps = new WeakMap<Browser, Authenticator>();

  constructor(shared: Shared, clock: Clock) {
    this.#shared = shared;
    this.clock = clock;
    this.secrets = shared.secrets;
  }

  get base(): string {
    return this.#shared.base;
  }

  get driver(): Driver {
    return this.#shared.driver;
  }

  /** Runs something once in a run of the kit; every check gets its result. Where it fails, it fails one check and blocks the others. */
  once<T>(name: string, run: () => Promise<T>): Promise<T> {
    const found = this.#shared.found.get(name) as Promise<T> | undefined;
    if (found) return found.catch(blockByFailure);
    const running = run();
    this.#shared.found.set(name, running);
    return running;
  }

  // Browsers

  /** A browser without a session, on the page's origin. */
  stranger(origin?: string): Browser {
    return this.#browser(origin === undefined ? {} : { origin });
  }

  async createAccount(): Promise<DriverAccount> {
    const account = await this.driver.createAccount();
    if (account.password !== undefined) this.secrets.add(account.password);
    return account;
  }

  /** Signs in by the first factor, in a new browser. */
  async signIn(account: DriverAccount): Promise<Browser> {
    return this.#browser((await this.driver.signIn(account)).headers);
  }

  #browser(headers: Record<string, string>): Browser {
    const { base, connections } = this.#shared;
    return new Browser({ base, connections, secrets: this.secrets, headers });
  }

  /** The same browser at the second instance. @throws `NotShown` without one */
  async atSecondInstance(browser: Browser): Promise<Browser> {
    const { secondInstance } = this.driver;
    if (!secondInstance) throw new NotShown('unable', 'the driver has no secondInstance');
    return browser.copy(
      await this.once('second instance', async () => (await secondInstance()).base.replace(/\/+$/, '')),
    );
  }

  /** Stops the server and starts it again. @throws `NotShown` where the driver cannot */
  async restart(): Promise<void> {
    if (!this.driver.restart) throw new NotShown('unable', 'the driver has no restart');
    await this.driver.restart();
  }

  // People

  async signedIn(): Promise<SignedIn> {
    const account = await this.createAccount();
    return { account, browser: await this.signIn(account) };
  }

  /** Begins a set-up. @throws `NotShown` where the answer has no Key URI that an app can read */
  async beginSetup(browser: Browser, body?: unknown): Promise<Begun> {
    return this.readSetup(await this.#proving(browser, () => browser.op('beginSetup', body)));
  }

  readSetup(answer: Answer): Begun {
    const { keyUri, id } = answer.body;
    if (!isAccepted(answer) || typeof keyUri !== 'string') throw blocked('a set-up could not be begun', answer);
    this.secrets.add(keyUri);
    let app: Authenticator;
    try {
      app = new Authenticator(keyUri);
    } catch {
      throw blocked('no authenticator app reads the Key URI of this set-up', answer);
    }
    this.secrets.add(app.base32);
    return { answer, app, backupCodes: this.readBackupCodes(answer), id: typeof id === 'string' ? id : undefined };
  }

  readBackupCodes(answer: Answer): string[] {
    const { backupCodes } = answer.body;
    const codes = Array.isArray(backupCodes) ? backupCodes.filter((code) => typeof code === 'string') : [];
    this.secrets.add(...codes, ...codes.map((code) => code.replaceAll(/[ -]/g, '')));
    return codes;
  }

  /** Confirms a set-up with a live code. @throws `NotShown` when that is refused */
  async confirmSetup(browser: Browser, { app, id }: Begun): Promise<Answer> {
    const answer = await browser.op('confirmSetup', {
      code: await this.freshCode(app),
      ...(id !== undefined && { id }),
    });
    if (!isAccepted(answer)) throw blocked('a set-up could not be confirmed', answer);
    return answer;
  }

  /** A person who has just turned 2FA on. */
  async enrolled(): Promise<Person> {
    const person = await this.signedIn();
    const begun = await this.beginSetup(person.browser);
    const confirmed = await this.confirmSetup(person.browser, begun);
    this.#apps.set(person.browser, begun.app);
    return { ...person, app: begun.app, backupCodes: begun.backupCodes, setup: begun.answer, confirmed };
  }

  /** A person with backup codes. @throws `NotShown` where this back end has none */
  async enrolledWithBackupCodes(): Promise<Person> {
    const person = await this.enrolled();
    if (person.backupCodes.length === 0) throw new NotShown('absent', 'this back end has no backup codes');
    return person;
  }

  /** Another browser of the person, half signed in. */
  async challenged(person: Pick<Person, 'account'>): Promise<Browser> {
    return this.signIn(person.account);
  }

  /** Another browser of the person that has passed the challenge. */
  async passed(person: Person): Promise<Browser> {
    const browser = await this.challenged(person);
    const answer = await browser.op('answerChallenge', { code: await this.freshCode(person.app) });
    if (!isAccepted(answer)) throw blocked('a challenge could not be answered', answer);
    return browser;
  }

  /** Gives the session a proof of this moment. */
  async prove(person: Person, browser = person.browser): Promise<void> {
    const { proveRecently } = this.driver;
    if (proveRecently) {
      const session = await proveRecently(person.account, browser.headers);
      if (!session) return;
    }
    const answer = await browser.op('reauthenticate', { code: await this.freshCode(person.app) });
    if (!isAccepted(answer)) throw blocked('a proof by code was refused', answer);
  }

  /** Turns 2FA off. @throws `NotShown` when that is refused */
  async disable(browser: Browser): Promise<void> {
    const answer = await this.tryDisable(browser);
    if (!isAccepted(answer)) throw blocked('2FA could not be turned off', answer);
  }

  /** Turns 2FA off, and returns the answer. */
  tryDisable(browser: Browser): Promise<Answer> {
    return this.#proving(browser, () => browser.op('disable'));
  }

  /** Sends a change, and once more after a proof, where the confirmed set-up was none. */
  async #proving(browser: Browser, send: () => Promise<Answer>): Promise<Answer> {
    const answer = await send();
    const app = this.#apps.get(browser);
    if (app === undefined || codeOf(answer) !== 'reauthentication_required') return answer;
    await browser.op('reauthenticate', { code: await this.freshCode(app) });
    return send();
  }

  /** Begins new backup codes. @throws `NotShown` when that is refused */
  async beginBackupCodes(browser: Browser): Promise<{ answer: Answer; codes: string[]; id: string | undefined }> {
    const answer = await this.#proving(browser, () => browser.op('beginBackupCodes'));
    const codes = this.readBackupCodes(answer);
    if (!isAccepted(answer) || codes.length === 0) throw blocked('new backup codes could not be begun', answer);
    const { id } = answer.body;
    return { answer, codes, id: typeof id === 'string' ? id : undefined };
  }

  /**
   * Lets every proof of the session end.
   *
   * @throws `NotShown` where a proof lasts longer than it may
   */
  async outliveProof(browser: Browser): Promise<void> {
    await this.clock.pass(5 * 60 + 5);
    const answer = await browser.op('beginSetup');
    if (!isAccepted(answer)) return;
    this.readSetup(answer);
    throw blocked('a proof has not ended after 5 minutes: see expiry', answer);
  }

  // Codes and time

  async stepNow(app: Authenticator): Promise<number> {
    return app.stepAt(await this.clock.now());
  }

  /**
   * A live code of a step that was not used yet. Lets time pass where it has to. A code that begins with a zero is passed over: what a
   * back end makes of the zero is what one check is about.
   */
  async freshCode(app: Authenticator): Promise<string> {
    let step = await this.stepNow(app);
    while (!app.isFresh(step) || app.codeOf(step).startsWith('0')) {
      await this.#passToNextStep(app);
      step = await this.stepNow(app);
    }
    return this.code(app, step);
  }

  /** The code of a step, which then counts as used. */
  code(app: Authenticator, step: number): string {
    app.use(step);
    return this.#noted(app.codeOf(step));
  }

  /** The code of a step for a request that is refused, so that the step stays unused. */
  peekCode(app: Authenticator, step: number): string {
    return this.#noted(app.codeOf(step));
  }

  async wrongCode(app: Authenticator, seed = 0): Promise<string> {
    return this.#noted(app.wrongCode(await this.stepNow(app), seed));
  }

  /** The code of a step with one wrong digit, counted from 0. */
  nearCode(app: Authenticator, step: number, index: number): string {
    return this.#noted(app.nearCode(step, index));
  }

  #noted(code: string): string {
    this.secrets.add(code);
    return code;
  }

  async #passToNextStep(app: Authenticator): Promise<void> {
    const now = (await this.clock.now()) / 1000;
    await this.clock.pass(Math.ceil((Math.floor(now / app.period) + 1) * app.period - now));
  }

  /** Lets time pass until so many steps have begun since the last code that was used. */
  async rest(app: Authenticator, steps: number): Promise<void> {
    const now = await this.clock.now();
    const since = app.lastUsed < 0 ? app.stepAt(now) : app.lastUsed;
    const left = (since + steps) * app.period - now / 1000;
    if (left > 0) await this.clock.pass(Math.ceil(left));
  }

  /**
   * Runs something that has to happen within one step of the server's clock. Where the step ends meanwhile, the result says nothing, and
   * both parts run again.
   *
   * @param prepare makes what `run` needs. It may let time pass.
   */
  async withinStep<P, T>(prepare: () => Promise<P>, run: (prepared: P) => Promise<T>, period = 30): Promise<T> {
    const step = async (): Promise<number> => Math.floor((await this.clock.now()) / 1000 / period);
    for (let tries = 0; tries < 4; tries += 1) {
      const prepared = await prepare();
      const now = (await this.clock.now()) / 1000;
      const left = period - (now % period);
      if (left < quietSeconds) await this.clock.pass(Math.ceil(left));
      const before = await step();
      const [settled] = await Promise.allSettled([run(prepared)]);
      if ((await step()) !== before) continue;
      if (settled.status === 'rejected') throw settled.reason;
      return settled.value;
    }
    throw new NotShown('blocked', 'the server is too slow: a time step ended during each of four tries');
  }

  // The budget

  /**
   * Answers wrong so many times.
   *
   * @throws `Failure` when an answer is accepted, whatever the check is about: nothing that a back end can do is worse
   * @throws `NotShown` when the server fails
   */
  async fail(
    browser: Browser,
    app: Authenticator,
    times: number,
    operation: Operation = 'answerChallenge',
  ): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let time = 0; time < times; time += 1) {
      const answer = await browser.op(operation, { code: await this.wrongCode(app, time) });
      refuseAccepted(answer);
      if (answer.status >= 500) throw blocked('a wrong code was not refused', answer);
      answers.push(answer);
    }
    return answers;
  }

  /**
   * How many failures in a row this back end allows. Checks of the budget build on this number, so that a wrong one fails the check of
   * the number alone.
   */
  freeFailures(): Promise<number> {
    return this.once('free failures', () => this.#countFreeFailures());
  }

  async #countFreeFailures(): Promise<number> {
    const person = await this.enrolled();
    const browser = await this.challenged(person);
    for (let count = 0; count <= mostFreeFailures; count += 1) {
      const [answer] = await this.fail(browser, person.app, 1);
      if (isWait(answer!)) return count;
    }
    throw new NotShown('blocked', `this back end still checks after ${mostFreeFailures} failures: see attempts/1`);
  }

  /** Uses up the budget of the account. */
  async lock(person: Person, browser: Browser): Promise<void> {
    await this.fail(browser, person.app, await this.freeFailures());
  }
}

function blockByFailure(error: unknown): never {
  throw error instanceof Failure ? new NotShown('blocked', error.message, error.answer) : error;
}

/** Whether the answer says to wait. */
export function isWait(answer: Answer): boolean {
  return answer.status === 429 || codeOf(answer) === 'too_many_attempts';
}

/** The seconds that an answer says to wait, or the first wait of the protocol. */
export function waitOf(answer: Answer): number {
  const { retryAfter } = answer.body;
  const seconds = typeof retryAfter === 'number' ? retryAfter : Number(answer.headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : 60;
}

/** Fails when a wrong code, or a wrong backup code, was accepted. */
export function refuseAccepted(answer: Answer): void {
  if (isAccepted(answer)) throw new Failure(`a wrong code is refused: ${answer.status} came`, answer);
}

export function blocked(what: string, answer: Answer): NotShown {
  const code = codeOf(answer);
  return new NotShown('blocked', `${what}: ${answer.status}${code === '' ? '' : ` ${code}`}`, answer);
}
