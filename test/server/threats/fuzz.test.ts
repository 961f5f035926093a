import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { problemSchema } from '../../../server/adapters/http/schemas.js';
import { errorStatus, type ErrorCode } from '../../../widget/protocol/error-codes.js';
import { contractFaults } from '../support/contract.js';
import {
  canary,
  fuzzClient,
  fuzzRequests,
  type FuzzAnswer,
  type FuzzClient,
  type FuzzRequest,
} from '../support/fuzz-request.js';
import { origin, startServer, type TestServer } from '../support/test-server.js';
import { challenged, enrolled, proved, signedIn, visit, type Enrolled } from '../support/visitor.js';

/** The number of requests: enough to find a fault that is there. A long run sets a higher `FUZZ_RUNS`. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 2000);
/** How many requests run at the same time. Each is a separate case. */
const together = 8;

let server: TestServer;
let client: FuzzClient;
before(async () => {
  server = await startServer({ administrators: ['boss@harmony.example'] });
  client = fuzzClient(server.url, together);
});
after(async () => {
  client.close();
  await server.close();
});

/** The operations that check an answer, with the sessions that may call them. */
const answerPaths: Record<string, 'half' | 'full'> = {
  '/api/2fa/challenge': 'half',
  '/api/2fa/reauthenticate': 'full',
};

interface Scene {
  person: Enrolled;
  half: string;
  full: string;
  /** A full session of an account without 2FA. */
  other: string;
}

/** Sessions whose proof is too old for changes, so that no random call may change anything. */
async function setScene(): Promise<Scene> {
  const person = await enrolled(server);
  const browser = await proved(server, person);
  const half = await challenged(server, person);
  const { browser: other } = await signedIn(server);
  server.clock.advance(301);
  return { person, half: half.cookie ?? '', full: browser.cookie ?? '', other: other.cookie ?? '' };
}

/** Skips calls that may succeed: the right code, or the end of a session. */
function isRightful({ method, path, headers, body }: FuzzRequest, { person, half, full, other }: Scene): boolean {
  const { cookie, origin: from } = headers;
  const alive = from === origin && [half, full, other].some((good) => cookie?.includes(good));
  if (!alive) return false;
  const [place = ''] = path.split('?', 1);
  // Signing out, here and everywhere else.
  if (method === 'DELETE' && ['/api/session', '/api/2fa/devices'].includes(place)) return true;
  if (method !== 'POST' || !(place in answerPaths) || body === null) return false;
  try {
    const { code, backupCode } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const live = [-1, 0, 1].map((steps) => person.phone.code(server.clock.now(), steps));
    const right = typeof code === 'string' && live.includes(code.replace(/[ -]/g, ''));
    return right || person.backupCodes.includes(String(backupCode));
  } catch {
    return false;
  }
}

/** All rows that must stay unchanged. */
async function stateOfThings(): Promise<unknown> {
  const db = server.store.db.withTables<HostOnlyTables>();
  const sessions = await db.selectFrom('sessions').select(['id_hash', 'stage', 'proved_at', 'proved_with']).orderBy('id_hash').execute(); // prettier-ignore
  const factors = await db
    .selectFrom('second_factors')
    .select([
      'account_id',
      'enabled_at',
      'secret',
      'last_step',
      'backup_codes',
      'backup_codes_spent',
      'setup_secret',
      'new_backup_codes',
    ]) // prettier-ignore
    // A row with only failures is not a change.
    .where((row) => row.or([row('secret', 'is not', null), row('setup_secret', 'is not', null)]))
    .orderBy('account_id')
    .execute();
  const deleted = await db.selectFrom('deleted_workspaces').selectAll().orderBy('account_id').execute();
  return { sessions, factors, deleted };
}

const forgive = async (): Promise<unknown> =>
  server.store.db.updateTable('second_factors').set({ failures: 0, locked_until: null, blocked_at: null, recent_failures: '' }).execute(); // prettier-ignore

const hostCodes: Record<string, number> = { credentials_invalid: 401, account_exists: 409 };
const contract = new Set<number>([200, 204, 302, ...Object.values(errorStatus)]);

