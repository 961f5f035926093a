import { createHmac } from 'node:crypto';
import type { KeyRing } from '../../server/crypto/key-ring.js';
import { purposes } from '../../server/two-factor/sealing.js';
import { createBackupCodes } from '../../server/two-factor/backup-codes.js';
import { accountId, secretOf } from './people.js';

/** A row of an enrolled account, ready to be written, as the store writes it. */
export interface EnrolledRow {
  account_id: string;
  version: number;
  enabled_at: number;
  secret: string;
  last_step: number;
  backup_codes: string;
  backup_codes_spent: number;
  failures: number;
  recent_failures: string;
}

/** The same ten codes for everybody, since their hashes are slow by design; each account's set is sealed for itself. */
export async function enrolledRows(keys: KeyRing, first: number, last: number): Promise<Iterable<EnrolledRow>> {
  const { packed } = await createBackupCodes((size) =>
    createHmac('sha512', 'bench')
      .update(String((counter += 1)))
      .digest()
      .subarray(0, size),
  );
  return rows(keys, packed, first, last);
}

let counter = 0;

function* rows(keys: KeyRing, packed: Uint8Array, first: number, last: number): Iterable<EnrolledRow> {
  for (let account = first; account < last; account += 1) {
    const id = accountId(account);
    yield {
      account_id: id,
      version: 2,
      enabled_at: 1_764_000_000_000,
      secret: keys.seal(secretOf(account), { accountId: id, purpose: purposes.secret }),
      last_step: 0,
      backup_codes: keys.seal(packed, { accountId: id, purpose: purposes.backupCodes }),
      backup_codes_spent: 0,
      failures: 0,
      recent_failures: '',
    };
  }
}
