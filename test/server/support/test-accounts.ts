import { randomBytes, randomUUID } from 'node:crypto';
import { createSessionStore, type SessionStore } from '../../../server/reference/account/session-store.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import type { AuditEventName } from '../../../server/core/audit/events.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { createArgon2 } from '../../../server/core/crypto/argon2.js';
import { createBackupCodes } from '../../../server/core/two-factor/backup-codes.js';
import { createRecoveryCode } from '../../../server/core/two-factor/recovery-code.js';
import { createSealing, type Sealing } from '../../../server/core/two-factor/sealing.js';
import type { SecondFactor } from '../../../server/core/two-factor/store.js';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import { keyUri } from '../../../server/core/two-factor/key-uri.js';
import { generateSecret } from '../../../server/core/two-factor/totp.js';
import { silentLog } from '../../../server/core/log.js';
import { phone, type Phone } from './phone.js';

/** A person whose secret and codes the test knows. It is made without a server and without slow hashes. */
export interface KnownPerson {
  accountId: string;
  secret: Uint8Array;
  phone: Phone;
  /** Of the set that is in use, or that waits with the set-up. */
  backupCodes: readonly string[];
}

/** People whose secrets and codes are known, made in the database and read from it while no server runs. */
export interface TestAccounts {
  sealing: Sealing;
  sessions: SessionStore;
  /** 2FA on since an hour ago, no step of today spent. */
  active(): Promise<KnownPerson>;
  /** 2FA off, a set-up pending. */
  pending(): Promise<KnownPerson>;
  /** New codes beside those in use; returns them as they are stored. */
  stageCodes(person: KnownPerson): Promise<string>;
  /** A recovery code that works; returns it. */
  recover(person: KnownPerson): Promise<string>;
  /** Cookies of sessions that passed the first factor. */
  half(person: KnownPerson, count: number): Promise<string[]>;
  /** The cookie of a session that has just proved itself. */
  full(person: KnownPerson, method: 'password' | 'second_factor'): Promise<string>;
  read(person: KnownPerson): Promise<SecondFactor>;
  countFull(person: KnownPerson): Promise<number>;
  /** How often each entry was written for the person. */
  entries(person: KnownPerson): Promise<Partial<Record<AuditEventName, number>>>;
  /** Sets the count of failures back, so that what is refused is refused for its own sake. */
  forgive(): Promise<void>;
  close(): Promise<void>;
}

/** One set for everybody: making one takes ten slow hashes, and each account's copy is sealed for it alone. */
const shared = createBackupCodes({ party: 'everybody', hash: createArgon2().derive });

export async function openTestAccounts(databaseUrl: string, keys: string): Promise<TestAccounts> {
  const store = await openStore(databaseUrl);
  const db = store.db.withTables<HostOnlyTables>();
  const sessions = createSessionStore(db);
  const sealing = createSealing(parseKeyRing(keys), silentLog);
  const { secondFactors } = store;
  const { codes, packed } = await shared;

  async function pending(): Promise<KnownPerson> {
    const accountId = randomUUID();
    const secret = generateSecret();
    const account = { id: accountId, email: `${accountId}@example.com`, password_hash: 'none', created_at: 0 };
    await db.insertInto('accounts').values(account).execute();
    const setup = {
      sealedSecret: sealing.pending.sealSecret(accountId, secret),
      sealedBackupCodes: sealing.pending.sealBackupCodes(accountId, packed),
      expiresAt: Date.now() + 600_000,
    };
    await secondFactors.stageSetup(await secondFactors.read(accountId), setup, []);
    const uri = keyUri({ issuer: 'Harmony', account: 'a', secret });
    return { accountId, secret, phone: phone(uri), backupCodes: codes };
  }

  return {
    sealing,
    sessions,
    pending,
    async active() {
      const person = await pending();
      const enabledAt = Date.now() - 3_600_000;
      const step = Math.floor(enabledAt / 30_000);
      await secondFactors.activate(
        await secondFactors.read(person.accountId),
        {
          enabledAt,
          sealedSecret: sealing.sealSecret(person.accountId, person.secret),
          lastStep: step,
          sealedBackupCodes: sealing.sealBackupCodes(person.accountId, packed),
          spentBackupCodes: 0,
          authenticators: null,
        },
        untouchedBudget,
        [],
      );
      return person;
    },
    async stageCodes({ accountId }) {
      const sealedBackupCodes = sealing.pending.sealBackupCodes(accountId, packed);
      const waiting = { sealedBackupCodes, expiresAt: Date.now() + 600_000 };
      await secondFactors.stageBackupCodes(await secondFactors.read(accountId), waiting, []);
      return sealedBackupCodes;
    },
    async recover({ accountId }) {
      const { derive: hash } = createArgon2();
      const options = { backupCodes: packed, hash, random: randomBytes, party: accountId };
      const { code, plain } = await createRecoveryCode(options);
      const times = { validFrom: Date.now() - 1_000, expiresAt: Date.now() + 3_600_000, announcedAt: null };
      const recovery = { sealedCode: sealing.sealRecovery(accountId, plain), ...times };
      await secondFactors.stageRecovery(await secondFactors.read(accountId), recovery, []);
      return code;
    },
    async half({ accountId }, count) {
      const begin = (): Promise<string> => sessions.begin({ accountId: accountId }, new Date());
      return (await Promise.all(Array.from({ length: count }, begin))).map((id) => `harmony_session=${id}`);
    },
    async full({ accountId }, method) {
      const now = new Date();
      const id = await sessions.promote(await sessions.begin({ accountId: accountId }, now), { method, at: now }, now);
      return `harmony_session=${id}`;
    },
    read: ({ accountId }) => secondFactors.read(accountId),
    async countFull({ accountId }) {
      const query = db.selectFrom('sessions').select('id_hash').where('stage', '=', 'full');
      return (await query.where('account_id', '=', accountId).execute()).length;
    },
    async entries({ accountId }) {
      const counts: Partial<Record<AuditEventName, number>> = {};
      for (const { event } of await store.audit.list(accountId, 1000)) counts[event] = (counts[event] ?? 0) + 1;
      return counts;
    },
    async forgive() {
      await db.updateTable('second_factors').set({ failures: 0, locked_until: null }).execute();
    },
    close: () => store.close(),
  };
}
