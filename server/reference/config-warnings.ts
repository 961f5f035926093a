import { isIP } from 'node:net';
import { isLoopback } from '../adapters/http/loopback.js';
import { parseDatabaseUrl } from '../adapters/store/database-url.js';

export interface CheckedSettings {
  origins: readonly string[];
  databaseUrl: string;
  metrics: { host: string } | null;
  weakKeyIds: readonly string[];
  /** REQUIRE_2FA has a date, and no mail can be sent. */
  remindsNobody: boolean;
}

/** Settings that are valid and may be dangerous. Each line says what the operator can do. */
export function warningsOf(settings: CheckedSettings, env: NodeJS.ProcessEnv): string[] {
  const { origins, databaseUrl, metrics, weakKeyIds, remindsNobody } = settings;
  return [
    ...(origins.some(isPublicHttp)
      ? ['ORIGIN has an http: address of another machine, so cookies and codes are not encrypted: use https:']
      : []),
    ...(metrics && isWildcard(metrics.host)
      ? ['METRICS_LISTEN serves the metrics at every address of this machine: set the one that Prometheus uses']
      : []),
    ...(isUnverified(databaseUrl, env)
      ? ['DATABASE_URL names another machine without a verified TLS connection: add sslmode=verify-full']
      : []),
    ...(remindsNobody
      ? ['REQUIRE_2FA has a date, and nobody is reminded of it by mail: set SMTP_URL and MAIL_FROM']
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

/** Follows the driver: it reads the URL first, and then the environment. */
function isUnverified(databaseUrl: string, env: NodeJS.ProcessEnv): boolean {
  const database = parseDatabaseUrl(databaseUrl);
  if (database.kind === 'sqlite') return false;
  const { hostname, searchParams } = database.url;
  if (database.kind === 'mariadb') return !isLoopback(hostname) && !searchParams.has('sslmode');
  // Of repeated parameters the driver takes the last.
  const given = (name: string): string => searchParams.getAll(name).at(-1) ?? '';
  const host = given('host') || decodeURIComponent(hostname) || env['PGHOST'] || 'localhost';
  if (host.startsWith('/') || isLoopback(host)) return false;
  const libpq = given('uselibpqcompat') === 'true';
  const checked = libpq ? ['verify-ca', 'verify-full'] : ['prefer', 'require', 'verify-ca', 'verify-full'];
  const mode = given('sslmode');
  if (mode !== '') return !checked.includes(mode);
  const ssl = given('ssl');
  if (ssl !== '') return !['true', '1'].includes(ssl);
  if (['sslcert', 'sslkey', 'sslrootcert'].some(given) || given('sslnegotiation') === 'direct') return false;
  return !['prefer', 'require', 'verify-ca', 'verify-full'].includes(env['PGSSLMODE'] ?? '');
}
