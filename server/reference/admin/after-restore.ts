import { voidAfterRestore } from '../../core/two-factor/after-restore.js';
import { deleteAllRows } from '../../adapters/store/purge-rows.js';
import type { HostOnlyTables } from '../account/tables.js';
import type { ChangeReason } from '../administration/administration.js';
import { CommandRefused } from '../administration/command-refused.js';
import { changeLog } from './change-log.js';
import { requireRightClock } from './right-clock.js';
import { withAccounts } from './with-store.js';

/** `harmony-2fa-admin after-restore`: makes void what a restored backup has brought back. Returns the exit code. */
export function runAfterRestore(reason: ChangeReason, confirmed: boolean, today: Date | undefined): Promise<number> {
  if (!confirmed) {
    throw new CommandRefused(
      'this would make all backup codes void and end all sessions of every account; --yes all confirms it',
    );
  }
  return withAccounts(async (store, { keys }) => {
    await requireRightClock(store, today);
    const db = store.db.withTables<HostOnlyTables>();
    // First: a restored session or device may belong to somebody who was signed out since.
    await deleteAllRows(db, 'sessions', ['account_id', 'id_hash']);
    await deleteAllRows(db, 'devices', ['account_id', 'series_hash']);
    const { accounts, changed, unreadable } = await voidAfterRestore(store, keys, {
      detail: `${reason.operator}: ${reason.reason}`,
      onBatch: (batch) => void process.stdout.write(`${batch.accounts} accounts read\n`),
    });
    for (const accountId of unreadable) process.stdout.write(`account ${accountId}: it cannot be read\n`);
    process.stdout.write(
      `${changed} of ${accounts} accounts changed: codes up to now and all backup codes are void, and everybody is signed out\n`,
    );
    changeLog().info({ accounts, changed, ...reason }, 'an administrator made void what a restore has brought back');
    return unreadable.length === 0 ? 0 : 1;
  });
}
