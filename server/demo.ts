import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from './config.js';
import { packageRoot, run, start } from './start.js';

const account = { email: 'ada@harmony.example', password: 'correct horse battery staple' };

/** The demo: the same server with a key that it makes once and keeps under `data/`, and an account to sign in with. */
await run(async () => {
  const data = join(packageRoot(), 'data');
  const given = definedOf(process.env);
  const server = await start(
    readConfig({
      DATABASE_URL: `file:${join(data, 'harmony-2fa.sqlite')}`,
      LOG_LEVEL: 'warn',
      HARMONY_2FA_KEYS: given['HARMONY_2FA_KEYS'] ?? keepKey(data),
      ...given,
    }),
  );
  await server.accounts.create(account.email, account.password, new Date());
  return { server, ready: `Harmony 2FA demo: ${server.address}` };
});

/** Losing this file makes every enrolled secret unreadable, so it is made once and never written over. */
function keepKey(data: string): string {
  const path = join(data, 'keys');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, `demo:${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}

function definedOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
