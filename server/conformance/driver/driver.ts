/** An account as the driver describes it. The kit passes it back unchanged. */
export interface DriverAccount {
  /** The password of the account, where it has one. With it the kit checks proofs by password. */
  password?: string;
  [member: string]: unknown;
}

/** Headers that a browser would send from then on: the cookie, and the `Origin` of the page. */
export interface DriverSession {
  headers: Record<string, string>;
}

/** What the kit needs from a back end beside the protocol. The first two functions are required. */
export interface Driver {
  /** Makes a new account with 2FA off. */
  createAccount: () => Promise<DriverAccount>;
  /** Signs in by the first factor, in a new browser. While 2FA is on, the session is half signed-in. */
  signIn: (account: DriverAccount) => Promise<DriverSession>;
  /** Moves the server's clock on by seconds, 0 included, and tells its time as ISO 8601. */
  moveClock?: (seconds: number) => Promise<{ now: string }>;
  /** Gives the session of these headers a proof of this moment. */
  proveRecently?: (account: DriverAccount, headers: Record<string, string>) => Promise<DriverSession | undefined>;
  /** Makes 2FA the rule for the account, without a time of grace. */
  requireTwoFactor?: (account: DriverAccount) => Promise<void>;
  /** Everything that is stored of the account, as texts: rows, files, log lines. */
  readStored?: (account: DriverAccount) => Promise<string[]>;
  /** Stops the server and starts it again on the same store. */
  restart?: () => Promise<void>;
  /** The base address of a second instance on the same store. */
  secondInstance?: () => Promise<{ base: string }>;
  /** Frees what the driver holds. */
  close?: () => Promise<void>;
}

export type DriverFunction = keyof Driver;

export const driverFunctions: readonly DriverFunction[] = [
  'createAccount',
  'signIn',
  'moveClock',
  'proveRecently',
  'readStored',
  'restart',
  'secondInstance',
  'requireTwoFactor',
  'close',
];
