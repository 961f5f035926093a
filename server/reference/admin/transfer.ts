import { unlink } from 'node:fs/promises';
import { createAnnouncer } from '../../core/audit/announcer.js';
import { createLog } from '../../adapters/log/json-log.js';
import { createTwoFactor } from '../../core/two-factor/create-two-factor.js';
import { createAccountStore } from '../account/account-store.js';
import { createSessionStore } from '../account/session-store.js';
import type { HostOnlyTables } from '../account/tables.js';
import type { ChangeReason } from './administration.js';
import { exportAccounts } from './export-accounts.js';
import { importAccounts } from './import-accounts.js';
import { createNewFile } from './new-file.js';
import { readRows } from './read-file.js';
import { withStore } from './with-store.js';

/** Both write a line of JSON at every LOG_LEVEL: who has moved secrets, and how many. */
const changeLog = () => createLog('info');

/** `harmony-2fa-admin import`: takes over the enrolled accounts of another system. Returns the exit code. */
export function runImport(file: string, changeReason: ChangeReason, dryRun: boolean): Promise<number> {
  return withStore(async (store, { keys, issuer, logLevel }) => {
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
      { dryRun, detail: `${changeReason.operator}: ${changeReason.reason}` },
    );
    const report = (): void => {
      const { imported, unchanged, kept, refused } = counts;
      process.stdout.write(
        `${imported} ${dryRun ? 'would be imported' : 'imported'}, ${unchanged} unchanged, ${kept} kept another factor, ${refused} refused\n`,
      );
      if (!dryRun) changeLog().info({ ...counts, ...changeReason }, 'an administrator imported accounts');
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
export function runExport(file: string, recipient: string, changeReason: ChangeReason): Promise<number> {
  return withStore(async (store, { keys }) => {
    const output = await createNewFile(file);
    try {
      const counts = await exportAccounts({ store: store.secondFactors, keys, recipient, output });
      for (const accountId of counts.unreadable) process.stdout.write(`account ${accountId}: it cannot be read\n`);
      process.stdout.write(`${counts.exported} exported, ${counts.unreadable.length} cannot be read\n`);
      changeLog().info({ exported: counts.exported, ...changeReason }, 'an administrator exported all enrolled accounts');
      return counts.unreadable.length === 0 ? 0 : 1;
    } catch (error) {
      output.destroy();
      await unlink(file);
      throw error;
    }
  });
}
