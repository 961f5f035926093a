import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import * as z from 'zod';
import { warningsOf } from './config-warnings.js';
import { defaultAuditDays, requireAuditDays } from '../core/audit/audit-log.js';
import { parseKeyRing, weakKeyIds, type KeyRing } from '../core/crypto/key-ring.js';
import { readUtcTime } from './utc-time.js';
import { withoutBrackets } from '../adapters/http/address.js';
import { readTrustedProxies } from '../adapters/http/trusted-proxies.js';
import { readSmtpUrl } from '../adapters/notice/smtp-url.js';
import { parseDatabaseUrl } from '../adapters/store/database-url.js';
import type { WebhookEndpoint } from '../adapters/webhook/endpoint.js';
import { requireIssuer } from '../core/two-factor/key-uri.js';
import { toStoredAddress } from './account/address.js';
import { readIssuerByDomain, type IssuerByDomain } from './account/issuer-by-domain.js';
import { maxTrustDays } from './account/trusted-devices.js';
import { readWebhooks } from './config-webhooks.js';
import { defaultDelayHours, requireDelay } from '../core/two-factor/recoveries.js';

export interface Config {
  port: number;
  host: string;
  /** Never empty. The first one is the server's own address in its messages. */
  origins: [string, ...string[]];
  /** Whether browsers reach the server by https. */
  secure: boolean;
  databaseUrl: string;
  keys: KeyRing;
  issuer: string;
  /** The names of tenants, for accounts whose address has such a domain; empty for a product of one tenant. */
  issuerByDomain: IssuerByDomain;
  /** Calls a minute from one network; 0 for no limit. */
  networkLimit: number;
  logLevel: string;
  /** For how long the server serves on after SIGTERM, so that load balancers notice. */
  stopDelayMs: number;
  /** Addresses and networks of the proxies whose `X-Forwarded-For` is trusted. */
  trustProxy: string[];
  /** For how many days a device may be trusted; 0 turns trusted devices off. */
  trustedDeviceDays: number;
  /** How many days the entries of the audit trail are kept. */
  auditDays: number;
  /** Whether every account has to have 2FA: at once, from a date on, or not at all. */
  requireTwoFactor: 'on' | 'off' | Date;
  /** After how many hours a recovery code works. */
  recoveryDelayHours: number;
  /** The addresses of the accounts that administer others, in lower case; none when nobody does in the browser. */
  administrators: string[];
  /** The address of the metrics; null when they are not served. */
  metrics: { host: string; port: number } | null;
  /** How notices are sent; null when none are sent. */
  mail: { url: string; from: string } | null;
  /** Where audit entries are sent as webhooks; none when nothing is sent. */
  webhooks: WebhookEndpoint[];
  /** One line each, printed at every log level. */
  warnings: string[];
}

