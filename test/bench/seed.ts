import { parseKeyRing } from '../../server/core/crypto/key-ring.js';
import type { SecondFactorTable } from '../../server/adapters/store/tables.js';
import { purposes } from '../../server/core/two-factor/sealing.js';
import { accountId, backupCodesOfAll, secretOf } from './people.js';

/** Consecutive accounts that are written by one statement. */
export interface Run {
  first: number;
  last: number;
  /** What all of them hold, as the store writes it; the first's own. */
  columns: Omit<SecondFactorTable, 'account_id'>;
}

/** What a program that fills a database is told: `<where> <keys> <count> [<every>]`. */
export function readArguments([where = '', keys = '', count = '0', every = '1']: string[]) {
  return { where, runs: () => runsOf(keys, Number(count), Number(every)) };
}

/**
 * Enrolled accounts. To seal two values, and to hand over a row, takes longer than to write it, so only one account in
 * `every` gets its own; the others hold the same, which opens for nobody but the first.
 */
async function* runsOf(keys: string, count: number, every: number): AsyncIterable<Run> {
  const ring = parseKeyRing(keys);
  const { packed } = await backupCodesOfAll();
  for (let first = 0; first < count; first += every) {
    const id = accountId(first);
    const columns = {
      version: 2,
      enabled_at: 1_764_000_000_000,
      secret: ring.seal(secretOf(first), { accountId: id, purpose: purposes.secret }),
      last_step: 58_800_000,
      backup_codes: ring.seal(packed, { accountId: id, purpose: purposes.backupCodes }),
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
    yield { first, last: Math.min(first + every, count) - 1, columns };
  }
}
