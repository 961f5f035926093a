import { createServer } from 'node:http';
import Sqlite from 'better-sqlite3';
import { betterAuth } from 'better-auth';
import { symmetricEncrypt } from 'better-auth/crypto';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { accountId } from '../accounts.js';
import { accounts, serve } from '../subjects/subject.js';
import { authSecret, challengeOf, textSecretOf } from './pending-challenge.js';

/*
 * better-auth and its two-factor plugin on SQLite, set up as their manuals say. This file is JavaScript, because only the bench
 * installs the types that the compiler needs.
 *
 * A right code takes five reads and three durable commits: count the attempt, consume the challenge, create the session. A
 * fourth commit resets the failures, and writes nothing without failures.
 */
const database = new Sqlite(process.env['DATABASE_URL'].replace(/^file:/, ''));
database.pragma('journal_mode = WAL');
// As durable as ours: an answer survives a power cut.
database.pragma('synchronous = FULL');

const auth = betterAuth({
  baseURL: 'http://localhost',
  secret: authSecret,
  database,
  emailAndPassword: { enabled: true },
  plugins: [twoFactor()],
  // All requests come from one address.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
});
await (await getMigrations(auth.options)).runMigrations();
await prepareAccounts();
serve(createServer(toNodeHandler(auth)));

/** Creates the rows of set-up and sign-in: each account has 2FA on and an open challenge. */
async function prepareAccounts() {
  const { adapter, internalAdapter, secretConfig } = await auth.$context;
  // No challenge expires during the bench.
  const expiresAt = new Date(Date.now() + 86_400_000);
  // The bench uses no backup code of better-auth.
  const backupCodes = await symmetricEncrypt({ key: secretConfig, data: '[]' });
  // The adapter shares this connection, so its statements join the transaction.
  database.exec('begin');
  for (let account = 0; account < accounts; account += 1) {
    const userId = accountId(account);
    const challenge = challengeOf(account);
    await adapter.create({
      model: 'user',
      data: { id: userId, name: 'Ada', email: `${userId}@example.com`, emailVerified: true, twoFactorEnabled: true },
      forceAllowId: true,
    });
    await adapter.create({
      model: 'twoFactor',
      data: {
        userId,
        secret: await symmetricEncrypt({ key: secretConfig, data: textSecretOf(account) }),
        backupCodes,
        verified: true,
      },
    });
    await internalAdapter.createVerificationValue({ identifier: challenge, value: userId, expiresAt });
    await internalAdapter.createVerificationValue({ identifier: `2fa-attempts-${challenge}`, value: '0', expiresAt });
  }
  database.exec('commit');
}
