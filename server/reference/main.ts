import { readConfig } from './config.js';
import { run, start } from './start.js';

/** The production start: all settings come from the environment, also the keys. */
await run(async () => {
  const config = readConfig(process.env);
  const server = await start(config);
  return { server, ready: `Harmony 2FA is ready at ${server.address}`, stopDelayMs: config.stopDelayMs };
});
