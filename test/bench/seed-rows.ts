import { parseKeyRing } from '../../server/core/crypto/key-ring.js';
import type { SecondFactorTable } from '../../server/adapters/store/tables.js';
import { writeAuthenticators } from '../../server/core/two-factor/authenticators.js';
import { purposes } from '../../server/core/two-factor/sealing.js';
import { accountId, sharedBackupCodes, secretOf } from './accounts.js';

/** Consecutive accounts that one statement writes. */
export interface Run {
  first: number;
  last: number;
  /** The columns of all of them, sealed for the first. */
  columns: Omit<SecondFactorTable, 'account_id'>;
}

/** Reads the arguments of a seed program: `<where> <keys> <count> [<every> [<authenticators>]]`. */
export function readArguments([where = '', keys = '', count = '0', every = '1', authenticators = '1']: string[]) {
  return { where, runs: () => runsOf(keys, Number(count), Number(every), Number(authenticators)) };
}

/**
 * Enrolled accounts. Sealing two values and passing a row takes longer than writing it, so only one account in `every` gets
 * values of its own. The others hold a copy, which opens for the first account only.
 */
async function* runsOf(keys: string, count: number, every: number, authenticators: number): AsyncIterable<Run> {
  const ring = parseKeyRing(keys);
  const { packed } = await sharedBackupCodes();
  for (let first = 0; first < count; first += every) {
    const id = accountId(first);
    const enabledAt = 1_764_000_000_000;
    const [one, ...others] = Array.from({ length: authenticators }, (_, index) => ({
      id: String(index).padEnd(22, '-'),
      name: `Authenticator ${index + 1}`,
      addedAt: enabledAt,
      // A person uses one of them, which stands at any place.
      usedAt: (index + first) % authenticators === 0 ? enabledAt + 1 : null,
      sealedSecret: ring.seal(secretOf(first, (index + first) % authenticators), {
        accountId: id,
        purpose: purposes.secret,
      }),
      lastStep: 58_800_000,
    }));
    const written = writeAuthenticators([one!, ...others]);
    const columns = {
      version: 2,
      enabled_at: enabledAt,
      secret: written.sealedSecret,
      last_step: written.lastStep,
      backup_codes: ring.seal(packed, { accountId: id, purpose: purposes.backupCodes }),
      backup_codes_spent: 0,
      authenticators: written.authenticators,
      setup_secret: null,
      setup_backup_codes: null,
      setup_expires_at: null,
      new_backup_codes: null,
      new_backup_codes_expires_at: null,
      recovery_code: null,
      recovery_from: null,
      recovery_expires_at: null,
      recovery_announced_at: null,
      failures: 0,
      locked_until: null,
      blocked_at: null,
      recent_failures: '',
      right_codes: null,
      right_codes_step: null,
    };
    yield { first, last: Math.min(first + every, count) - 1, columns };
  }
}
