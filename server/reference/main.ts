import { readConfig } from './config.js';
import { run, start } from './start.js';

/** The production start: all settings come from the environment, also the keys. */
await run(async () => {
  const server = await start(readConfig(process.env));
  return { server, ready: `Harmony 2FA is ready at ${server.address}` };
});
