import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2';
import pg from 'pg';

/**
 * Loaded before the server (`--import`): kills the process with SIGKILL right before or right after the n-th SQL statement of
 * the request whose header `x-crash` says so (`before 3`). The server itself knows nothing of it.
 */
export const crashHeader = 'x-crash';

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

const client = pg.Client.prototype as unknown as { query: Method };
const query = client.query;
client.query = function (...parts) {
  const [statement] = parts;
  const done = step(typeof statement === 'string' ? statement : ((statement as { text?: string }).text ?? ''));
  const result = query.apply(this, parts);
  if (result instanceof Promise) void result.then(done, () => undefined);
  return result;
};

type Callback = (...answer: unknown[]) => void;

/** The pool's connections inherit it from a class that the driver does not export. */
let connection = (mysql as unknown as { Connection: { prototype: object } }).Connection.prototype;
while (!Object.hasOwn(connection, 'query')) connection = Object.getPrototypeOf(connection) as object;
const mysqlClient = connection as { query: Method };
const mysqlQuery = mysqlClient.query;
mysqlClient.query = function (...parts) {
  const [options] = parts as [string | { sql: string }];
  const statement = typeof options === 'string' ? options : options.sql;
  // A new connection makes its settings first, and which request meets a new one is not always the same.
  const done = /^set (session|names) /.test(statement) ? () => undefined : step(statement);
  const callback = parts.at(-1) as Callback;
  return mysqlQuery.call(this, ...parts.slice(0, -1), (...answer: unknown[]) => {
    if (!answer[0]) done();
    callback(...answer);
  });
};
