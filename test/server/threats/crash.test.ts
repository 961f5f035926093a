import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { after, before, describe, it } from 'node:test';
import type { AuditEventName } from '../../../server/core/audit/events.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { silentLog } from '../../../server/core/log.js';
import { createSealing, type SealedState } from '../../../server/core/two-factor/sealing.js';
import { stepAt } from '../../../server/core/two-factor/time-step.js';
import type { SecondFactor } from '../../../server/core/two-factor/store.js';
import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import { crashHeader } from '../support/crash-header.js';
import { openTestAccounts, type KnownPerson, type TestAccounts } from '../support/test-accounts.js';
import { crashServers, type CrashServer, type CrashServers } from '../support/crash-server.js';
import { createDatabase, databaseKind, type TestDatabase } from '../support/test-database.js';
import { newKey } from '../support/test-server.js';
import { visit } from '../support/visitor.js';

const keys = newKey('crash');
/** Kills of the soak test: enough to find a fault that is there. A long run sets a higher `TEST_ROUNDS`. */
const kills = Number(process.env['TEST_ROUNDS'] ?? 25);

let database: TestDatabase;
let servers: CrashServers;
before(async () => {
  database = await createDatabase();
  servers = crashServers(database.url, keys);
  // Runs the migrations.
  await (await servers.start()).kill();
});
after(async () => {
  await servers.close();
  await database.remove();
});

async function withAccounts<T>(look: (accounts: TestAccounts) => Promise<T>): Promise<T> {
  const accounts = await openTestAccounts(database.url, keys);
  try {
    return await look(accounts);
  } finally {
    await accounts.close();
  }
}

/** The right code of the current step, and its person. */
const codeOf = ({ phone }: KnownPerson): string => phone.code(new Date());

/** “On” means: the server can open the secret and the set of codes. */
function assertUsable({ sealing }: TestAccounts, { accountId, active }: SecondFactor): void {
  if (active === null) return;
  assert.equal(sealing.openSecret(accountId, active.sealedSecret).length, 20);
  assert.ok(sealing.openBackupCodes(accountId, active.sealedBackupCodes).length > 100);
}

const sealing = createSealing(parseKeyRing(keys), silentLog);

/** The opened values of a row: each write seals them again. */
function openedOf(
  { accountId }: SecondFactor,
  values: { sealedSecret?: string; sealedBackupCodes: string } | null,
  state: SealedState = sealing,
): { secret: Uint8Array | null; codes: Uint8Array } {
  assert.ok(values);
  return {
    secret: values.sealedSecret === undefined ? null : state.openSecret(accountId, values.sealedSecret),
    codes: state.openBackupCodes(accountId, values.sealedBackupCodes),
  };
}

interface Crash {
  name: string;
  operation: Operation;
  /** The request, with its cookie and body. */
  prepare(accounts: TestAccounts): Promise<{ person: KnownPerson; cookie: string; body: Record<string, unknown> }>;
  /** Whether the change happened. Asserts that the row is changed completely or not at all. */
  happened(factor: SecondFactor, earlier: SecondFactor): boolean;
  /** The audit entries that exist, once each, exactly if the change happened. */
  entries: AuditEventName[];
  /** Full sessions at the start. A challenge may add one only if the change happened. */
  full: number;
  /** The statement that the operation must contain to be this case. */
  statement: RegExp;
}

/** The row without the values that every write changes. */
const facts = ({ active, pendingSetup, pendingBackupCodes }: SecondFactor) => ({
  active,
  pendingSetup,
  pendingBackupCodes,
});

