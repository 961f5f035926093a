import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { crashHeader } from './crash-header.js';

/**
 * Loaded before the server (`--import`): kills the process with SIGKILL right before or right after the n-th SQL statement of
 * the request whose header `x-crash` says so (`before 3`). The server itself knows nothing of it.
 */

let when = '';
let left = 0;

subscribe('http.server.request.start', (message) => {
  const mark = (message as { request: IncomingMessage }).request.headers[crashHeader];
  if (typeof mark !== 'string') return;
  when = mark.split(' ', 1)[0] ?? '';
  left = Number(mark.split(' ')[1]);
});

/** Counts a statement; returns what to do once it has run. */
function step(statement: string): () => void {
  // What a new connection is asked is no statement of the request: whether there is one depends on the pool.
  if (when === '' || statement.includes('pg_is_in_recovery')) return () => undefined;
  left -= 1;
  if (left !== 0) return () => undefined;
  const die = (): void => {
    writeSync(2, `killed ${when} ${statement.replace(/\s+/g, ' ')}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
  if (when === 'before') die();
  return die;
}

type Method = (this: { source?: string; reader?: boolean }, ...parts: unknown[]) => unknown;
type Callback = (...answer: unknown[]) => void;

async function watchSqlite(): Promise<void> {
  const { default: Sqlite } = await import('better-sqlite3');
  const statements = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')) as Record<string, Method>;
  for (const name of ['run', 'all', 'get', 'iterate']) {
    const original = statements[name];
    if (!original) throw new Error(`better-sqlite3 has no ${name}`);
    statements[name] = function (...parts) {
      const done = step(this.source ?? '');
      const result = original.apply(this, parts);
      done();
      return result;
    };
  }
}

async function watchPostgres(): Promise<void> {
  const { default: pg } = await import('pg');
  const client = pg.Client.prototype as unknown as { query: Method };
  const query = client.query;
  client.query = function (...parts) {
    const [statement] = parts;
    const done = step(typeof statement === 'string' ? statement : ((statement as { text?: string }).text ?? ''));
    const result = query.apply(this, parts);
    if (result instanceof Promise) void result.then(done, () => undefined);
    return result;
  };
}

async function watchMysql(): Promise<void> {
  const { default: mysql } = await import('mysql2');
  /** The pool's connections inherit it from a class that the driver does not export. */
  let connection = (mysql as unknown as { Connection: { prototype: object } }).Connection.prototype;
  while (!Object.hasOwn(connection, 'query')) connection = Object.getPrototypeOf(connection) as object;
  const client = connection as { query: Method };
  const query = client.query;
  client.query = function (...parts) {
    const [options] = parts as [string | { sql: string }];
    const statement = typeof options === 'string' ? options : options.sql;
    // A new connection makes its settings first and asks what server it has. Which request meets a new one is not always the same.
    const ofConnection = /^(set (session|names) |select version\(\) as version)/.test(statement);
    const done = ofConnection ? () => undefined : step(statement);
    const callback = parts.at(-1) as Callback;
    return query.call(this, ...parts.slice(0, -1), (...answer: unknown[]) => {
      if (!answer[0]) done();
      callback(...answer);
    });
  };
}

/** Loads the driver in use alone: the others would take a fifth of the time of each start. */
const watch: Record<string, () => Promise<void>> = {
  'file:': watchSqlite,
  'postgres:': watchPostgres,
  'postgresql:': watchPostgres,
  'mysql:': watchMysql,
};
const { protocol } = new URL(process.env['DATABASE_URL'] ?? '');
const watchDriver = watch[protocol];
if (!watchDriver) throw new Error(`no driver is known for ${protocol}`);
await watchDriver();
