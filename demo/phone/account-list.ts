import { TOTP, URI } from 'otpauth';

/** An account of the app, from a scanned Key URI. */
export interface LinkedAccount {
  readonly issuer: string;
  readonly name: string;
  readonly totp: TOTP;
  /** The time step of the last used code. The phone says to wait for the next one. */
  readonly spentStep: number;
}

const storageKey = 'harmony-demo-phone';

/** The stored accounts; empty without storage, as in some private windows. */
export function loadAccounts(): LinkedAccount[] {
  try {
    const rows: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(rows) ? rows.map(readRow).filter((account) => account !== null) : [];
  } catch {
    return [];
  }
}

export function saveAccounts(accounts: readonly LinkedAccount[]): void {
  try {
    const rows = accounts.map(({ totp, spentStep }) => ({ keyUri: totp.toString(), spentStep }));
    localStorage.setItem(storageKey, JSON.stringify(rows));
  } catch {
    // Storage is full or refused: the accounts last as long as the page.
  }
}

/** Reads a Key URI; null for any other text. */
export function readAccount(keyUri: string): LinkedAccount | null {
  try {
    const totp = URI.parse(keyUri);
    if (!(totp instanceof TOTP)) return null;
    return { issuer: totp.issuer || totp.label, name: totp.label, totp, spentStep: -1 };
  } catch {
    return null;
  }
}

/** An account may have several authenticators: another secret of the same account is an entry of its own. */
export function linkAccount(accounts: readonly LinkedAccount[], account: LinkedAccount): LinkedAccount[] {
  return [account, ...accounts.filter((other) => !isSame(other, account))];
}

/** The entries after a set-up of this account: it has made every earlier secret of the account void. */
export function withoutVoid(accounts: readonly LinkedAccount[], account: LinkedAccount): LinkedAccount[] {
  const hasSameOwner = (other: LinkedAccount): boolean =>
    other.issuer === account.issuer && other.name === account.name;
  return accounts.filter((other) => isSame(other, account) || !hasSameOwner(other));
}

export function isSame(one: LinkedAccount, other: LinkedAccount): boolean {
  return one.totp.toString() === other.totp.toString();
}

export function codeAt({ totp }: LinkedAccount, now: number): string {
  return totp.generate({ timestamp: now });
}

export function stepAt({ totp }: LinkedAccount, now: number): number {
  return Math.floor(now / 1000 / totp.period);
}

export function secondsLeft({ totp }: LinkedAccount, now: number): number {
  return totp.period - (Math.floor(now / 1000) % totp.period);
}

function readRow(row: unknown): LinkedAccount | null {
  const { keyUri, spentStep } = Object(row) as Record<string, unknown>;
  const account = typeof keyUri === 'string' ? readAccount(keyUri) : null;
  return account && { ...account, spentStep: typeof spentStep === 'number' ? spentStep : -1 };
}
