import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Driver, DriverAccount } from '../../../server/conformance/driver/driver.js';
import { countFailure } from './attempts.js';
import type { Fault } from './faults.js';
import type { Operation, Reply } from './callers.js';
import { base32, operations } from './operations.js';
import { Refusal } from './refusal.js';
import { budgetOf, createAccount, createWorld, signIn, type Session, type World } from './world.js';

const origin = 'https://stand-in.example';
const basePath = '/api/2fa';

/** A back end in memory, right in everything but the one fault that is planted, and the driver of it. */
export interface StandIn {
  base: string;
  driver: Driver;
  close(): Promise<void>;
}

export interface StandInOptions {
  fault?: Fault | undefined;
  port?: number;
  /** The clock is the machine's, and the driver cannot move it. */
  hasRealClock?: boolean;
}

export async function startStandIn({
  fault,
  port: wanted = 0,
  hasRealClock = false,
}: StandInOptions = {}): Promise<StandIn> {
  const world = createWorld(fault, hasRealClock);
  const server = createServer((req, res) => void handle(world, req, res));
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}${basePath}`;
  const accountOf = (account: DriverAccount) => world.accounts.get(String(account.id))!;
  return {
    base,
    driver: {
      createAccount() {
        const { id, email, password } = createAccount(world);
        return Promise.resolve({ id, email, password });
      },
      signIn: (account) =>
        Promise.resolve({ headers: { origin, cookie: `sid=${signIn(world, accountOf(account)).id}` } }),
      ...(!hasRealClock && {
        moveClock: (seconds: number) => {
          world.now += seconds * 1000;
          return Promise.resolve({ now: new Date(world.now).toISOString() });
        },
      }),
      requireTwoFactor(account) {
        const required = accountOf(account);
        required.isRequired = true;
        required.requiredAt = world.now;
        return Promise.resolve();
      },
      readStored: (account) => Promise.resolve([stored(world, accountOf(account).id)]),
      restart() {
        if (world.has('a restart forgets the budget')) world.budgets.clear();
        if (world.has('a restart forgets spent codes')) {
          for (const { factor } of world.accounts.values()) for (const app of factor?.apps ?? []) app.lastStep = -1;
        }
        if (world.has('a restart revives used backup codes')) {
          for (const { factor } of world.accounts.values())
            factor?.codes.forEach((_isUsed, code, set) => set.set(code, false));
        }
        return Promise.resolve();
      },
      secondInstance: () => Promise.resolve({ base: `${base}-2` }),
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What this back end would write down: the stand-in keeps no secret in a file, so only its faults do. */
function stored(world: World, id: string): string {
  const account = world.accounts.get(id)!;
  const secrets = world.has('secrets are stored as they are')
    ? (account.factor?.apps.map(({ secret }) => base32(secret)) ?? [])
    : [];
  const codes = world.has('backup codes are stored as they are') ? [...(account.factor?.codes.keys() ?? [])] : [];
  return JSON.stringify({ id, email: account.email, secrets, codes });
}

async function handle(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  let text = '';
  try {
    const { path, id, methods } = route(world, req);
    const isOptional = /^\/(devices|authenticators)/.test(path);
    const isUnchecked = isOptional && world.has('Origin is not checked at the optional operations');
    const operation = findOperation(world, req, methods);
    if (req.method !== 'GET' && !isUnchecked && !isOwnOrigin(world, req)) refuseOrigin(world, req);
    const raw = await readBody(req);
    text = raw.toString('latin1');
    const body = req.method === 'GET' ? {} : parseBody(world, req, raw, path);
    const session = findSession(world, req);
    const headers = req.headers as Record<string, string | undefined>;
    const instance = req.url?.startsWith(`${basePath}-2/`) ? 2 : 1;
    const reply = await operation({ world, session, body, headers, id, instance });
    send(world, req, res, reply, session);
  } catch (error) {
    sendProblem(world, req, res, error, text);
  }
}

function route(
  world: World,
  req: IncomingMessage,
): { path: string; id: string; methods: Readonly<Record<string, Operation>> } {
  const [url = ''] = (req.url ?? '').split('?', 1);
  const path = url.replace(/^\/api\/2fa(-2)?(?=\/)/, '');
  const whole = operations[path];
  if (whole && path !== url) return { path, id: '', methods: whole };
  const [, folder = '', id = ''] = /^\/([\w-]+)\/([^/]+)$/.exec(path) ?? [];
  const methods = operations[`/${folder}/{id}`];
  if (methods && path !== url && !world.has('optional operations answer without a code')) return { path, id, methods };
  if (methods) throw new Missing();
  throw new Refusal(world.has('an unknown path is 401') ? 'not_signed_in' : 'not_found');
}

/** A 404 that is none of the protocol. */
class Missing extends Error {}

function findOperation(world: World, req: IncomingMessage, methods: Readonly<Record<string, Operation>>): Operation {
  const named = req.headers['x-http-method-override'];
  const isNamed = typeof named === 'string' && world.has('a header names the method of a GET');
  const isDisable = methods === operations['/disable'];
  const isRead = req.method === 'GET' && isDisable && world.has('a GET turns 2FA off');
  const operation = methods[isNamed ? named : (req.method ?? '')] ?? (isRead ? methods['POST'] : undefined);
  if (operation) return operation;
  if (world.has('a wrong method is 404')) throw new Refusal('not_found');
  const allow = { Allow: Object.keys(methods).join(', ') };
  throw new Refusal('method_not_allowed', {}, world.has('405 has no Allow') ? {} : allow);
}

function isOwnOrigin(world: World, req: IncomingMessage): boolean {
  const given = req.headers.origin;
  if (world.has('Origin is not checked') || given === origin) return true;
  if (given === undefined) return world.has('a missing Origin is accepted');
  if (world.has('Referer makes up for Origin') && (req.headers.referer ?? '').startsWith(origin)) return true;
  if (world.has('a subdomain passes as the origin') && isSubdomain(given)) return true;
  const { hostname } = new URL(origin);
  const isSameHost = URL.canParse(given) && new URL(given).hostname === hostname;
  if (world.has('any scheme and port pass as the origin') && isSameHost) return true;
  return world.has('Origin is compared by its beginning') && given.startsWith(origin);
}

function isSubdomain(given: string | undefined): boolean {
  return given?.endsWith(`.${new URL(origin).hostname}`) ?? false;
}

function refuseOrigin(world: World, req: IncomingMessage): never {
  const session = findSession(world, req);
  if (session && world.has('another origin counts')) countFailure(world, budgetOf(world, session.account.id));
  throw new Refusal('origin_refused');
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parseBody(world: World, req: IncomingMessage, raw: Buffer, path: string): Record<string, unknown> {
  const needsField = ['/setup/confirm', '/challenge', '/reauthenticate'].includes(path);
  if (raw.length === 0) {
    if (needsField) throw new Refusal('request_invalid');
    return {};
  }
  const type = req.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    const session = findSession(world, req);
    if (session && world.has('another media type counts')) countFailure(world, budgetOf(world, session.account.id));
    if (!world.has('a form is read')) throw new Refusal('unsupported_media_type');
    if (/form-urlencoded/.test(type)) return Object.fromEntries(new URLSearchParams(raw.toString()));
  }
  if (raw.length > 4096 && !world.has('large bodies are read')) throw new Refusal('body_too_large');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw new Refusal('request_invalid');
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject && world.has('a body that is no object is read as empty')) return {};
  if (!isObject) throw new Refusal('request_invalid');
  const body = value as Record<string, unknown>;
  const known = ['code', 'backupCode', 'password', 'id', 'name', 'mode'];
  const isStrict = world.has('unknown fields are refused') && Object.keys(body).some((name) => !known.includes(name));
  if (isStrict) throw new Refusal('request_invalid');
  const isEmpty = Object.keys(body).length === 0 && !needsField;
  if (isEmpty && world.has('an empty object is refused')) throw new Refusal('request_invalid');
  return body;
}

function findSession(world: World, req: IncomingMessage): Session | undefined {
  const id = /(?:^|;\s*)sid=([^;]*)/.exec(req.headers.cookie ?? '')?.[1];
  const found = id === undefined ? undefined : world.sessions.get(id);
  const named = new URLSearchParams((req.url ?? '').split('?')[1] ?? '').get('accountId');
  if (found && named !== null && world.has('a parameter names the account')) {
    return [...world.sessions.values()].find(({ account, stage }) => account.id === named && stage === 'full') ?? found;
  }
  return found;
}

function send(
  world: World,
  req: IncomingMessage,
  res: ServerResponse,
  { status, body }: Reply,
  session: Session | undefined,
): void {
  const attributes = [
    ...(world.has('the cookie is open to scripts') ? [] : ['HttpOnly']),
    ...(world.has('the cookie has no SameSite') ? [] : ['SameSite=Lax']),
    'Path=/',
  ];
  if (session && world.sessions.has(session.id))
    res.setHeader('Set-Cookie', `sid=${session.id}; ${attributes.join('; ')}`);
  if (!world.has('messages may be stored')) res.setHeader('Cache-Control', 'no-store');
  allowOrigin(world, req, res);
  const text = body === undefined ? '' : JSON.stringify(body);
  if (world.has('reads have an ETag') && req.method === 'GET') res.setHeader('ETag', `"${text.length}"`);
  const isConditional = 'if-none-match' in req.headers || 'if-modified-since' in req.headers;
  if (isConditional && world.has('a conditional read is 304')) {
    res.writeHead(304).end();
    return;
  }
  if (text !== '')
    res.setHeader(
      'Content-Type',
      world.has('messages are plain text') ? 'text/plain' : 'application/json; charset=utf-8',
    );
  res.writeHead(status).end(text);
}

function allowOrigin(world: World, req: IncomingMessage, res: ServerResponse): void {
  const given = req.headers.origin;
  const isAllowed =
    world.has('every origin may read') ||
    (given === 'null' && world.has('the origin null may read')) ||
    (isSubdomain(given) && world.has('a subdomain may read'));
  if (!isAllowed) return;
  res.setHeader('Access-Control-Allow-Origin', given ?? '*');
  res.setHeader('Access-Control-Allow-Credentials', 'true');
}

function sendProblem(world: World, req: IncomingMessage, res: ServerResponse, error: unknown, sent: string): void {
  allowOrigin(world, req, res);
  if (!world.has('errors may be stored')) res.setHeader('Cache-Control', 'no-store');
  if (error instanceof Missing) {
    res.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>Not found</h1>');
    return;
  }
  if (!(error instanceof Refusal)) {
    res.writeHead(500, { 'Content-Type': 'text/plain' }).end('fault');
    return;
  }
  const { code, members, headers } = error;
  const status = code === 'not_signed_in' && world.has('a stranger gets 403') ? 403 : error.status;
  const wait = members['retryAfter'];
  if (typeof wait === 'number' && !world.has('a wait has no Retry-After')) res.setHeader('Retry-After', String(wait));
  const shown = world.has('code_invalid counts nothing down') && code === 'code_invalid' ? {} : members;
  const problem = {
    type: 'about:blank',
    title: world.has('an error repeats what was sent') ? `Refused: ${sent}` : 'Refused',
    status: world.has('a problem has no status') ? undefined : status,
    code,
    ...shown,
    ...(world.has('an error has a stack') && { stack: 'at handle (server.js:1:1)' }),
  };
  const type = world.has('errors are plain JSON') ? 'application/json' : 'application/problem+json; charset=utf-8';
  res.writeHead(status, { ...headers, 'Content-Type': type }).end(JSON.stringify(problem));
}
