import { createServer } from 'node:http';
import Sqlite from 'better-sqlite3';
import { betterAuth } from 'better-auth';
import { symmetricEncrypt } from 'better-auth/crypto';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { accountId } from '../people.js';
import { accounts, serve } from '../subjects/subject.js';
import { authSecret, challengeOf, textSecretOf } from './pending-challenge.js';

/*
 * better-auth and its two-factor plugin, as their manuals have them, on SQLite. JavaScript, since the compiler would ask for
 * types that only the bench installs.
 *
 * A right code is five reads and three commits that wait for the disk: the attempt is taken, the challenge is consumed, the
 * session is made. A fourth one resets the failures, and writes nothing where there were none.
 */
const database = new Sqlite(process.env['DATABASE_URL'].replace(/^file:/, ''));
database.pragma('journal_mode = WAL');
// An answer survives a power cut, as ours does.
database.pragma('synchronous = FULL');

const auth = betterAuth({
  baseURL: 'http://localhost',
  secret: authSecret,
  database,
  emailAndPassword: { enabled: true },
  plugins: [twoFactor()],
  // All the load comes from one address.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
});
await (await getMigrations(auth.options)).runMigrations();
await prepareAccounts();
serve(createServer(toNodeHandler(auth)));

/** Every account has its second factor on and is past its password: the rows of set-up and sign-in that an answer needs. */
async function prepareAccounts() {
  const { adapter, internalAdapter, secretConfig } = await auth.$context;
  // No challenge runs out before its turn, however long the bench takes.
  const expiresAt = new Date(Date.now() + 86_400_000);
  // Nobody asks for them.
  const backupCodes = await symmetricEncrypt({ key: secretConfig, data: '[]' });
  // The adapter has but this one connection: its statements join the transaction.
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
