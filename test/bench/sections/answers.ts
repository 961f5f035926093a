import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type Server } from '../measure.js';
import { interleave, type Plan, type Round, type Runner } from '../rounds.js';
import { keys, seedDatabase } from '../seed-database.js';
import type { Figure, Goal, Measure } from '../section.js';
import { ratiosOf, show, spreadOf } from '../statistics.js';

const names = {
  router: 'this router, SQLite, durable',
  five: 'this router, with five authenticators of each account',
  routerListen: 'this router in an app that calls app.listen',
  fetch: 'the handler of the Fetch API, on node:http',
  express: 'Express 5 and otpauth, nothing stored',
  expressServer: 'Express 5 and otpauth behind createExpressServer',
  http: 'bare node:http with an HMAC',
  peer: 'better-auth, better-sqlite3',
};
const rounds = 5;
const appListen = { LISTEN: 'app.listen' };
/** Requests in a round. A set-up takes ten slow hashes, a backup code one. */
const count = { code: 3000, backupCode: 24, status: 2000, setUp: 4, peer: 60 };
/** Accounts for all rounds of one kind, with warm-up. */
const most = (rounds + 2) * count.code;

/** Answers over HTTP on loopback: new accounts, 32 connections, each server alone on its core. */
export const measureAnswers: Measure = async (scratch) => {
  const servers: Server[] = [];
  const start = async (file: string, env: Record<string, string>): Promise<Server> => {
    const server = await startServer(file, { ACCOUNTS: String(most), ...env });
    servers.push(server);
    return server;
  };
  try {
    const startRouter = async (
      name: string,
      count: number,
      env: Record<string, string> = {},
      authenticators = 1,
    ): Promise<Server> => {
      const path = join(scratch, `${name}.sqlite`);
      await seedDatabase('sqlite', path, { count, every: 1, authenticators });
      return start('subjects/router.ts', { DATABASE_URL: `file:${path}`, HARMONY_2FA_KEYS: keys, ...env });
    };
    const router = await startRouter('answers', 2 * most);
    const runners: Runner[] = [
      { name: names.router, server: router, count: count.code },
      { name: names.five, server: await startRouter('answers-five', most, {}, 5), count: count.code },
      { name: names.routerListen, server: await startRouter('answers-listen', most, appListen), count: count.code },
      { name: names.fetch, server: await startRouter('answers-fetch', most, { MOUNT: 'fetch' }), count: count.code },
      { name: names.express, server: await start('subjects/express-floor.ts', appListen), count: count.code },
      {
        name: names.expressServer,
        server: await start('subjects/express-floor.ts', {}),
        count: count.code,
      },
      { name: names.http, server: await start('subjects/http-floor.ts', {}), count: count.code },
    ];
    if (hasPeers()) {
      const server = await start('peers/better-auth.mjs', {
        ACCOUNTS: String((rounds + 2) * count.peer),
        DATABASE_URL: `file:${join(scratch, 'peer.sqlite')}`,
      });
      runners.push({ name: names.peer, server, count: count.peer, kind: 'better-auth code' });
    }
    const right = await interleave(runners, { kind: 'right code', status: '200', rounds });

    // From here on only the router, with unused accounts for each kind.
    let first = most;
    const measureKind = async (plan: Omit<Plan, 'rounds'>, answers: number): Promise<Round[]> => {
      const runner: Runner = { name: names.router, server: router, count: answers, first };
      first += (rounds + 2) * answers;
      return (await interleave([runner], { ...plan, rounds })).get(names.router)!;
    };
    const wrong = await measureKind({ kind: 'wrong code', status: '422' }, count.status);
    const backup = await measureKind({ kind: 'backup code', status: '200' }, count.backupCode);
    const wrongBackup = await measureKind({ kind: 'wrong backup code', status: '422' }, count.backupCode);
    const status = await measureKind({ kind: 'status', status: '200' }, count.status);
    const setUp = await measureKind({ kind: 'set-up', status: '201' }, count.setUp);

    return {
      title: 'Answering a challenge',
      goals: goalsOf(right, [...backup, ...wrongBackup]),
      figures: [
        ...[...right].map(([what, own]) => ({
          what: `right code: ${what}`,
          measured: `${describe(own)}, ${show(ratiosOf(rates(own), rates(right.get(names.express)!)), 2)} of the Express floor`,
        })),
        ...Object.entries({ 'wrong code': wrong, 'backup code': backup, status, 'set-up': setUp }).map(
          ([what, own]): Figure => ({ what, measured: describe(own) }),
        ),
      ],
      curves: [
        {
          title: 'Right codes, answers per second in each round',
          x: { label: 'round' },
          y: { label: 'answers per second' },
          series: [...right].map(([name, own]) => ({
            name,
            points: own.map(({ perSecond }, round) => [round + 1, perSecond]),
          })),
        },
      ],
    };
  } finally {
    for (const server of servers) await server.stop();
  }
};

function goalsOf(right: Map<string, Round[]>, slowHashes: readonly Round[]): Goal[] {
  const own = right.get(names.router)!;
  const floor = right.get(names.express)!;
  const peer = right.get(names.peer);
  const onFetch = ratiosOf(rates(right.get(names.fetch)!), rates(right.get(names.routerListen)!));
  const toFloor = ratiosOf(rates(own), rates(floor));
  const withFive = ratiosOf(rates(right.get(names.five)!), rates(own));
  const p99 = ratiosOf(
    own.map((round) => round.p99),
    floor.map((round) => round.p99),
  );
  const delay = spreadOf(slowHashes.map(({ loopDelayP99 }) => loopDelayP99));
  const goals: Goal[] = [
    {
      what: 'right codes a second, of the Express floor',
      goal: 'at least 0.8',
      measured: show(toFloor, 2),
      reached: toFloor.median >= 0.8,
    },
    {
      what: 'right codes a second with five authenticators, of those with one',
      goal: 'at least 0.8',
      measured: show(withFive, 2),
      reached: withFive.median >= 0.8,
    },
    {
      what: 'p99 of the Express floor',
      goal: 'at most 1.5 times',
      measured: show(p99, 2),
      reached: p99.median <= 1.5,
    },
    {
      what: 'right codes a second on the Fetch API, of this router on Express with app.listen',
      goal: 'at least 0.8',
      measured: show(onFetch, 2),
      reached: onFetch.median >= 0.8,
    },
    {
      what: 'event-loop delay while backup codes are hashed, p99',
      goal: 'under 50 ms',
      measured: show(delay, 1, ' ms'),
      reached: delay.median < 50,
    },
  ];
  if (!peer) return goals;
  const toPeer = ratiosOf(rates(own), rates(peer));
  return [
    ...goals,
    {
      what: 'right codes a second, of better-auth',
      goal: 'at least 20 times',
      measured: show(toPeer, 2),
      reached: toPeer.median >= 20,
    },
  ];
}

function rates(rounds: readonly Round[]): number[] {
  return rounds.map(({ perSecond }) => perSecond);
}

function describe(rounds: readonly Round[]): string {
  const median = (key: 'perSecond' | 'p50' | 'p99' | 'cpuMicroseconds'): number =>
    spreadOf(rounds.map((round) => round[key])).median;
  return (
    `${median('perSecond').toFixed(0)}/s, p50 ${median('p50').toFixed(1)} ms, p99 ${median('p99').toFixed(1)} ms, ` +
    `${median('cpuMicroseconds').toFixed(0)} µs of processor each`
  );
}

/** Only `npm run bench` installs the peers. */
function hasPeers(): boolean {
  return existsSync(join(import.meta.dirname, '..', 'peers', 'node_modules', 'better-auth'));
}
