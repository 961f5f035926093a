import { isIP } from 'node:net';
import type { Config } from './config.js';
import { isLoopback } from '../adapters/http/loopback.js';
import { parseDatabaseUrl } from '../adapters/store/database-url.js';

type Settings = Pick<Config, 'origins' | 'databaseUrl' | 'metrics'> & { weakKeyIds: readonly string[] };

/** What can be meant, and is dangerous where it is not: a line each that says what to do. */
export function warningsOf(settings: Settings, env: NodeJS.ProcessEnv): string[] {
  const { origins, databaseUrl, metrics, weakKeyIds } = settings;
  return [
    ...(origins.some(isPublicHttp)
      ? ['ORIGIN has an http: address off this machine, so cookies and codes travel unencrypted: use https:']
      : []),
    ...(metrics && isWildcard(metrics.host)
      ? ['METRICS_LISTEN shows the counts at every address of this machine: name the one that Prometheus asks']
      : []),
    ...(sendsInTheClear(databaseUrl, env)
      ? ['DATABASE_URL goes to another machine without a checked TLS connection: add sslmode=verify-full']
      : []),
    ...weakKeyIds.map(
      (id) => `HARMONY_2FA_KEYS has an old key that can be guessed, ${id}: run rotate-keys, then remove it`,
    ),
  ];
}

function isPublicHttp(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && !isLoopback(hostname);
}

function isWildcard(address: string): boolean {
  return isIP(address) === 4
    ? address === '0.0.0.0'
    : ['[::]', '[::ffff:0:0]'].includes(new URL(`http://[${address}]`).hostname);
}

/** By what the driver makes of the URL, and of the environment where the URL says nothing. */
function sendsInTheClear(databaseUrl: string, env: NodeJS.ProcessEnv): boolean {
  const database = parseDatabaseUrl(databaseUrl);
  if (database.kind === 'sqlite') return false;
  const { hostname, searchParams } = database.url;
  const host = searchParams.get('host') ?? (decodeURIComponent(hostname) || env['PGHOST'] || 'localhost');
  if (host.startsWith('/') || isLoopback(host)) return false;
  const given = (name: string): string => searchParams.get(name) ?? '';
  const libpq = given('uselibpqcompat') === 'true';
  const checked = libpq ? ['verify-ca', 'verify-full'] : ['prefer', 'require', 'verify-ca', 'verify-full'];
  const mode = given('sslmode');
  if (mode !== '') return !checked.includes(mode);
  const ssl = given('ssl');
  if (ssl !== '') return !['true', '1'].includes(ssl);
  if (['sslcert', 'sslkey', 'sslrootcert'].some(given) || given('sslnegotiation') === 'direct') return false;
  return !['prefer', 'require', 'verify-ca', 'verify-full'].includes(env['PGSSLMODE'] ?? '');
}
