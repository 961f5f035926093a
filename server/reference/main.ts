import { readConfig } from './config.js';
import { run, start } from './start.js';

/** The production start: every setting from the environment, no key of its own making. */
await run(async () => {
  const server = await start(readConfig(process.env));
  return { server, ready: `Harmony 2FA is ready at ${server.address}` };
});
