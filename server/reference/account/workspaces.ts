import type { Kysely } from 'kysely';
import { transact } from '../../adapters/store/transact.js';
import { lockAccount, type HostTables } from './tables.js';

/** The demo's protected data: each account begins with the same workspaces. */
export interface Workspace {
  slug: string;
  name: string;
}

const samples: readonly Workspace[] = [
  { slug: 'harmony-hq', name: 'Harmony HQ' },
  { slug: 'research', name: 'Research' },
  { slug: 'sandbox', name: 'Sandbox' },
];

/** The workspaces of each account: the samples without those that it has deleted. */
export interface WorkspaceStore {
  list(accountId: string): Promise<Workspace[]>;
  /** Null when there is none, or when the account has deleted it. */
  find(accountId: string, slug: string): Promise<Workspace | null>;
  /** False when there is none to delete. Of two calls at once, one is true. */
  delete(accountId: string, slug: string): Promise<boolean>;
  /** Every account has all workspaces again. */
  restoreAll(): Promise<void>;
}

export function createWorkspaceStore(db: Kysely<HostTables>): WorkspaceStore {
  const store: WorkspaceStore = {
    async list(accountId) {
      const rows = await db
        .selectFrom('deleted_workspaces')
        .select('slug')
        .where('account_id', '=', accountId)
        .execute();
      return samples.filter(({ slug }) => rows.every((row) => row.slug !== slug));
    },

    async find(accountId, slug) {
      const left = await store.list(accountId);
      return left.find((workspace) => workspace.slug === slug) ?? null;
    },

    async delete(accountId, slug) {
      if ((await store.find(accountId, slug)) === null) return false;
      return transact(db, async (transaction) => {
        // A deletion of the account waits for this row, or this finds the account deleted.
        if (!(await lockAccount(transaction, accountId))) return false;
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('deleted_workspaces')
          .values({ account_id: accountId, slug })
          .onConflict((conflict) => conflict.columns(['account_id', 'slug']).doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      });
    },

    async restoreAll() {
      await db.deleteFrom('deleted_workspaces').execute();
    },
  };
  return store;
}
