import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startServer, type TestServer } from '../support/test-server.js';
import { threadTime } from '../support/thread-time.js';
import { assertProblem, challenged, enrolled, proved, type Enrolled } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

async function signInWith(person: Enrolled, backupCode: string | undefined): Promise<number> {
  return (await (await challenged(server, person)).op('answerChallenge', { backupCode })).status;
}

describe('a backup code', () => {
  it('works once, also in another spelling', async () => {
    const person = await enrolled(server);
    const [code = ''] = person.backupCodes;
    assert.equal(await signInWith(person, code), 200);
    for (const spelling of [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('0', 'O')]) {
      assert.equal(await signInWith(person, spelling), 422);
    }
  });

  it('that was used to sign in is not a proof afterwards', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    const body = { backupCode: person.backupCodes[3] };
    assert.equal((await browser.op('answerChallenge', body)).status, 200);
    assertProblem(await browser.op('reauthenticate', body), 422, 'code_invalid', { attemptsRemaining: 4 });
  });

  it('leaves the other nine valid, also after a restart, down to the last', async () => {
    const person = await enrolled(server);
    for (const [index, code] of person.backupCodes.entries()) {
      if (index === 5) await server.restart();
      assert.equal(await signInWith(person, code), 200);
    }
    const browser = await challenged(server, person);
    assert.deepEqual((await browser.op('readChallenge')).body['methods'], ['totp', 'backup_code']);
    assert.equal(await signInWith(person, person.backupCodes[9]), 422);
    server.clock.advance(30);
    const answer = await browser.op('answerChallenge', { code: person.phone.code(server.clock.now()) });
    assert.deepEqual(answer.body['backupCodes'], { remaining: 0, total: 10 });
  });

  it('counts no failure when it is right, although it is reserved in advance', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    assert.equal((await browser.op('answerChallenge', { backupCode: person.backupCodes[0] })).status, 200);
    const rows = await server.store.db.selectFrom('second_factors').select(['failures', 'recent_failures']).execute();
    assert.ok(rows.some((row) => row.failures === 0 && row.recent_failures === ''));
    const wrong = await browser.op('reauthenticate', { backupCode: 'x' });
    assertProblem(wrong, 422, 'code_invalid', { attemptsRemaining: 4 });
  });

  const wrong = [
    'x',
    '',
    '0000-0000-0000-0000',
    'A'.repeat(65),
    '%',
    '_',
    "' OR 1=1--",
    '０'.repeat(16),
    'U'.repeat(16),
  ];
  it('that is wrong, malformed or too long has the same answer and counts one failure', async () => {
    for (const text of wrong) {
      const person = await enrolled(server);
      const answer = await (await challenged(server, person)).op('answerChallenge', { backupCode: text });
      assertProblem(answer, 422, 'code_invalid', { attemptsRemaining: 4 });
    }
  });

  it('with its last character changed is refused and the right one stays unspent', async () => {
    const person = await enrolled(server);
    const [code = ''] = person.backupCodes;
    const changed = code.slice(0, -1) + (code.endsWith('X') ? 'Y' : 'X');
    assert.equal(await signInWith(person, changed), 422);
    assert.equal(await signInWith(person, code), 200);
  });
});

describe('new backup codes', () => {
  it('until they are kept the old ones work and the new ones do not', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const fresh = (await browser.op('beginBackupCodes')).body['backupCodes'] as string[];
    assert.equal(await signInWith(person, fresh[0]), 422);
    assert.equal(await signInWith(person, person.backupCodes[0]), 200);
    assert.equal((await browser.op('keepBackupCodes')).status, 200);
    assert.equal(await signInWith(person, person.backupCodes[1]), 422);
    assert.equal(await signInWith(person, fresh[0]), 200);
  });

  it('begun twice: only the second set can be kept', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const first = (await browser.op('beginBackupCodes')).body['backupCodes'] as string[];
    const second = (await browser.op('beginBackupCodes')).body['backupCodes'] as string[];
    await browser.op('keepBackupCodes');
    assert.equal(await signInWith(person, first[0]), 422);
    assert.equal(await signInWith(person, second[0]), 200);
  });

  it('dropped or expired after ten minutes: the old set stays', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    await browser.op('beginBackupCodes');
    await browser.op('dropBackupCodes');
    assertProblem(await browser.op('keepBackupCodes'), 410, 'setup_expired');
    await browser.op('beginBackupCodes');
    server.clock.advance(600);
    assertProblem(await browser.op('keepBackupCodes'), 410, 'setup_expired');
    assert.equal(await signInWith(person, person.backupCodes[0]), 200);
  });

  it('a code of the old set whose hash is running when they are kept is refused', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const half = await challenged(server, person);
    await browser.op('beginBackupCodes');
    const body = { backupCode: person.backupCodes[0] };
    const [answer] = await Promise.all([half.op('answerChallenge', body), browser.op('keepBackupCodes')]);
    const { body: status } = await browser.op('status');
    const left = status['backupCodes'] as { remaining: number };
    // Either it came first and used the old set, or it was refused. In both cases the new set is complete.
    assert.ok([200, 422].includes(answer.status));
    assert.equal(left.remaining, 10);
  });
});

describe('a burst of wrong backup codes', () => {
  it('leaves the server responsive', async () => {
    await server.restart({ fullHashCost: true });
    const people = await Promise.all(Array.from({ length: 10 }, () => enrolled(server)));
    const halves = await Promise.all(people.map((person) => challenged(server, person)));
    const memory = process.memoryUsage().rss;
    const start = threadTime();
    let checked = 0;
    let over = false;
    let noticeCheck = (): void => undefined;
    const burst = Promise.all(
      halves.flatMap((half) =>
        Array.from({ length: 10 }, async () => {
          const { status } = await half.op('answerChallenge', { backupCode: '0000-0000-0000-0000' });
          if (status === 422) checked += 1;
          noticeCheck();
          return status;
        }),
      ),
    ).finally(() => (over = true));
    /** How many codes were checked before each healthy answer. */
    const before: number[] = [];
    while (!over) {
      assert.equal((await halves[0]?.call('GET', '/healthz'))?.status, 200);
      before.push(checked);
      // One healthy answer for each check: asking without a pause would load the main thread for as long as the machine is busy.
      await Promise.race([burst, new Promise<void>((resolve) => (noticeCheck = resolve))]);
    }
    const end = threadTime();
    assert.ok(before[0]! < 25, `the first healthy answer came after ${before[0]} checks`);
    const [main, others] = [end.main - start.main, end.others - start.others];
    // The drivers of databases compute in the main thread, too; with the hashes it would be seven times as much as the others.
    assert.ok(2 * others > main, `the main thread computed for ${main} ms, the others for ${others} ms`);
    assert.ok(process.memoryUsage().rss - memory < 100 * 2 ** 20, 'four hashes at once hold 76 MiB');
    const answers = await burst;
    assert.equal(checked, 50);
    assert.equal(answers.filter((status) => status === 429).length, 50);
  });
});
