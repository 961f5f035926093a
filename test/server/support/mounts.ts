import { getRequestListener } from '@hono/node-server';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import express4 from 'express4';
import { twoFactorRouter } from '../../../server/express.js';
import { fetchHandler, type FetchContext } from '../../../server/fetch.js';
import type { Log, TwoFactor, TwoFactorHost } from '../../../server/index.js';
import { nodeHandler } from '../../../server/node.js';

/** A session of the app in these tests. Its id is in the header `X-Session`. */
export interface AppSession {
  stage: 'challenge' | 'enrolment' | 'full';
  accountId: string;
  proof: { method: 'password' | 'second_factor'; at: Date } | null;
}

export interface MountParts {
  twoFactor: TwoFactor;
  sessions: Map<string, AppSession>;
  origins: string[];
  clock: () => Date;
  log: Log;
  /** Runs before each operation that the limit is for. */
  limit: () => void;
}

/** A running app that has the contract at `/api/2fa`. */
export interface Mounted {
  url: string;
  port: number;
  close(): void;
}

/** How the app reads the session id of a request and sends a new one: all that differs between servers. */
interface SessionHeader<Context> {
  read(context: Context): string;
  send(context: Context, id: string): void;
}

function hostOf<Context>({ sessions, clock }: MountParts, header: SessionHeader<Context>): TwoFactorHost<Context> {
  const rotate = (context: Context, change: Partial<AppSession>): boolean => {
    const session = sessions.get(header.read(context));
    if (!session || !sessions.delete(header.read(context))) return false;
    const id = crypto.randomUUID();
    sessions.set(id, { ...session, ...change });
    header.send(context, id);
    return true;
  };
  const endOthers = (context: Context, accountId: string): void => {
    const own = header.read(context);
    for (const [id, session] of sessions) if (session.accountId === accountId && id !== own) sessions.delete(id);
  };
  return {
    identify: (context) => {
      const session = sessions.get(header.read(context));
      if (!session) return Promise.resolve(null);
      const { stage, accountId, proof } = session;
      const expiresAt = new Date(clock().getTime() + 60_000);
      if (stage === 'full') return Promise.resolve({ stage, accountId, accountName: 'Ada', proof });
      return Promise.resolve(
        stage === 'enrolment' ? { stage, accountId, accountName: 'Ada', expiresAt } : { stage, accountId, expiresAt },
      );
    },
    checkPassword: (_caller, password) => Promise.resolve(password === 'open sesame'),
    recordProof: (context, _caller, proof) => Promise.resolve(rotate(context, { proof })),
    completeChallenge: (context, _caller, { trustDevice }) => {
      const proof = { method: 'second_factor' as const, at: clock() };
      const result = trustDevice ? '/home, trusted' : '/home';
      return Promise.resolve(rotate(context, { stage: 'full', proof }) ? { result } : null);
    },
    completeEnrolment: (context, { accountId }) => {
      endOthers(context, accountId);
      const proof = { method: 'second_factor' as const, at: clock() };
      return Promise.resolve(rotate(context, { stage: 'full', proof }));
    },
    factorChanged: (context, { accountId }, { enabled }) => {
      endOthers(context, accountId);
      rotate(context, enabled ? { proof: { method: 'second_factor', at: clock() } } : {});
      return Promise.resolve();
    },
    trustDays: () => Promise.resolve(30),
    devices: (context, { accountId }) =>
      Promise.resolve(
        full(accountId).map(([id, session]) => ({
          id: listedIdOf(id),
          kind: 'session' as const,
          name: 'A browser',
          address: null,
          current: id === header.read(context),
          addedAt: (session.proof?.at ?? clock()).toISOString(),
          lastUsedAt: clock().toISOString(),
          expiresAt: clock().toISOString(),
        })),
      ),
    removeDevice: (_context, { accountId }, id) => {
      const found = full(accountId).find(([key]) => listedIdOf(key) === id);
      return Promise.resolve(found !== undefined && sessions.delete(found[0]));
    },
    removeOtherDevices: (context, { accountId }) => {
      for (const [id] of full(accountId)) if (id !== header.read(context)) sessions.delete(id);
      return Promise.resolve(sessions.has(header.read(context)));
    },
  };

  function full(accountId: string): [string, AppSession][] {
    return [...sessions].filter(([, one]) => one.accountId === accountId && one.stage === 'full');
  }
}

/** With characters that a path cannot hold as they are. */
export function listedIdOf(session: string): string {
  return `a/${session.slice(0, 8)}?%`;
}

const onNode: SessionHeader<{
  req: { headers: NodeJS.Dict<string | string[]> };
  res: { setHeader(name: string, value: string): unknown };
}> = {
  read: ({ req }) => String(req.headers['x-session']),
  send: ({ res }, id) => void res.setHeader('X-Session', id),
};

async function listen(listener: RequestListener): Promise<Mounted> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, close: () => (server.closeAllConnections(), void server.close()) };
}

function onExpress(framework: typeof express, parts: MountParts): Promise<Mounted> {
  const { twoFactor, origins, log, limit } = parts;
  const app = framework();
  const router = twoFactorRouter(twoFactor, {
    host: hostOf(parts, onNode),
    origins,
    log,
    limiter: (_req, _res, next) => {
      limit();
      next();
    },
  });
  app.use('/api/2fa', router);
  return listen(app);
}

/** Each way to mount the contract. */
export const mounts: Record<string, (parts: MountParts) => Promise<Mounted>> = {
  'Express 5': (parts) => onExpress(express, parts),
  'Express 4': (parts) => onExpress(express4, parts),
  'node:http': (parts) => {
    const { twoFactor, origins, log, limit } = parts;
    const handler = nodeHandler(twoFactor, {
      host: hostOf(parts, onNode),
      origins,
      log,
      limiter: () => Promise.resolve(limit()),
    });
    return listen((req, res) => void handler(req, res));
  },
  'the Fetch API': (parts) => {
    const { twoFactor, origins, log, limit } = parts;
    const handler = fetchHandler(twoFactor, {
      host: hostOf<FetchContext>(parts, {
        read: ({ request }) => request.headers.get('x-session') ?? '',
        send: ({ headers }, id) => headers.set('X-Session', id),
      }),
      origins,
      log,
      limiter: () => Promise.resolve(limit()),
    });
    const listener = getRequestListener((request) => handler(request));
    return listen((req, res) => void listener(req, res));
  },
};
