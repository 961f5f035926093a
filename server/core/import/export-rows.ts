import { KeyRingError, type KeyRing } from '../crypto/key-ring.js';
import { readAuthenticators } from '../two-factor/authenticators.js';
import { openFor, purposes } from '../two-factor/sealing.js';
import { DamagedRowError, type TwoFactorStore } from '../two-factor/store.js';
import { toSecret } from '../two-factor/otpauth-secret.js';

export interface ExportedAuthenticator {
  name: string;
  /** RFC 3339. */
  addedAt: string;
  /** Base32. */
  secret: string;
}

/** An enrolled account in the form that `readImportRow` and other systems read. Its secret makes the account's codes. */
export interface ExportRow {
  account: string;
  secret: string;
  encoding: 'base32';
  algorithm: 'SHA1';
  digits: 6;
  period: 30;
  /** RFC 3339. */
  enabledAt: string;
  /** All authenticators, including the first, for an import into this product. */
  authenticators: ExportedAuthenticator[];
  /** The hashed set in Base64 and the bits of its spent codes, for an import into this product. */
  backupCodes: { packed: string; spent: number };
}

const batchSize = 500;

/**
 * All enrolled accounts, opened. The caller has to seal them before they leave the process.
 *
 * @param onUnreadable called with an account that cannot be exported: its row is damaged, or its key is missing
 */
export async function* exportRows(
  store: TwoFactorStore,
  keys: KeyRing,
  onUnreadable: (accountId: string) => void,
): AsyncGenerator<ExportRow> {
  let last = '';
  for (;;) {
    const accounts = await store.accountsAfter(last, batchSize);
    for (const accountId of accounts) {
      try {
        const row = await exportRow(store, keys, accountId);
        if (row !== null) yield row;
      } catch (error) {
        if (!(error instanceof DamagedRowError) && !(error instanceof KeyRingError)) throw error;
        onUnreadable(accountId);
      }
    }
    last = accounts.at(-1) ?? last;
    if (accounts.length < batchSize) return;
  }
}

async function exportRow(store: TwoFactorStore, keys: KeyRing, accountId: string): Promise<ExportRow | null> {
  const { active } = await store.read(accountId);
  if (active === null) return null;
  const { enabledAt, sealedBackupCodes, spentBackupCodes } = active;
  const authenticators = readAuthenticators(active).map(({ name, addedAt, sealedSecret }) => ({
    name,
    addedAt: new Date(addedAt).toISOString(),
    secret: toSecret(openFor(keys, sealedSecret, accountId, purposes.secret)).base32,
  }));
  return {
    account: accountId,
    secret: authenticators[0]!.secret,
    encoding: 'base32',
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    enabledAt: new Date(enabledAt).toISOString(),
    authenticators,
    backupCodes: {
      packed: Buffer.from(openFor(keys, sealedBackupCodes, accountId, purposes.backupCodes)).toString('base64'),
      spent: spentBackupCodes,
    },
  };
}
