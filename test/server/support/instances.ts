import assert from 'node:assert/strict';
import type { Kysely } from 'kysely';
import { createSessionStore } from '../../../server/reference/account/session-store.js';
import type { HostOnlyTables, HostTables } from '../../../server/reference/account/tables.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { freePort, startProgram, type Program } from './program.js';
import { newKey, origin } from './test-server.js';
import { visit, type Person, type Place, type Visitor } from './visitor.js';

/** A server process of its own, by the real clock. */
export interface Instance extends Place {
  program: Program;
  kill(): Promise<void>;
}

/** Several processes on one database, and the database itself to look into. */
export interface Instances {
  start(env?: Record<string, string>): Promise<Instance>;
  store: OpenStore;
  /** The key ring of all instances. */
  keys: string;
  db: Kysely<HostTables>;
  /** Sessions of a person that wait for a second factor, as sign-ins leave them. */
  halfSessions(person: Person, count: number, at: (index: number) => Place): Promise<Visitor[]>;
  countFullSessions(person: Person): Promise<number>;
  accountId(person: Person): Promise<string>;
  close(): Promise<void>;
}

export async function createInstances(databaseUrl: string): Promise<Instances> {
  const key = newKey('shared');
  const running = new Set<Instance>();
  const store = await openStore(databaseUrl);
  const db = store.db.withTables<HostOnlyTables>();
  const sessions = createSessionStore(db);

  const instances: Instances = {
    store,
    keys: key,
    db,
    async start(env = {}) {
      const port = await freePort();
      const program = startProgram('main.ts', {
        PORT: String(port),
        ORIGIN: origin,
        DATABASE_URL: databaseUrl,
        HARMONY_2FA_KEYS: key,
        NETWORK_LIMIT: '0',
        ...env,
      });
      const instance: Instance = {
        program,
        url: `http://127.0.0.1:${port}`,
        clock: { now: () => new Date() },
        async kill() {
          program.child.kill('SIGKILL');
          await program.ended;
          running.delete(instance);
        },
      };
      running.add(instance);
      await program.ready;
      assert.match(program.output().stdout, /is ready/, program.output().stderr);
      return instance;
    },
    async halfSessions(person, count, at) {
      const id = await instances.accountId(person);
      const browsers: Visitor[] = [];
      // One after the other: many at once would wait for a connection for too long.
      for (let index = 0; index < count; index += 1) {
        const session = await sessions.begin({ accountId: id }, new Date());
        browsers.push(visit(at(index), `harmony_session=${session}`));
      }
      return browsers;
    },
    async countFullSessions(person) {
      const query = db.selectFrom('sessions').select('id_hash').where('stage', '=', 'full');
      return (await query.where('account_id', '=', await instances.accountId(person)).execute()).length;
    },
    async accountId({ account }) {
      const query = db.selectFrom('accounts').select('id').where('email', '=', account.email);
      return (await query.executeTakeFirstOrThrow()).id;
    },
    async close() {
      await Promise.all([...running].map((instance) => instance.kill()));
      await store.close();
    },
  };
  return instances;
}
