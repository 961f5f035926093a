import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databaseKind } from '../support/test-database.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { challenged, enrol, enrolled, proved, signedIn, visit, type Visitor } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const now = (): Date => server.clock.now();

/** The encodings in which a text could be stored on a disk or in a log. */
function formsOf(text: string | Buffer): Buffer[] {
  const bytes = Buffer.from(text);
  const encodings = ['hex', 'base64', 'base64url'] as const;
  return [bytes, ...encodings.map((encoding) => Buffer.from(bytes.toString(encoding).replace(/=+$/, '')))];
}

describe('every secret', () => {
  it('is in no database file, no log line and no later answer', async () => {
    const secrets: (string | Buffer)[] = [];
    const answers: string[] = [];
    const ids = new Set<string>();
    const follow = (browser: Visitor): Visitor => ({
      ...browser,
      get cookie() {
        return browser.cookie;
      },
      async op(operation, body) {
        const answer = await browser.op(operation, body);
        if (browser.cookie) ids.add(browser.cookie.split('=')[1] ?? '');
        if (!['beginSetup', 'beginBackupCodes'].includes(operation))
          answers.push(answer.text + [...answer.headers].join());
        return answer;
      },
    });

    const { account, browser: raw } = await signedIn(server);
    const browser = follow(raw);
    await browser.op('reauthenticate', { password: 'canary wrong password' });
    await browser.op('reauthenticate', { password: account.password });
    const { phone: app, backupCodes } = await enrol(server, browser);
    secrets.push(account.password, 'canary wrong password', app.secret, app.base32, ...backupCodes);
    secrets.push(...backupCodes.map((code) => code.replaceAll('-', '')));
    const codes = [app.code(now())];

    const person = { account, browser, phone: app, backupCodes };
    const half = follow(await challenged(server, person));
    ids.add(half.cookie?.split('=')[1] ?? '');
    await half.op('readChallenge');
    await half.op('answerChallenge', { code: app.wrongCode(now()) });
    await half.op('answerChallenge', { code: { canary: app.base32 } });
    await half.op('answerChallenge', { backupCode: backupCodes[0] });
    server.clock.advance(30);
    codes.push(app.code(now()));
    await half.op('reauthenticate', { code: codes[1] });
    const fresh = (await half.op('beginBackupCodes')).body['backupCodes'] as string[];
    secrets.push(...fresh);
    await half.op('keepBackupCodes');
    const setup = await half.op('beginSetup');
    secrets.push(setup.body['keyUri'] as string, ...(setup.body['backupCodes'] as string[]));
    for (const operation of ['status', 'readChallenge', 'cancelSetup', 'dropBackupCodes'] as const)
      await half.op(operation);
    for (const path of [
      '/api/session',
      '/api/workspaces/research',
      '/healthz',
      '/readyz',
      '/',
      `/api/2fa/${app.base32}`,
    ]) {
      const answer = await half.call('GET', path);
      answers.push(answer.text);
    }
    await visit(server).call('POST', '/api/session', {
      raw: `{"email":"${account.email}","password":"${account.password}`,
    });

    const places = new Map<string, Buffer>([
      ['the log', Buffer.from(server.logs())],
      ['an answer', Buffer.from(answers.map((answer) => answer.replaceAll(/set-cookie,[^;]+/g, '')).join('\n'))],
    ]);
    const files = await server.database.files();
    if (databaseKind === 'SQLite')
      assert.deepEqual([...files.keys()].sort(), ['store.sqlite', 'store.sqlite-shm', 'store.sqlite-wal']);
    for (const [file, content] of files) places.set(file, content);
    assert.ok(
      [...files.values()].some((content) => content.includes(account.email)),
      'what is stored is seen',
    );

    for (const [place, content] of places) {
      for (const secret of [...secrets, ...ids]) {
        for (const form of formsOf(secret)) assert.ok(!content.includes(form), `${place} holds ${secret.toString()}`);
      }
    }
    // Six digits are too short to search for in binary files. Logs and answers are text.
    for (const place of ['the log', 'an answer']) {
      for (const code of codes) assert.doesNotMatch(places.get(place)?.toString() ?? '', new RegExp(`\\b${code}\\b`));
    }
    assert.ok(server.logs().split('\n').length > 15);
  });

  it('the logger redacts secrets that are passed by mistake', async () => {
    const { createLog } = await import('../../../server/adapters/log/json-log.js');
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    log.info({ code: 'canary', body: { password: 'canary' }, req: { headers: { cookie: 'canary' } } }, 'a mistake');
    assert.doesNotMatch(lines.join(''), /canary/);
  });

  it('a pending secret and its codes are sealed too, and bound to their account', async () => {
    const [mine, theirs] = [await enrolled(server), await enrolled(server)];
    const [a, b] = await server.store.db.selectFrom('second_factors').selectAll().orderBy('version').limit(2).execute();
    assert.ok(a && b);
    await server.store.db
      .updateTable('second_factors')
      .set({ secret: a.secret })
      .where('account_id', '=', b.account_id)
      .execute();
    await server.store.db
      .updateTable('second_factors')
      .set({ secret: b.secret })
      .where('account_id', '=', a.account_id)
      .execute();
    server.clock.advance(60);
    const outcomes = [];
    for (const person of [mine, theirs]) {
      for (const app of [mine.phone, theirs.phone]) {
        const answer = await (await challenged(server, person)).op('answerChallenge', { code: app.code(now()) });
        outcomes.push(answer.status);
      }
    }
    assert.deepEqual(outcomes, [503, 503, 503, 503]);
    assert.match(server.logs(), /"reason":"tampered"/);
    for (const { account_id } of [a, b]) {
      const broken = (await server.store.audit.list(account_id)).filter(({ event }) => event === 'integrity_failed');
      assert.deepEqual(
        broken.map(({ detail }) => detail),
        ['totp-secret: tampered'],
        'once for both codes',
      );
    }
  });
});

describe('the headers of every answer', () => {
  it('forbid frames, caches, referrers and other origins', async () => {
    const browser = await proved(server, await enrolled(server));
    const paths = ['/', '/healthz', '/api/session', '/api/2fa/status', '/api/2fa/none', '/api/2fa/challenge'];
    for (const path of paths) {
      const { headers } = await browser.call('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      for (const part of [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html 'allow-duplicates'",
      ]) {
        assert.ok(policy.includes(part), part);
      }
      assert.doesNotMatch(policy, /unsafe|data:|\*/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
      assert.equal(headers.get('x-powered-by'), null);
      assert.equal(headers.get('strict-transport-security'), null);
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });
});
