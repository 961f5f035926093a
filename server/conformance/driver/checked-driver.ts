import { DriverError } from '../kit/outcome.js';
import type { Driver, DriverAccount, DriverFunction, DriverSession } from './driver.js';

const timeoutMs = 60_000;
/** RFC 9110 §5.6.2, §5.5: what node sends without an error. */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const headerValue = /^[\t -~\u0080-\u00ff]*$/;

/** Checks every answer of a driver, which may be a program in any language. A wrong one names the function and what is required. */
export function checkedDriver(driver: Driver): Driver {
  for (const name of ['createAccount', 'signIn'] as const) {
    if (typeof (driver as Partial<Driver>)[name] !== 'function') {
      throw new DriverError(`the driver has no function ${name}`);
    }
  }
  const { moveClock, proveRecently, requireTwoFactor, readStored, restart, secondInstance, close } = driver;
  return {
    createAccount: async () => toAccount(await call('createAccount', () => driver.createAccount())),
    signIn: async (account) => toSession('signIn', await call('signIn', () => driver.signIn(account))),
    ...(moveClock && {
      moveClock: async (seconds: number) => toTime(await call('moveClock', () => moveClock.call(driver, seconds))),
    }),
    ...(proveRecently && {
      async proveRecently(account: DriverAccount, headers: Record<string, string>) {
        const session = await call('proveRecently', () => proveRecently.call(driver, account, headers));
        return session === undefined || session === null ? undefined : toSession('proveRecently', session);
      },
    }),
    ...(requireTwoFactor && {
      async requireTwoFactor(account: DriverAccount) {
        await call('requireTwoFactor', () => requireTwoFactor.call(driver, account));
      },
    }),
    ...(readStored && {
      readStored: async (account: DriverAccount) =>
        toTexts(await call('readStored', () => readStored.call(driver, account))),
    }),
    ...(restart && {
      async restart() {
        await call('restart', () => restart.call(driver));
      },
    }),
    ...(secondInstance && {
      secondInstance: async () => toBase(await call('secondInstance', () => secondInstance.call(driver))),
    }),
    ...(close && {
      async close() {
        await call('close', () => close.call(driver));
      },
    }),
  };
}

async function call(name: DriverFunction, run: () => Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it has not answered within ${timeoutMs / 1000} s`)), timeoutMs);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    throw new DriverError(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

function toAccount(value: unknown): DriverAccount {
  const account = toObject('createAccount', 'an object that describes the account', value);
  const { password } = account;
  if (password !== undefined && (typeof password !== 'string' || password === '')) {
    throw new DriverError('createAccount: password has to be a text that is not empty, or absent');
  }
  return account;
}

function toSession(name: DriverFunction, value: unknown): DriverSession {
  const { headers } = toObject(name, 'an object with headers', value);
  const fields = toObject(name, 'headers as an object of texts', headers);
  for (const [header, text] of Object.entries(fields)) {
    if (!headerName.test(header)) throw new DriverError(`${name}: a header has a name that HTTP does not allow`);
    if (typeof text !== 'string' || !headerValue.test(text)) {
      throw new DriverError(`${name}: the header ${header} has to be a text that HTTP allows`);
    }
  }
  const lower = Object.entries(fields as Record<string, string>).map(([header, text]) => [header.toLowerCase(), text]);
  return { headers: Object.fromEntries(lower) as Record<string, string> };
}

function toTime(value: unknown): { now: string } {
  const { now } = toObject('moveClock', 'an object with now', value);
  if (typeof now !== 'string' || Number.isNaN(Date.parse(now))) {
    throw new DriverError('moveClock: now has to be the time of the server as ISO 8601');
  }
  return { now };
}

function toTexts(value: unknown): string[] {
  const list: unknown = typeof value === 'string' ? [value] : value;
  if (Array.isArray(list) && list.every((text) => typeof text === 'string')) return list;
  throw new DriverError('readStored has to return a text or a list of texts');
}

function toBase(value: unknown): { base: string } {
  const { base } = toObject('secondInstance', 'an object with base', value);
  if (typeof base === 'string' && /^https?:/.test(base) && URL.canParse(base)) return { base };
  throw new DriverError('secondInstance: base has to be an address that begins with http: or https:');
}

function toObject(name: DriverFunction, what: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new DriverError(`${name} has to return ${what}`);
}