/** An invalid setting. The message is one line for the operator and repeats no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);

const settings = z.object({
  PORT: z
    .string()
    .default('3000')
    .transform(wholeNumber)
    .refine((port) => port >= 1 && port <= 65_535, 'has to be a port, 1 to 65535'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .refine(
      (host) => isIP(host) !== 0 || /^[A-Za-z0-9.-]{1,253}$/.test(host),
      'has to be a host name or an IP address',
    ),
  ORIGIN: z.string().optional(),
  DATABASE_URL: z.string().default('file:./data/harmony-2fa.sqlite'),
  HARMONY_2FA_KEYS: z.string().optional(),
  HARMONY_2FA_KEYS_FILE: z.string().optional(),
  ISSUER: z.string().default('Harmony'),
  ISSUER_BY_DOMAIN: z.string().default(''),
  NETWORK_LIMIT: z
    .string()
    .default('120')
    .transform(wholeNumber)
    .refine((limit) => limit >= 0, 'has to be a whole number, 0 for no limit'),
  LOG_LEVEL: z
    .string()
    .default('info')
    .refine((level) => (levels as readonly string[]).includes(level), `has to be one of ${levels.join(', ')}`),
  STOP_DELAY: z
    .string()
    .default('5')
    .transform(wholeNumber)
    .refine((seconds) => seconds >= 0 && seconds <= 60, 'has to be a number of seconds up to 60, 0 for none'),
  TRUST_PROXY: z.string().default(''),
  TRUSTED_DEVICE_DAYS: z
    .string()
    .default('0')
    .transform(wholeNumber)
    .refine(
      (days) => days >= 0 && days <= maxTrustDays,
      `has to be a number of days up to ${maxTrustDays}, 0 for none`,
    ),
  AUDIT_DAYS: z.string().default(String(defaultAuditDays)).transform(wholeNumber),
  REQUIRE_2FA: z
    .string()
    .default('off')
    .transform((text, context) => {
      const rule = readRequireTwoFactor(text);
      if (rule !== null) return rule;
      context.addIssue('has to be off, on, or a date in UTC such as 2026-12-01 or 2026-12-01T09:00:00Z');
      return z.NEVER;
    }),
  RECOVERY_DELAY_HOURS: z.string().default(String(defaultDelayHours)).transform(wholeNumber),
  ADMINISTRATORS: z
    .string()
    .default('')
    .transform((text) => (text === '' ? [] : text.split(',').map((entry) => toStoredAddress(entry.trim()))))
    .refine(
      (addresses) => addresses.every((address) => z.email().max(254).safeParse(address).success),
      'has to list addresses of accounts, separated by commas',
    ),
  METRICS_LISTEN: z.string().optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  WEBHOOKS: z.string().optional(),
  WEBHOOKS_FILE: z.string().optional(),
});

/**
 * Reads the settings from environment variables. An empty variable counts as not set.
 *
 * @throws {ConfigError} for the first invalid value
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = settings.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}`);
  }
  const { PORT, HOST, ORIGIN, DATABASE_URL, HARMONY_2FA_KEYS, ISSUER, NETWORK_LIMIT, LOG_LEVEL, TRUST_PROXY } =
    result.data;
  const { SMTP_URL, MAIL_FROM, TRUSTED_DEVICE_DAYS, RECOVERY_DELAY_HOURS, ADMINISTRATORS } = result.data;
  const { METRICS_LISTEN, HARMONY_2FA_KEYS_FILE, ISSUER_BY_DOMAIN } = result.data;
  const { WEBHOOKS, WEBHOOKS_FILE, REQUIRE_2FA, AUDIT_DAYS, STOP_DELAY } = result.data;
  const origins = readOrigins(ORIGIN ?? `http://localhost:${PORT}`);
  const databaseUrl = readDatabaseUrl(DATABASE_URL);
  const keys = readKeys(HARMONY_2FA_KEYS, HARMONY_2FA_KEYS_FILE);
  const metrics = METRICS_LISTEN === undefined ? null : readListen(METRICS_LISTEN);
  const mail = readMail(SMTP_URL, MAIL_FROM);
  return {
    port: PORT,
    host: HOST,
    origins,
    secure: origins[0].startsWith('https:'),
    databaseUrl,
    keys: explain(keys.name, () => parseKeyRing(keys.text)),
    issuer: readIssuer(ISSUER),
    issuerByDomain: explain('ISSUER_BY_DOMAIN', () => readIssuerByDomain(ISSUER_BY_DOMAIN)),
    networkLimit: NETWORK_LIMIT,
    logLevel: LOG_LEVEL,
    stopDelayMs: STOP_DELAY * 1000,
    trustProxy: explain('TRUST_PROXY', () => readTrustedProxies(TRUST_PROXY)),
    trustedDeviceDays: TRUSTED_DEVICE_DAYS,
    auditDays: explain('AUDIT_DAYS', () => requireAuditDays(AUDIT_DAYS)),
    requireTwoFactor: REQUIRE_2FA,
    recoveryDelayHours: explain('RECOVERY_DELAY_HOURS', () => requireDelay(RECOVERY_DELAY_HOURS)),
    administrators: ADMINISTRATORS,
    metrics,
    mail,
    webhooks: readEndpoints(WEBHOOKS, WEBHOOKS_FILE),
    warnings: warningsOf(
      {
        origins,
        databaseUrl,
        metrics,
        weakKeyIds: weakKeyIds(keys.text),
        remindsNobody: REQUIRE_2FA instanceof Date && mail === null,
      },
      given,
    ),
  };
}

/** Null for any other text. */
function readRequireTwoFactor(text: string): Config['requireTwoFactor'] | null {
  return text === 'on' || text === 'off' ? text : readUtcTime(text);
}

