import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { silentLog } from '../../../server/core/log.js';
import { createBackupCodes } from '../../../server/core/two-factor/backup-codes.js';
import { createSealing } from '../../../server/core/two-factor/sealing.js';
import { generateSecret } from '../../../server/core/two-factor/totp.js';
import { hotp } from './phone.js';
import { cheapArgon2 } from './test-server.js';

const password = 'correct horse battery';
const stepMs = 30_000;

/** A person with 2FA, and the last time step whose code was used. */
export interface SigningPerson {
  account: { email: string; password: string };
  lastStep: number;
  /** The code of the current step, which counts as used from now on. */
  nextCode(): string;
}

/** When the next time step begins, in milliseconds from now. */
export const untilNextStep = (): number => stepMs - (Date.now() % stepMs);
export const currentStep = (): number => Math.floor(Date.now() / stepMs);

/**
 * Accounts in a database whose tables are there. Plain SQL with the columns that the first version has, so that the tables may be
 * those of another version.
 */
export async function createSigningPeople(databaseUrl: string, keys: string, count: number): Promise<SigningPerson[]> {
  const sealing = createSealing(parseKeyRing(keys), silentLog);
  const { packed } = await createBackupCodes({ party: 'everybody', hash: cheapArgon2.derive });
  const passwordHash = await cheapArgon2.hashPassword(password);
  const enabledAt = Date.now() - 3_600_000;
  const people = Array.from({ length: count }, () => ({ id: randomUUID(), secret: Buffer.from(generateSecret()) }));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const ids = people.map(({ id }) => id);
  await client.query(
    `insert into accounts (id, email, password_hash, created_at)
     select id, id || '@example.com', $2, $3 from unnest($1::text[]) as id`,
    [ids, passwordHash, enabledAt],
  );
  await client.query(
    `insert into second_factors (account_id, version, enabled_at, secret, last_step, backup_codes, backup_codes_spent, failures, recent_failures)
     select id, 1, $4, secret, $5, codes, 0, 0, '' from unnest($1::text[], $2::text[], $3::text[]) as seeds (id, secret, codes)`,
    [
      ids,
      people.map(({ id, secret }) => sealing.sealSecret(id, secret)),
      ids.map((id) => sealing.sealBackupCodes(id, packed)),
      enabledAt,
      Math.floor(enabledAt / stepMs),
    ],
  );
  await client.query('analyze');
  await client.end();
  return people.map(({ id, secret }) => ({
    account: { email: `${id}@example.com`, password },
    lastStep: 0,
    nextCode() {
      this.lastStep = currentStep();
      return hotp(secret, this.lastStep);
    },
  }));
}
