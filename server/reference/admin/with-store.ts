import { openStore, type OpenStore } from '../../adapters/store/open-store.js';
import { hostMigrations } from '../account/host-migrations.js';
import { readConfig, type Config } from '../config.js';

/** For one command. It works on the tables of the package alone, so it runs on the database of an app that mounts the package, too. */
export async function withStore(run: (store: OpenStore, config: Config) => Promise<number>): Promise<number> {
  const config = readConfig(process.env);
  const store = await openStore(config.databaseUrl);
  try {
    return await run(store, config);
  } finally {
    await store.close();
  }
}

/** For a command that needs the accounts of the reference server: it makes their tables, or brings them up to date. */
export function withAccounts(run: (store: OpenStore, config: Config) => Promise<number>): Promise<number> {
  return withStore(async (store, config) => {
    await store.migrate('host_migrations', hostMigrations);
    return run(store, config);
  });
}
