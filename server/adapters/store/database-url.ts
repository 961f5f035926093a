import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type DatabaseUrl =
  | { kind: 'sqlite'; path: string }
  | { kind: 'mariadb'; url: URL }
  | { kind: 'postgres'; url: URL; address: PostgresAddress };

export interface PostgresAddress {
  /** For the driver, without the parameters of this package. */
  connectionString: string;
  /** Behind a connection pooler: connections have no settings of their own. */
  pooled: boolean;
  /** Whether statements are prepared under a name, which a connection remembers. */
  prepared: boolean;
}

/**
 * Reads which database a URL names. It refuses every ambiguous URL: a server with a new, empty file looks healthy, and no
 * account in it has 2FA.
 *
 * @throws {TypeError} with a message of one sentence that repeats no part of the URL
 */
export function parseDatabaseUrl(url: string): DatabaseUrl {
  if (typeof url === 'string' && url.startsWith('file:')) return { kind: 'sqlite', path: toPath(url) };
  if (/^postgres(ql)?:\/\/[^/?#]*,/.test(url)) {
    throw new TypeError('the database URL names several hosts: name one address that always leads to the primary');
  }
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url))
    return { kind: 'postgres', url: new URL(url), address: toPostgresAddress(url) };
  if (/^(mysql|mariadb):\/\//.test(url) && URL.canParse(url))
    return { kind: 'mariadb', url: toMariadbUrl(new URL(url)) };
  throw new TypeError('the database URL has to be file:… with the name of a file, postgres://… or mysql://…');
}

/** The driver itself ignores what it does not know: it would go to a replica where the URL asks for one. */
function toPostgresAddress(text: string): PostgresAddress {
  const url = new URL(text);
  const take = (name: string, allowed: readonly string[]): string | null => {
    const values = url.searchParams.getAll(name);
    if (values.length > 1 || values.some((value) => !allowed.includes(value))) {
      throw new TypeError(`the database URL takes ${name} once, as ${allowed.join(' or ')}`);
    }
    url.searchParams.delete(name);
    return values[0] ?? null;
  };
  const pooler = take('pooler', ['transaction', 'session']);
  const prepared = take('prepared_statements', ['on', 'off']);
  const target = take('target_session_attrs', ['read-write', 'primary']);
  return {
    connectionString: pooler === null && prepared === null && target === null ? text : url.href,
    pooled: pooler !== null,
    prepared: prepared === null ? pooler !== 'transaction' : prepared === 'on',
  };
}

/** The driver of MariaDB takes any of its options from a URL, also those that would turn off the checks of this package. */
function toMariadbUrl(url: URL): URL {
  const names = [...url.searchParams.keys()];
  const isKnown =
    names.every((name) => name === 'sslmode' || name === 'sslrootcert') &&
    new Set(names).size === names.length &&
    ['verify-full', null].includes(url.searchParams.get('sslmode')) &&
    (url.searchParams.has('sslmode') || names.length === 0);
  if (!isKnown || url.hash !== '') {
    throw new TypeError(
      'the database URL of MariaDB takes ?sslmode=verify-full, &sslrootcert=… with it, and nothing else',
    );
  }
  if (url.hostname === '' || !/^\/[^/]+$/.test(url.pathname)) {
    throw new TypeError('the database URL of MariaDB has to name a host and a database');
  }
  try {
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part);
  } catch {
    throw new TypeError('the database URL of MariaDB has a percent escape that is not valid');
  }
  return url;
}

/** People write `file:./relative`, which the URL standard does not allow: its paths are always absolute. */
function toPath(url: string): string {
  // The URL parser drops these silently.
  if (/\p{Cc}/u.test(url) || url.trim() !== url || /^file:\s/.test(url)) {
    throw new TypeError('the database URL has white space or control characters at a place where they are not allowed');
  }
  if (/[?#]/.test(url)) {
    throw new TypeError(
      'the database URL takes no ?parameters and no #fragment; for a path with ? or # write file:///… with %3F or %23',
    );
  }
  const path = url.startsWith('file://') ? fromFileUrl(url) : fromPlainPath(url.slice('file:'.length));
  // The driver opens the trimmed path, which is another file.
  if (path.trim() !== path) {
    throw new TypeError('the database URL names a file that begins or ends with white space');
  }
  if (basename(path) === ':memory:') {
    throw new TypeError(
      'the database URL has to name a file: a database in memory loses all second factors at a restart',
    );
  }
  if (/(^|\/)\.{0,2}$/.test(path)) throw new TypeError('the database URL does not name a file');
  return resolve(path);
}

function fromFileUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.host !== '') {
    throw new TypeError(
      'the database URL names a host, and SQLite cannot open a file of another machine: write file:///absolute or file:./relative',
    );
  }
  try {
    if (!/\\|%00/.test(text)) return fileURLToPath(url);
  } catch {
    // The error below names the setting instead.
  }
  throw new TypeError('the database URL has a path that cannot name a file');
}

function fromPlainPath(path: string): string {
  if (/%[\da-f]{2}/i.test(path)) {
    throw new TypeError('the database URL has a percent escape, which is allowed only in file:///…');
  }
  if (/^~|\$/.test(path)) {
    throw new TypeError('the database URL has ~ or $, which only a shell replaces: write the whole path');
  }
  return path;
}