/** The keys, and the variable that gives them. */
function readKeys(text: string | undefined, file: string | undefined): { name: string; text: string } {
  const given = readTextOrFile('HARMONY_2FA_KEYS', text, file);
  if (given === null) {
    throw new ConfigError(
      'HARMONY_2FA_KEYS is missing: the server needs a key to encrypt secrets (id:base64 of 32 bytes), or HARMONY_2FA_KEYS_FILE',
    );
  }
  // A file has one key on each line, or keys separated by commas.
  return text !== undefined ? given : { ...given, text: given.text.trim().replace(/[\r\n]+/g, ',') };
}

function readEndpoints(text: string | undefined, file: string | undefined): WebhookEndpoint[] {
  const given = readTextOrFile('WEBHOOKS', text, file);
  return given === null ? [] : explain(given.name, () => readWebhooks(given.text));
}

/** A value with secrets, and the variable that gives it. Orchestrators mount secrets as files, so that no variable shows them. */
function readTextOrFile(
  name: string,
  text: string | undefined,
  file: string | undefined,
): { name: string; text: string } | null {
  if (text !== undefined && file !== undefined) {
    throw new ConfigError(`${name} and ${name}_FILE are both set: which one counts is not clear`);
  }
  if (text !== undefined) return { name, text };
  if (file === undefined) return null;
  try {
    return { name: `${name}_FILE`, text: readFileSync(file, 'utf8') };
  } catch {
    throw new ConfigError(`${name}_FILE cannot be read`);
  }
}

/** Origins as browsers send them, since they are compared as text. With mixed schemes cookies could not be `Secure`. */
function readOrigins(text: string): [string, ...string[]] {
  const [first = '', ...others] = text.split(',').map((entry) => entry.trim());
  const origins: [string, ...string[]] = [readOrigin(first), ...others.map(readOrigin)];
  if (new Set(origins.map((origin) => origin.split(':', 1)[0])).size > 1) {
    throw new ConfigError('ORIGIN has to list origins of one scheme: https, or http for local tests');
  }
  return origins;
}

/** Removes the default port of the scheme: operators write it, and browsers omit it. */
function readOrigin(entry: string): string {
  const url = URL.canParse(entry) ? new URL(entry) : null;
  const implied = url?.protocol === 'https:' ? ':443' : ':80';
  if (
    !url ||
    entry.includes('*') ||
    !/^https?:$/.test(url.protocol) ||
    ![url.origin, url.origin + implied].includes(entry)
  ) {
    throw new ConfigError('ORIGIN has to list origins such as https://app.example.com: scheme, host, port, no path');
  }
  return url.origin;
}

function readListen(text: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const address = withoutBrackets(host);
  const number = wholeNumber(port);
  if (isIP(address) === 0 || !(number >= 1 && number <= 65_535)) {
    throw new ConfigError('METRICS_LISTEN has to be an address and a port: 127.0.0.1:9464');
  }
  return { host: address, port: number };
}

function readMail(url: string | undefined, from: string | undefined): Config['mail'] {
  if (url === undefined && from === undefined) return null;
  if (url !== undefined) explain('SMTP_URL', () => readSmtpUrl(url));
  if (url === undefined) throw new ConfigError('MAIL_FROM has no effect without SMTP_URL, which is missing');
  if (from === undefined || !/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/.test(from)) {
    throw new ConfigError('MAIL_FROM has to be the sender of notices: Product <no-reply@example.com>');
  }
  return { url, from };
}

function readDatabaseUrl(url: string): string {
  explain('DATABASE_URL', () => parseDatabaseUrl(url));
  return url;
}

function readIssuer(issuer: string): string {
  explain('ISSUER', () => requireIssuer(issuer));
  return issuer;
}

function explain<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`${name}: ${error instanceof Error ? error.message : 'cannot be used'}`);
  }
}