const crashes: Crash[] = [
  {
    name: 'confirm set-up',
    operation: 'confirmSetup',
    async prepare(accounts) {
      const person = await accounts.pending();
      return { person, cookie: await accounts.full(person, 'password'), body: { code: codeOf(person) } };
    },
    happened(factor, earlier) {
      if (factor.active === null) assert.deepEqual(facts(factor), facts(earlier));
      else {
        assert.equal(factor.pendingSetup, null);
        assert.deepEqual(openedOf(factor, factor.active), openedOf(earlier, earlier.pendingSetup, sealing.pending));
        assert.ok(factor.active.lastStep >= stepAt(new Date()) - 4);
      }
      return factor.active !== null;
    },
    entries: ['enabled'],
    full: 1,
    statement: /update ["`]second_factors["`]/,
  },
  {
    name: 'answer a challenge with a code',
    operation: 'answerChallenge',
    async prepare(accounts) {
      const person = await accounts.active();
      const [cookie = ''] = await accounts.half(person, 1);
      return { person, cookie, body: { code: codeOf(person) } };
    },
    happened(factor, earlier) {
      const spent = factor.active?.lastStep !== earlier.active?.lastStep;
      const { lastStep, authenticators } = factor.active!;
      const expected = spent ? { ...earlier.active, lastStep, authenticators } : earlier.active;
      assert.deepEqual(factor.active, expected);
      if (spent) assert.ok((factor.active?.lastStep ?? 0) >= stepAt(new Date()) - 4);
      return spent;
    },
    entries: ['second_factor_ok'],
    full: 0,
    statement: /update ["`]sessions["`] set ["`]id_hash["`]/,
  },
  {
    name: 'answer a challenge with a backup code',
    operation: 'answerChallenge',
    async prepare(accounts) {
      const person = await accounts.active();
      const [cookie = ''] = await accounts.half(person, 1);
      return { person, cookie, body: { backupCode: person.backupCodes[3] } };
    },
    happened(factor, earlier) {
      const spent = factor.active?.spentBackupCodes !== 0;
      assert.deepEqual(factor.active, { ...earlier.active, spentBackupCodes: spent ? 1 << 3 : 0 });
      // Counts as a failure until it turns out to be right.
      assert.ok(spent ? factor.budget.failures === 0 : factor.budget.failures <= 1);
      return spent;
    },
    entries: ['second_factor_ok', 'backup_code_used'],
    full: 0,
    statement: /update ["`]sessions["`] set ["`]id_hash["`]/,
  },
  {
    name: 'answer a challenge with a recovery code',
    operation: 'answerChallenge',
    async prepare(accounts) {
      const person = await accounts.active();
      const [cookie = ''] = await accounts.half(person, 1);
      return { person, cookie, body: { backupCode: await accounts.recover(person) } };
    },
    happened(factor, earlier) {
      assert.deepEqual(factor.active, earlier.active);
      const spent = factor.recovery === null;
      if (!spent) assert.deepEqual(factor.recovery, earlier.recovery);
      // Counts as a failure until it turns out to be right.
      assert.ok(spent ? factor.budget.failures === 0 : factor.budget.failures <= 1);
      return spent;
    },
    entries: ['second_factor_ok', 'recovery_code_used'],
    full: 0,
    statement: /update ["`]sessions["`] set ["`]id_hash["`]/,
  },
  {
    name: 'disable',
    operation: 'disable',
    async prepare(accounts) {
      const person = await accounts.active();
      return { person, cookie: await accounts.full(person, 'second_factor'), body: {} };
    },
    happened(factor, earlier) {
      const off = { active: null, pendingSetup: null, pendingBackupCodes: null };
      assert.deepEqual(facts(factor), factor.active === null ? off : facts(earlier));
      return factor.active === null;
    },
    entries: ['disabled'],
    full: 1,
    statement: /delete from ["`]sessions["`]/,
  },
  {
    name: 'keep new backup codes',
    operation: 'keepBackupCodes',
    async prepare(accounts) {
      const person = await accounts.active();
      await accounts.stageCodes(person);
      return { person, cookie: await accounts.full(person, 'second_factor'), body: {} };
    },
    happened(factor, earlier) {
      const kept = factor.pendingBackupCodes === null;
      const { sealedBackupCodes } = factor.active ?? {};
      const active = kept ? { ...earlier.active, sealedBackupCodes } : earlier.active;
      if (kept) {
        const shown = openedOf(earlier, earlier.pendingBackupCodes, sealing.pending).codes;
        assert.deepEqual(openedOf(factor, factor.active).codes, shown);
      }
      assert.deepEqual(facts(factor), { ...facts(earlier), active, pendingBackupCodes: factor.pendingBackupCodes });
      if (!kept) assert.deepEqual(factor.pendingBackupCodes, earlier.pendingBackupCodes);
      return kept;
    },
    entries: ['backup_codes_renewed'],
    full: 1,
    statement: /insert into ["`]audit_events["`]/,
  },
];

/** Sends the operation to a process that dies at this statement. Null when it died, otherwise the status. */
async function callDoomed(
  server: CrashServer,
  { operation }: Crash,
  { cookie, body }: { cookie: string; body: Record<string, unknown> },
  at: string,
): Promise<number | null> {
  const { method, path } = endpoints[operation];
  // What a server asks its database at its start is no statement of the request: it is answered before this call is.
  await visit(server, cookie).call('GET', '/api/session');
  try {
    const { status } = await visit(server, cookie).call(method, `/api/2fa${path}`, { body, headers: { [crashHeader]: at } }); // prettier-ignore
    return status;
  } catch {
    assert.equal(await server.ended, 'SIGKILL', server.errors());
    return null;
  }
}

describe('a process that is killed at a statement', () => {
  for (const crash of crashes) {
    it(`${crash.name}: before and after each one, all or nothing`, async (t) => {
      const killed: string[] = [];
      let done = 0;
      let retry: Retry | null = null;
      for (const when of ['before', 'after']) {
        for (let statement = 1; ; statement += 1) {
          const { earlier, prepared } = await withAccounts(async (accounts) => {
            const prepared = await crash.prepare(accounts);
            return { prepared, earlier: await accounts.read(prepared.person) };
          });
          // This process first meets the state that the former one has left.
          const server: CrashServer = await servers.start();
          await tryAgain(server, retry);
          const status = await callDoomed(server, crash, prepared, `${when} ${statement}`);
          await server.kill();
          killed.push(...(server.errors().match(/^killed .*$/gm) ?? []));
          const happened: boolean = await withAccounts((accounts) =>
            examine(accounts, crash, prepared.person, earlier),
          );
          if (status !== null) {
            assert.ok(happened && status === 200, `status ${status}`);
            retry = null;
            break;
          }
          if (happened) done += 1;
          retry = await prepareRetry(crash, prepared, happened);
        }
      }
      t.diagnostic(`${killed.length} kills, the change was kept after ${done} of them`);
      // PostgreSQL writes a change and its entries in one statement, the others in one transaction.
      const least = databaseKind === 'PostgreSQL' ? 6 : 12;
      assert.ok(killed.length >= least && killed.length % 2 === 0, `${killed.length} kills`);
      const ends = databaseKind === 'PostgreSQL' ? [] : [/begin/, /commit/i];
      for (const statement of [crash.statement, ...ends, /insert into ["`]audit_events["`]/]) {
        for (const when of ['before', 'after']) {
          const found = killed.filter((line) => line.startsWith(`killed ${when}`) && statement.test(line));
          assert.ok(found.length > 0, `no kill ${when} ${statement}`);
        }
      }
      assert.ok(done >= 1 && done < killed.length);
    });
  }
});

async function examine(
  accounts: TestAccounts,
  { happened: judge, entries, full }: Crash,
  person: KnownPerson,
  earlier: SecondFactor,
): Promise<boolean> {
  const factor = await accounts.read(person);
  assertUsable(accounts, factor);
  const happened = judge(factor, earlier);
  const written = await accounts.entries(person);
  for (const entry of entries) assert.equal(written[entry] ?? 0, happened ? 1 : 0, entry);
  const sessions = await accounts.countFull(person);
  assert.ok(sessions === full || (happened && sessions <= full + 1), 'a full session whose code is not spent');
  return happened;
}

interface Retry {
  cookie: string;
  body: Record<string, unknown>;
  expected: number;
}

/** After a restart: a completed change cannot be repeated, and one that was not completed still can be made. */
async function prepareRetry(
  { operation }: Crash,
  { person, body }: { person: KnownPerson; body: Record<string, unknown> },
  happened: boolean,
): Promise<Retry | null> {
  if (operation !== 'answerChallenge' && (operation !== 'confirmSetup' || !happened)) return null;
  return withAccounts(async (accounts) => {
    await accounts.forgive();
    const [cookie = ''] = await accounts.half(person, 1);
    return { cookie, body, expected: happened ? 422 : 200 };
  });
}

async function tryAgain(server: CrashServer, retry: Retry | null): Promise<void> {
  if (retry === null) return;
  const { cookie, body, expected } = retry;
  assert.equal((await visit(server, cookie).op('answerChallenge', body)).status, expected);
}

/** The requests of one person of the soak test, and their answers. */
interface Trial {
  person: KnownPerson;
  kind: 'code' | 'backup code' | 'set-up' | 'disable';
  /** The answers with 200, by the sent code. */
  accepted: string[];
}

describe(`a process that is killed under load, ${kills} times`, () => {
  it('no code works twice, and no 2FA is on without a usable secret', async (t) => {
    const started = performance.now();
    let [answers, accepted, replays, cut] = [0, 0, 0, 0];
    let trials: Trial[] = [];

    for (let round = 0; round <= kills; round += 1) {
      // The state after the former process, and the people of this one.
      const { spent, next } = await withAccounts(async (accounts) => {
        const spent: { person: KnownPerson; cookie: string; answer: Record<string, string> }[] = [];
        for (const trial of trials) {
          for (const answer of await examineTrial(accounts, trial)) {
            const [cookie = ''] = await accounts.half(trial.person, 1);
            spent.push({ person: trial.person, cookie, answer });
          }
        }
        await accounts.forgive();
        return { spent, next: round < kills ? await prepareLoad(accounts) : [] };
      });
      const server = await servers.start();
      const refused = await Promise.all(
        spent.map(({ cookie, answer }) => visit(server, cookie).op('answerChallenge', answer)),
      );
      for (const { status, text } of refused) assert.equal(status, 422, `round ${round}: ${text}`);
      replays += refused.length;

      trials = next.map(({ trial }) => trial);
      // The kill comes after a number of answers and not of milliseconds: so it cuts the work on slow machines as well.
      const arrived = new EventEmitter();
      const enough = answersUntilKill(arrived, next.flatMap(({ calls }) => calls).length);
      const calls = next.flatMap(({ trial, calls }) =>
        calls.map(async ({ cookie, operation, body }) => {
          const answer = await visit(server, cookie)
            .op(operation, body)
            .catch(() => null);
          // A call that fails by itself counts too: otherwise the kill would never come.
          arrived.emit('answer');
          if (answer === null) cut += 1;
          else answers += 1;
          if (answer?.status !== 200) return;
          accepted += 1;
          trial.accepted.push(JSON.stringify(body));
        }),
      );
      await enough;
      await server.kill();
      await Promise.all(calls);
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    t.diagnostic(
      `${kills} kills in ${seconds} s: ${answers} answers, ${accepted} of them 200, ${cut} calls cut off, ${replays} replays refused`,
    );
    assert.ok(cut > 0 && accepted > 0 && replays > 0, 'the load has cut calls, answers and refused replays');
  });
});

/** Resolves after a random number of answers, fewer than there are calls; in the last round, without calls, at once. */
function answersUntilKill(arrived: EventEmitter, calls: number): Promise<void> {
  const count = calls === 0 ? 0 : randomInt(calls);
  return new Promise((resolve) => {
    let answers = 0;
    if (count === 0) resolve();
    arrived.on('answer', () => {
      answers += 1;
      if (answers === count) resolve();
    });
  });
}

interface Call {
  cookie: string;
  operation: Operation;
  body: Record<string, unknown>;
}

async function prepareLoad(accounts: TestAccounts): Promise<{ trial: Trial; calls: Call[] }[]> {
  const load: { trial: Trial; calls: Call[] }[] = [];
  const add = (person: KnownPerson, kind: Trial['kind'], calls: Call[]): void =>
    void load.push({ trial: { person, kind, accepted: [] }, calls });
  const answers = (cookies: string[], bodies: Record<string, unknown>[]): Call[] =>
    cookies.map((cookie, index) => ({
      cookie,
      operation: 'answerChallenge',
      body: bodies[index % bodies.length] ?? {},
    }));

  for (let count = 0; count < 3; count += 1) {
    const coder = await accounts.active();
    const codes = [0, 1].map((steps) => ({ code: coder.phone.code(new Date(), steps) }));
    add(coder, 'code', answers(await accounts.half(coder, 4), codes));
  }
  for (let count = 0; count < 2; count += 1) {
    const saver = await accounts.active();
    const codes = saver.backupCodes.slice(0, 2).map((backupCode) => ({ backupCode }));
    add(saver, 'backup code', answers(await accounts.half(saver, 4), codes));
  }
  const starter = await accounts.pending();
  const body = { code: codeOf(starter) };
  const cookies = await Promise.all([1, 2].map(() => accounts.full(starter, 'password')));
  add(
    starter,
    'set-up',
    cookies.map((cookie) => ({ cookie, operation: 'confirmSetup', body })),
  );
  const beginner = await accounts.active();
  const proved = await accounts.full(beginner, 'second_factor');
  add(beginner, 'set-up', [{ cookie: proved, operation: 'beginSetup', body: {} }]);
  const leaver = await accounts.active();
  const exits = await Promise.all([1, 2].map(() => accounts.full(leaver, 'second_factor')));
  add(
    leaver,
    'disable',
    exits.map((cookie) => ({ cookie, operation: 'disable', body: {} })),
  );
  return load;
}

/** Asserts the invariants after a kill, and returns the answers that must not work again. */
async function examineTrial(
  accounts: TestAccounts,
  { person, kind, accepted }: Trial,
): Promise<Record<string, string>[]> {
  const factor = await accounts.read(person);
  assertUsable(accounts, factor);
  const written = await accounts.entries(person);
  assert.equal(
    new Set(accepted).size,
    kind === 'disable' ? Math.min(1, accepted.length) : accepted.length,
    'one answer, two 200',
  );
  if (kind === 'disable') {
    assert.ok(factor.active === null || accepted.length === 0, 'an answered disable is lost');
    assert.equal(written.disabled ?? 0, factor.active === null ? 1 : 0);
    return [];
  }
  if (kind === 'set-up') {
    if (written.enabled === undefined) assert.ok(accepted.length === 0 || factor.active !== null);
    else assert.ok(factor.active !== null && factor.pendingSetup === null);
    return written.enabled === undefined
      ? []
      : [{ code: person.phone.code(new Date(factor.active!.lastStep * 30_000)) }];
  }
  const active = factor.active!;
  const full = await accounts.countFull(person);
  assert.ok(full <= (written.second_factor_ok ?? 0), 'a full session without its audit entry');
  assert.ok(accepted.length <= full, 'a 200 without its session');
  if (kind === 'code') {
    const today = active.lastStep > stepAt(new Date()) - 100;
    assert.equal((written.second_factor_ok ?? 0) > 0, today, 'a step without its audit entry');
    // The last spent step, and the step before it, which is spent too.
    const spent = today
      ? [0, -1].map((steps) => ({ code: person.phone.code(new Date(active.lastStep * 30_000), steps) }))
      : [];
    for (const body of accepted) {
      const { code } = JSON.parse(body) as { code: string };
      assert.ok(
        spent.some((answer) => answer.code === code),
        'a 200 whose step is not spent',
      );
    }
    return spent;
  }
  const spent = person.backupCodes.filter((_, index) => (active.spentBackupCodes & (1 << index)) !== 0);
  assert.equal(written.backup_code_used ?? 0, spent.length);
  for (const body of accepted) {
    const { backupCode } = JSON.parse(body) as { backupCode: string };
    assert.ok(spent.includes(backupCode), 'a 200 whose backup code is not spent');
  }
  return spent.map((backupCode) => ({ backupCode }));
}
