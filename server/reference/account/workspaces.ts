import type { Kysely } from 'kysely';
import { transact } from '../../adapters/store/transact.js';
import { lockAccount, type HostTables } from './tables.js';

/** The demo's protected data: each account begins with the same workspaces. */
export interface Workspace {
  slug: string;
  name: string;
}

/** `too_few`: fewer than two workspaces would be left. */
export type Deletion = 'deleted' | 'not_found' | 'too_few';

const samples: readonly Workspace[] = [
  { slug: 'harmony-hq', name: 'Harmony HQ' },
  { slug: 'research', name: 'Research' },
  { slug: 'sandbox', name: 'Sandbox' },
];

/** An account keeps this many: what 2FA protects is more than one workspace. */
const fewest = 2;

/** The workspaces of each account: the samples without those that it has deleted. */
export interface WorkspaceStore {
  list(accountId: string): Promise<Workspace[]>;
  /** Null when there is none, or when the account has deleted it. */
  find(accountId: string, slug: string): Promise<Workspace | null>;
  /** Of two calls at once, one is `deleted`. */
  delete(accountId: string, slug: string): Promise<Deletion>;
  /** Every account has all workspaces again. */
  restoreAll(): Promise<void>;
}

export function createWorkspaceStore(db: Kysely<HostTables>): WorkspaceStore {
  const store: WorkspaceStore = {
    list: (accountId) => leftOf(db, accountId),

    async find(accountId, slug) {
      const left = await store.list(accountId);
      return left.find((workspace) => workspace.slug === slug) ?? null;
    },

    async delete(accountId, slug) {
      if ((await store.find(accountId, slug)) === null) return 'not_found';
      return transact(db, async (transaction) => {
        // A deletion of the account or of another workspace waits for this row, or this finds what it has deleted.
        if (!(await lockAccount(transaction, accountId))) return 'not_found';
        const left = await leftOf(transaction, accountId);
        if (left.every((workspace) => workspace.slug !== slug)) return 'not_found';
        if (left.length <= fewest) return 'too_few';
        await transaction.insertInto('deleted_workspaces').values({ account_id: accountId, slug }).execute();
        return 'deleted';
      });
    },

    async restoreAll() {
      await db.deleteFrom('deleted_workspaces').execute();
    },
  };
  return store;
}

async function leftOf(db: Kysely<HostTables>, accountId: string): Promise<Workspace[]> {
  const rows = await db.selectFrom('deleted_workspaces').select('slug').where('account_id', '=', accountId).execute();
  return samples.filter(({ slug }) => rows.every((row) => row.slug !== slug));
}
