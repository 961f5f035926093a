import { createAnnouncer } from '../../core/audit/announcer.js';
import { createLog } from '../../adapters/log/json-log.js';
import { createTwoFactor } from '../../core/two-factor/create-two-factor.js';
import { createAccountStore } from '../account/account-store.js';
import { createSessionStore } from '../account/session-store.js';
import type { HostOnlyTables } from '../account/tables.js';
import type { ChangeReason } from '../administration/administration.js';
import { changeLog } from './change-log.js';
import { exportAccounts } from './export-accounts.js';
import { importAccounts } from './import-accounts.js';
import { writeNewFile } from './new-file.js';
import { readRows } from './read-file.js';
import { requireRightClock } from './right-clock.js';
import { withAccounts } from './with-store.js';

/** `harmony-2fa-admin import`: takes over the enrolled accounts of another system. Returns the exit code. */
export function runImport(
  file: string,
  reason: ChangeReason,
  { dryRun, today }: { dryRun: boolean; today: Date | undefined },
): Promise<number> {
  return withAccounts(async (store, { keys, issuer, logLevel }) => {
    if (!dryRun) await requireRightClock(store, today);
    const log = createLog(logLevel);
    const db = store.db.withTables<HostOnlyTables>();
    const accounts = await createAccountStore(db);
    const sessions = createSessionStore(db, createAnnouncer([], log));
    const counts = { imported: 0, unchanged: 0, kept: 0, refused: 0 };
    const outcomes = importAccounts(
      readRows(file),
      {
        twoFactor: createTwoFactor({ store: store.secondFactors, keys, issuer, log }),
        find: (idOrAddress) => accounts.find(idOrAddress),
        // As whenever 2FA is turned on: these sessions have seen no second factor.
        onImported: (accountId) => sessions.endAll({ accountId }, new Date()),
        onRefused: (line) => void process.stdout.write(`${line}\n`),
      },
      { dryRun, detail: `${reason.operator}: ${reason.reason}` },
    );
    const report = (): void => {
      const { imported, unchanged, kept, refused } = counts;
      process.stdout.write(
        `${imported} ${dryRun ? 'would be imported' : 'imported'}, ${unchanged} unchanged, ${kept} kept another factor, ${refused} refused\n`,
      );
      if (!dryRun) changeLog().info({ ...counts, ...reason }, 'an administrator imported accounts');
    };
    try {
      for await (const outcome of outcomes) counts[outcome] += 1;
    } catch (error) {
      // What was imported before the fault is imported.
      if (Object.values(counts).some((count) => count > 0)) report();
      throw error;
    }
    report();
    return counts.kept + counts.refused === 0 ? 0 : 1;
  });
}

/** `harmony-2fa-admin export`: writes all enrolled accounts to a new file, sealed for the recipient. Returns the exit code. */
export function runExport(file: string, recipient: string, reason: ChangeReason): Promise<number> {
  return withAccounts(async (store, { keys }) => {
    const { exported, unreadable } = await writeNewFile(file, (output) =>
      exportAccounts({ store: store.secondFactors, keys, recipient, output }),
    );
    for (const accountId of unreadable) process.stdout.write(`account ${accountId}: it cannot be read\n`);
    process.stdout.write(`${exported} exported, ${unreadable.length} cannot be read\n`);
    changeLog().info({ exported, ...reason }, 'an administrator exported all enrolled accounts');
    return unreadable.length === 0 ? 0 : 1;
  });
}
