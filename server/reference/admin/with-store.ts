import { openStore, type OpenStore } from '../../adapters/store/open-store.js';
import { hostMigrations } from '../account/host-migrations.js';
import { readConfig, type Config } from '../config.js';

/** Opens the database of the server for one command, and closes it at the end. */
export async function withStore(run: (store: OpenStore, config: Config) => Promise<number>): Promise<number> {
  const config = readConfig(process.env);
  const store = await openStore(config.databaseUrl);
  try {
    await store.migrate('host_migrations', hostMigrations);
    return await run(store, config);
  } finally {
    await store.close();
  }
}
