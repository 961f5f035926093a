import { hasTable } from '../../adapters/store/has-table.js';
import { openStore, type OpenStore } from '../../adapters/store/open-store.js';
import { hostMigrations, hostRecord } from '../account/host-migrations.js';
import { CommandRefused } from '../administration/command-refused.js';
import { readConfig, type Config } from '../config.js';

/** For one command. It works on the tables of the package alone, so it runs on the database of an app that mounts the package, too. */
export async function withStore(run: (store: OpenStore, config: Config) => Promise<number>): Promise<number> {
  const config = readConfig(process.env);
  const store = await openStore(config.databaseUrl, { create: false });
  try {
    return await run(store, config);
  } finally {
    await store.close();
  }
}

/**
 * For a command that needs the accounts of the reference server: it brings their tables up to date.
 *
 * @throws {CommandRefused} where the reference server has never run. An app with accounts of its own would get tables that it does not
 *   know, and the answer that no account has 2FA.
 */
export function withAccounts(run: (store: OpenStore, config: Config) => Promise<number>): Promise<number> {
  return withStore(async (store, config) => {
    if (!(await hasTable(store.db, hostRecord))) {
      throw new CommandRefused(
        'this database has no accounts of the reference server. An app with accounts of its own calls reset, unblock, beginRecovery and voidAfterRestore of createTwoFactor',
      );
    }
    await store.migrate(hostRecord, hostMigrations);
    return run(store, config);
  });
}