function assertAnswer(sent: FuzzRequest, { status, headers, text, everything }: FuzzAnswer): void {
  const what = `${sent.method} ${sent.path} ${JSON.stringify(sent.headers)} ${sent.body?.toString('utf8').slice(0, 300)}`;
  assert.ok(contract.has(status) && status < 500, `${status} for ${what}: ${text}`);
  assert.ok(!everything.includes('verified'), `verified: ${what}`);
  assert.ok(!everything.includes(canary), `an echo: ${what}: ${everything}`);
  for (const leaf of leavesOf(sent.body)) assert.ok(!text.includes(leaf), `an echo of ${leaf}: ${what}`);
  const foreign = sent.headers['origin'] !== origin && ['POST', 'DELETE'].includes(sent.method);
  if (foreign) assert.ok([403, 404, 405].includes(status), `${status} from elsewhere: ${what}`);
  if (status === 302) assert.ok(!sent.path.startsWith('/api/2fa'), what);
  const [path = ''] = sent.path.split('?', 1);
  if (path.startsWith('/api/2fa/')) {
    const received = { method: sent.method, path: path.slice('/api/2fa'.length), status, headers, text };
    assert.deepEqual(contractFaults(received), [], `${what}: ${text}`);
  }
  if (status < 400 || text === '') return;
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/, what);
  const problem = JSON.parse(text) as { status: number; code: ErrorCode };
  assert.equal(problem.status, status);
  if (problem.code in hostCodes) assert.equal(hostCodes[problem.code], status);
  else {
    problemSchema.parse(problem);
    assert.equal(errorStatus[problem.code], status);
  }
}

/** The texts of a body that are long enough to differ from the answer's own words. */
function leavesOf(body: Buffer | null): string[] {
  const leaves: string[] = [];
  try {
    JSON.parse(body?.toString('utf8') ?? '', (_key, value: unknown) => {
      if (typeof value === 'string' && value.length >= 6) leaves.push(value);
      return value;
    });
  } catch {
    // Not JSON: the canary covers it.
  }
  return leaves;
}

describe(`${runs} arbitrary calls, ${together} at a time`, () => {
  it('get an answer of the contract, change nothing and reveal nothing', async (t) => {
    const scene = await setScene();
    const earlier = await stateOfThings();
    const requests = fuzzRequests({
      cookies: [scene.half, scene.half, scene.half, scene.full, scene.other],
      origin,
      code: scene.person.phone.code(server.clock.now()),
      backupCode: scene.person.backupCodes[0] ?? '',
    });
    const statuses: Record<number, number> = {};
    const started = performance.now();
    const batch = fc.array(
      requests.filter((sent) => !isRightful(sent, scene)),
      { minLength: together, maxLength: together },
    );
    await fc.assert(
      fc.asyncProperty(batch, async (calls) => {
        await forgive();
        const answers = await Promise.all(calls.map((sent) => client.send(sent)));
        for (const [index, answer] of answers.entries()) {
          statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
          assertAnswer(calls[index]!, answer);
        }
        assert.deepEqual(await stateOfThings(), earlier);
      }),
      { numRuns: Math.ceil(runs / together), endOnFailure: true },
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const sent = Object.values(statuses).reduce((sum, count) => sum + count, 0);
    t.diagnostic(`${sent} calls in ${seconds} s: ${JSON.stringify(statuses)}`);
    assert.ok(sent >= runs);
    // The operations themselves were reached, not only the checks before them.
    for (const status of [200, 400, 401, 403, 404, 405, 413, 415, 422]) assert.ok(statuses[status], `no ${status}`);
    assert.ok(!server.logs().includes('"level":50'), server.logs().match(/.*"level":50.*/)?.[0]);
    // The owner can still use everything.
    await forgive();
    const code = scene.person.phone.code(server.clock.now());
    const answer = await visit(server, scene.half).op('answerChallenge', { code });
    assert.equal(answer.body['verified'], true);
  });
});
