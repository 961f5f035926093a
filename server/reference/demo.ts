import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openApi } from '../contract/openapi.js';
import { maxTrustDays } from './account/trusted-devices.js';
import { readConfig } from './config.js';
import { readOrCreateKey } from './demo-key.js';
import { addDemoAccounts } from './demo-people.js';
import { packageRoot, run, start } from './start.js';

const account = { email: 'ada@harmony.example', password: 'correct horse battery staple' };

/** The demo: the same server with its own key under `data/`, an account to sign in with, which is an administrator, all workspaces, and the contract as data. */
await run(async () => {
  const data = join(packageRoot(), 'data');
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  const given = definedOf(process.env);
  const config = readConfig({
    DATABASE_URL: pathToFileURL(join(data, 'harmony-2fa.sqlite')).href,
    LOG_LEVEL: 'warn',
    // No load balancer stands before a demo.
    STOP_DELAY: '0',
    // Off by default: people open the demo to see it.
    TRUSTED_DEVICE_DAYS: String(maxTrustDays),
    ADMINISTRATORS: account.email,
    ISSUER_BY_DOMAIN: 'acme.example=Acme',
    ...(given['HARMONY_2FA_KEYS_FILE'] === undefined && {
      HARMONY_2FA_KEYS: given['HARMONY_2FA_KEYS'] ?? readOrCreateKey(data),
    }),
    ...given,
  });
  const server = await start(config, openApi(version));
  await server.accounts.create(account.email, account.password, new Date());
  await addDemoAccounts(server);
  // A new start shows the whole demo again.
  await server.workspaces.restoreAll();
  return { server, ready: `Harmony 2FA demo: ${server.address}`, stopDelayMs: config.stopDelayMs };
});

function definedOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
