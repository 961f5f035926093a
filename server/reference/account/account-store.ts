import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ClientInfo, Requester } from '../../core/audit/events.js';
import { createArgon2, type Argon2 } from '../../core/crypto/argon2.js';
import { inTurn } from '../../core/crypto/slow-hash.js';
import type { Turn } from '../../core/turns/fair-queue.js';
import { turnOf } from '../../core/two-factor/turn-of.js';
import { forgetAccount } from '../../adapters/store/deleted-accounts.js';
import { toStoredAddress } from './address.js';
import { forTwoFactor, type HostTables } from './tables.js';
import { transact, transactOverRows } from '../../adapters/store/transact.js';

export interface Account {
  id: string;
  email: string;
}

export interface PasswordResult {
  /** Null when no account has the address. */
  accountId: string | null;
  right: boolean;
  /** The hash that the password was compared with; null when no account has the address. */
  passwordHash: string | null;
}

/**
 * Accounts with a password: the first factor of the reference host. Addresses are compared in lower case.
 * Passwords are hashed in turns between accounts and between networks, so that one attacked account or one attacking network does not delay
 * the others.
 */
export interface AccountStore {
  /**
   * Null when the address has an account already, or is one of `reserved`, in lower case. The work is the same, so its time does not
   * tell which of the two it is.
   */
  create(
    email: string,
    password: string,
    now: Date,
    client?: ClientInfo,
    reserved?: ReadonlySet<string>,
  ): Promise<Account | null>;
  /** Whose address it is and whether the password is theirs. An unknown address takes as long as a wrong password. */
  authenticate(email: string, password: string, client?: ClientInfo): Promise<PasswordResult>;
  checkPassword(requester: Requester, password: string): Promise<boolean>;
  /** By id or by address. */
  find(idOrAddress: string): Promise<Account | null>;
  /** For a fingerprint that changes with the password; null when there is no such account. */
  passwordHashOf(accountId: string): Promise<string | null>;
  /** Null when there is no such account. */
  addressOf(accountId: string): Promise<string | null>;
  /** Deletes the account with all that there is of it: sessions, devices, second factor, audit trail. All or nothing. */
  delete(accountId: string, now?: Date): Promise<void>;
}

export async function createAccountStore(
  db: Kysely<HostTables>,
  { hashPassword, verifyPassword }: Argon2 = createArgon2(),
): Promise<AccountStore> {
  const nobodysHash = await hashPassword(randomUUID());
  const verify = (turn: Turn, passwordHash: string | undefined, password: string): Promise<boolean> =>
    inTurn(turn, () => verifyPassword(passwordHash ?? nobodysHash, password));

  return {
    async create(email, password, now, client, reserved) {
      const account = { id: randomUUID(), email: toStoredAddress(email) };
      const password_hash = await inTurn(turnOf({ accountId: account.email, ...(client && { client }) }), () =>
        hashPassword(password),
      );
      try {
        await transact(db, async (transaction) => {
          const inserted = await transaction
            .insertInto('accounts')
            .values({ ...account, password_hash, created_at: now.getTime() })
            // `accounts.email` is still unique: it keeps an instance of the version before this one from taking the same address.
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          if (inserted.numInsertedOrUpdatedRows !== 1n || reserved?.has(account.email)) throw new AddressTaken();
          const { numInsertedOrUpdatedRows: taken } = await transaction
            .insertInto('addresses')
            .values({ email: account.email, account_id: account.id })
            .onConflict((conflict) => conflict.column('email').doNothing())
            .executeTakeFirst();
          if (taken !== 1n) throw new AddressTaken();
        });
        return account;
      } catch (error) {
        if (error instanceof AddressTaken) return null;
        throw error;
      }
    },

    async authenticate(email, password, client) {
      const address = toStoredAddress(email);
      const row = await byAddress(address);
      // An address that nobody has takes its turn as an account would.
      const turn = turnOf({ accountId: row?.id ?? address, ...(client && { client }) });
      const right = await verify(turn, row?.password_hash, password);
      return {
        accountId: row?.id ?? null,
        right: right && row !== undefined,
        passwordHash: row?.password_hash ?? null,
      };
    },

    async checkPassword(requester, password) {
      const row = await db
        .selectFrom('accounts')
        .select('password_hash')
        .where('id', '=', requester.accountId)
        .executeTakeFirst();
      const right = await verify(turnOf(requester), row?.password_hash, password);
      return right && row !== undefined;
    },

    async find(idOrAddress) {
      const own = await db
        .selectFrom('accounts')
        .select(['id', 'email'])
        .where('id', '=', idOrAddress)
        .executeTakeFirst();
      const row = own ?? (await byAddress(toStoredAddress(idOrAddress)));
      return row ? { id: row.id, email: row.email } : null;
    },

    async passwordHashOf(accountId) {
      const row = await db
        .selectFrom('accounts')
        .select('password_hash')
        .where('id', '=', accountId)
        .executeTakeFirst();
      return row?.password_hash ?? null;
    },

    async addressOf(accountId) {
      const row = await db.selectFrom('accounts').select('email').where('id', '=', accountId).executeTakeFirst();
      return row?.email ?? null;
    },

    async delete(accountId, now) {
      await transactOverRows(db, async (transaction) => {
        const account = await transaction
          .selectFrom('accounts')
          .select('email')
          .where('id', '=', accountId)
          .executeTakeFirst();
        // The account's row first, as in every change of its sessions: it is locked before what `forgetAccount` waits for.
        await transaction.deleteFrom('accounts').where('id', '=', accountId).execute();
        await forgetAccount(forTwoFactor(transaction), accountId, now);
        for (const table of ['sessions', 'devices', 'deleted_workspaces'] as const) {
          await transaction.deleteFrom(table).where('account_id', '=', accountId).execute();
        }
        await transaction
          .deleteFrom('addresses')
          .where('email', '=', account?.email ?? '')
          .where('account_id', '=', accountId)
          .execute();
      });
    },
  };

  /** An unknown address takes two statements, too. */
  async function byAddress(email: string) {
    const address = await db.selectFrom('addresses').select('account_id').where('email', '=', email).executeTakeFirst();
    return (
      db
        .selectFrom('accounts')
        .select(['id', 'email', 'password_hash'])
        // An instance of the version before this one makes accounts without a row in `addresses`. Remove the look-up by `email` in the
        // next release, whose migration adds those rows: `.where('id', '=', address?.account_id ?? '')`.
        .where(address ? 'id' : 'email', '=', address?.account_id ?? email)
        .executeTakeFirst()
    );
  }
}

/** Rolls the transaction back. */
class AddressTaken extends Error {}
