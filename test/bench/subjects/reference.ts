import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createArgon2 } from '../../../server/core/crypto/argon2.js';
import { hashToken } from '../../../server/core/crypto/token.js';
import type * as LogModule from '../../../server/adapters/log/json-log.js';
import type * as AppModule from '../../../server/reference/app.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { accountId } from '../accounts.js';
import { emailOf, password, sessionOf } from '../neighbours/requests.js';
import { accounts, builtServer, serve } from './subject.js';

/** The reference server with its usual limits, on a database of enrolled accounts. Each gets a password, and is half signed in. */
const { createExpressServer, openStore, parseKeyRing } = await builtServer();
const built = join(import.meta.dirname, '..', '..', '..', 'dist', 'server');
const { createApp } = (await import(join(built, 'reference', 'app.js'))) as typeof AppModule;
const { createLog } = (await import(join(built, 'adapters', 'log', 'json-log.js'))) as typeof LogModule;

const store = await openStore(process.env['DATABASE_URL']!);
const { app } = await createApp({
  config: {
    origins: ['http://localhost'],
    secure: false,
    keys: parseKeyRing(process.env['HARMONY_2FA_KEYS']),
    issuer: 'Bench',
    issuerByDomain: new Map(),
    auditDays: 90,
    networkLimit: 120,
    trustProxy: ['loopback'],
    trustedDeviceDays: 0,
    webhooks: [],
    requireTwoFactor: 'off',
    recoveryDelayHours: 24,
    administrators: [],
  },
  store,
  log: createLog('info', createWriteStream('/dev/null')),
  pagesDirectory: '/nowhere',
});

const db = store.db.withTables<HostOnlyTables>();
const password_hash = await createArgon2().hashPassword(password);
const now = Date.now();
const batch = 500;
for (let first = 0; first < accounts; first += batch) {
  const numbers = Array.from({ length: Math.min(batch, accounts - first) }, (_, index) => first + index);
  await db
    .insertInto('accounts')
    .values(numbers.map((n) => ({ id: accountId(n), email: emailOf(n), password_hash, created_at: now })))
    .execute();
  await db
    .insertInto('sessions')
    .values(
      numbers.map((n) => ({
        id_hash: hashToken(sessionOf(n)),
        account_id: accountId(n),
        stage: 'challenge' as const,
        created_at: now,
        last_seen_at: now,
        challenge_expires_at: now + 10 * 60_000,
        proved_at: null,
        proved_with: null,
        device_hash: null,
        address: null,
        user_agent: null,
      })),
    )
    .execute();
}
await serve(createExpressServer(app));
