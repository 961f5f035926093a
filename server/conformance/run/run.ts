import type { Check } from '../checks/check.js';
import { checkedDriver } from '../driver/checked-driver.js';
import type { Driver } from '../driver/driver.js';
import { createConnections } from '../http/connections.js';
import { createClock } from '../kit/clock.js';
import { Kit, type Shared } from '../kit/kit.js';
import { DriverError, Failure, NotShown, Unreachable, type NotShownKind } from '../kit/outcome.js';
import { Secrets } from '../kit/secrets.js';
import { evidenceOf, type Evidence } from './evidence.js';

export type Outcome = 'holds' | 'fails' | 'not shown';

export interface Result {
  readonly check: Check;
  readonly outcome: Outcome;
  /** What is wrong, or why nothing is shown. */
  readonly reason: string;
  readonly kind: NotShownKind | undefined;
  readonly evidence: Evidence | undefined;
  readonly seconds: number;
}

export interface Run {
  readonly base: string;
  readonly results: readonly Result[];
  readonly requests: number;
  readonly seconds: number;
  /** Removes every secret of this run from a text. */
  readonly secrets: Secrets;
}

export interface RunOptions {
  /** The base address of the protocol, without a slash at its end. */
  base: string;
  driver: Driver;
  checks: readonly Check[];
  /** How many checks run side by side without a clock that is moved. With one, it is one. */
  jobs?: number;
  signal?: AbortSignal;
  onResult?: (result: Result, done: number) => void;
  onWait?: (check: Check, seconds: number) => void;
}

/** Without a clock most of the time is waiting, and accounts do not disturb each other. */
const jobsWithoutClock = 16;
/** So far the clocks of the kit and the server may differ. */
const mostSkewMs = 5000;

/**
 * Runs checks against a back end.
 *
 * @throws {DriverError} when the driver can neither make an account nor sign it in
 * @throws {Unreachable} when the back end does not answer
 */
export async function runChecks(options: RunOptions): Promise<Run> {
  const { base, checks, signal = new AbortController().signal, onResult, onWait } = options;
  const driver = checkedDriver(options.driver);
  const secrets = new Secrets();
  const origins = new Set([new URL(base).origin]);
  const connections = createConnections(origins);
  const shared: Shared = { base, driver: allowing(driver, origins), connections, secrets, found: new Map() };
  const jobs = driver.moveClock ? 1 : (options.jobs ?? jobsWithoutClock);
  const began = performance.now();
  const results: Result[] = [];
  const waiting = [...checks];

  const kitFor = (check?: Check): Kit => {
    const clock = createClock(driver, signal, (seconds) => check && onWait?.(check, seconds));
    return new Kit(shared, clock);
  };
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined && !signal.aborted; check = waiting.shift()) {
      const result = await runOne(check, kitFor(check), secrets);
      if (signal.aborted) return;
      results.push(result);
      onResult?.(result, results.length);
    }
  };
  try {
    await tryOut(kitFor());
    await Promise.all(Array.from({ length: Math.min(jobs, checks.length) }, work));
  } catch (error) {
    if (error instanceof Error) error.message = secrets.redact(error.message);
    throw error;
  } finally {
    connections.close();
  }
  const order = new Map(checks.map((check, index) => [check, index]));
  results.sort((a, b) => order.get(a.check)! - order.get(b.check)!);
  return { base, results, requests: connections.requests, seconds: secondsSince(began), secrets };
}

async function runOne(check: Check, kit: Kit, secrets: Secrets): Promise<Result> {
  const began = performance.now();
  const end = (outcome: Outcome, reason = '', kind?: NotShownKind, evidence?: Evidence): Result => ({
    check,
    outcome,
    reason: secrets.redact(reason),
    kind,
    evidence,
    seconds: secondsSince(began),
  });
  try {
    await check.run(kit);
    return end('holds');
  } catch (error) {
    if (error instanceof Failure) {
      return end('fails', error.message, undefined, error.answer && evidenceOf(error.answer, secrets));
    }
    if (error instanceof NotShown) {
      return end('not shown', error.message, error.kind, error.answer && evidenceOf(error.answer, secrets));
    }
    if (error instanceof Unreachable) return end('fails', `the back end gave no answer: ${error.message}`);
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof DriverError) return end('not shown', `the driver: ${said}`, 'blocked');
    return end('not shown', `a fault of the kit: ${said}`, 'blocked');
  }
}

/** Fails at the start, and with a clear reason, where no check could work. */
async function tryOut(kit: Kit): Promise<void> {
  const answer = await kit.stranger().op('status');
  const date = Date.parse(answer.headers['date'] ?? '');
  if (!kit.clock.movable && Math.abs(date - Date.now()) > mostSkewMs) {
    throw new Unreachable('the clocks of this machine and of the back end differ by more than five seconds');
  }
  const { browser } = await kit.signedIn();
  const status = await browser.op('status');
  if (status.status === 200) return;
  throw new DriverError(
    `GET ${kit.base}/status is ${status.status} with the headers that signIn returned for a new account: is the address the base path of the protocol?`,
  );
}

/** The second instance is the driver's, so its origin may be called as well. */
function allowing(driver: Driver, origins: Set<string>): Driver {
  const { secondInstance } = driver;
  if (!secondInstance) return driver;
  return {
    ...driver,
    async secondInstance() {
      const second = await secondInstance();
      origins.add(new URL(second.base).origin);
      return second;
    },
  };
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
