import type { KeyRing } from '../../server/crypto/key-ring.js';
import type { SecondFactorTable } from '../../server/store/tables.js';
import { purposes } from '../../server/two-factor/sealing.js';
import { accountId, backupCodesOfAll, secretOf } from './people.js';

/**
 * The rows of enrolled accounts, as the store writes them. To seal two values takes longer than to write a row, so only one
 * account in `every` gets its own; the others hold values of the same size that belong to somebody else and open for nobody.
 */
export async function enrolledRows(
  keys: KeyRing,
  accounts: { count: number; every: number },
): Promise<Iterable<SecondFactorTable>> {
  const { packed } = await backupCodesOfAll();
  return rows(keys, packed, accounts);
}

function* rows(
  keys: KeyRing,
  packed: Uint8Array,
  { count, every }: { count: number; every: number },
): Iterable<SecondFactorTable> {
  let secret = '';
  let backupCodes = '';
  for (let account = 0; account < count; account += 1) {
    const id = accountId(account);
    if (account % every === 0) {
      secret = keys.seal(secretOf(account), { accountId: id, purpose: purposes.secret });
      backupCodes = keys.seal(packed, { accountId: id, purpose: purposes.backupCodes });
    }
    yield {
      account_id: id,
      version: 2,
      enabled_at: 1_764_000_000_000,
      secret,
      last_step: 58_800_000,
      backup_codes: backupCodes,
      backup_codes_spent: 0,
      setup_secret: null,
      setup_backup_codes: null,
      setup_expires_at: null,
      new_backup_codes: null,
      new_backup_codes_expires_at: null,
      failures: 0,
      locked_until: null,
      blocked_at: null,
      recent_failures: '',
    };
  }
}
