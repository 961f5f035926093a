import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { WebhookEvent } from '../../../server/core/webhook/webhook-event.js';
import { endpointFor, newSecret, startReceiver, verified, type Receiver } from '../support/receiver.js';
import { startProgram } from '../support/program.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { enrolled, signedIn } from '../support/visitor.js';

const secret = newSecret();
const events = ['enabled', 'admin_reset'];

let folder: string;
let server: TestServer;
let receiver: Receiver;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-admin-webhooks-'));
  server = await startServer();
  receiver = await startReceiver();
});
beforeEach(async () => {
  receiver.received.splice(0);
  receiver.answer = (response) => void response.writeHead(204).end();
  await server.store.webhooks.remove('receiver');
  // So that each test has a time of its own.
  server.clock.advance(60);
  await server.restart({ webhooks: [endpointFor(receiver, { secrets: [secret], events })] });
  await server.webhooksSettled();
  receiver.received.splice(0);
});
after(async () => {
  await server.close();
  await receiver.close();
  await rm(folder, { recursive: true });
});

async function admin(parameters: string[], settings: Record<string, string> = {}) {
  const env = { DATABASE_URL: server.database.url, HARMONY_2FA_KEYS: server.keys, ...settings };
  const program = startProgram('admin/main.ts', env, parameters);
  program.child.stdin?.end();
  const code = await program.ended;
  return { code, ...program.output() };
}

const configured = (): Record<string, string> => ({
  WEBHOOKS: JSON.stringify([endpointFor(receiver, { secrets: [secret], events })]),
});

describe('harmony-2fa-admin webhooks', () => {
  it('lists what waits and what was given up, with its reason', async () => {
    receiver.answer = (response) => void response.writeHead(503).end();
    await enrolled(server);
    await server.webhooksSettled();
    const { code, stdout } = await admin(['webhooks']);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^receiver: 1 waiting, the oldest since \S+Z, 0 given up, failed with 503, last registered \S+Z\n$/,
    );
    const later = new Date(server.clock.now().getTime() + 3_600_000);
    await server.store.webhooks.giveUpOld('receiver', later, later);
    assert.match(
      (await admin(['webhooks'])).stdout,
      /^receiver: 0 waiting, 1 given up, failed with 503, last registered/,
    );
    const retried = await admin(['webhooks', 'retry', 'receiver']);
    assert.deepEqual([retried.code, retried.stdout], [0, '1 events are due now\n']);
    assert.match(retried.stderr, /"command":"retry","endpoint":"receiver".*"operator":".*an administrator changed/);
  });

  it('test sends an event, signed, and says what came back', async () => {
    const taken = await admin(['webhooks', 'test', 'receiver'], configured());
    assert.deepEqual([taken.code, taken.stdout], [0, 'receiver took the event: 204\n']);
    const [event] = verified(receiver, secret, new Date());
    assert.equal(event?.type, 'harmony_2fa.test');
    receiver.answer = (response) => void response.writeHead(302, { location: '/elsewhere' }).end();
    const refused = await admin(['webhooks', 'test', 'receiver'], configured());
    assert.deepEqual([refused.code, refused.stdout], [1, 'receiver did not take the event: 302\n']);
    for (const { stdout, stderr } of [taken, refused]) assert.ok(!`${stdout}${stderr}`.includes(secret.slice(6)));
  });

  it('sends to the endpoint itself, whatever proxy the variables name', { timeout: 120_000 }, async () => {
    const proxy = await startReceiver();
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];
    const variables = Object.fromEntries(names.map((name) => [name, proxy.url]));
    const none = { NO_PROXY: '', no_proxy: '', NODE_USE_ENV_PROXY: '1' };
    const run = await admin(['webhooks', 'test', 'receiver'], { ...configured(), ...variables, ...none });
    await proxy.close();
    assert.deepEqual([run.code, receiver.received.length, proxy.received.length], [0, 1, 0]);
  });

  it('replay lets the server send the entries of a time again, with the same ids', async () => {
    const person = await enrolled(server);
    await server.webhooksSettled();
    const [first] = verified(receiver, secret, server.clock.now());
    const since = new Date(server.clock.now().getTime() - 1000).toISOString();
    const run = await admin(['webhooks', 'replay', 'receiver', '--since', since]);
    assert.deepEqual([run.code, run.stdout], [0, '1 events are due now\n'], run.stderr);
    // The command goes by the real clock.
    server.clock.advance((Date.now() - server.clock.now().getTime()) / 1000 + 60);
    await server.webhooksSettled();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    assert.deepEqual(ids, [first!.id, first!.id], person.account.email);
  });

  it('remove forgets an endpoint that is not configured any more, and no other', async () => {
    const refused = await admin(['webhooks', 'remove', 'receiver'], configured());
    assert.deepEqual([refused.code, refused.stderr], [1, 'harmony-2fa: receiver is still in WEBHOOKS\n']);
    const removed = await admin(['webhooks', 'remove', 'receiver']);
    assert.deepEqual([removed.code, removed.stdout], [0, 'receiver and what waited for it are forgotten\n']);
    assert.equal((await admin(['webhooks'])).stdout, 'no endpoint is registered\n');
  });

  it('names a wrong order in one line', async () => {
    for (const [parameters, code, line] of [
      [['webhooks', 'retry'], 2, /usage: harmony-2fa-admin webhooks/],
      [['webhooks', 'explode', 'receiver'], 2, /usage: harmony-2fa-admin webhooks/],
      [['webhooks', 'replay', 'receiver'], 2, /--since is missing/],
      [['webhooks', 'replay', 'receiver', '--since', 'yesterday'], 2, /--since has to be a time/],
      [['webhooks', 'replay', 'receiver', '--since', '2026-11-24T09:00:00'], 2, /--since has to be a time/],
      [['webhooks', 'retry', 'nobody'], 1, /no server has registered an endpoint nobody/],
      [['webhooks', 'test', 'nobody'], 1, /nobody is not in WEBHOOKS/],
    ] as [string[], number, RegExp][]) {
      const run = await admin(parameters);
      assert.equal(run.code, code, run.stderr);
      assert.match(run.stderr, line);
      assert.match(run.stderr, /^[^\n]+\n$/);
    }
  });
});

describe('a change by harmony-2fa-admin', () => {
  it('reaches the endpoints, although the command knows none', async () => {
    const { account } = await enrolled(server);
    await server.webhooksSettled();
    receiver.received.splice(0);
    assert.equal((await admin(['reset', account.email, '--yes', account.email, '--reason', 'lost phone'])).code, 0);
    server.clock.advance((Date.now() - server.clock.now().getTime()) / 1000 + 60);
    await server.webhooksSettled();
    const [event, ...others] = verified(receiver, secret, server.clock.now());
    assert.deepEqual(others, []);
    assert.equal(event?.type, 'harmony_2fa.admin_reset');
    assert.match(event.data.detail ?? '', /: lost phone$/);
  });
});

describe('harmony-2fa-admin export-trail', () => {
  const parse = (text: string): WebhookEvent[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as WebhookEvent);

  it('writes the trail as NDJSON, in the form of the webhooks, to a file that only this user can read', async () => {
    const person = await enrolled(server);
    await server.webhooksSettled();
    const file = join(folder, 'trail.ndjson');
    const { code, stdout, stderr } = await admin(['export-trail', file, '--reason', 'audit of the year']);
    assert.equal(code, 0, stderr);
    const text = await readFile(file, 'utf8');
    const lines = parse(text);
    assert.equal(stdout, `${lines.length} entries exported\n`);
    assert.match(stderr, /"reason":"audit of the year","msg":"an administrator exported the audit trail"\}\n$/);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const sent = verified(receiver, secret, server.clock.now());
    for (const event of sent)
      assert.deepEqual(
        lines.find(({ id }) => id === event.id),
        event,
      );
    assert.ok(sent.length > 0);
    const times = lines.map(({ timestamp }) => timestamp);
    assert.deepEqual(times, times.toSorted());
    for (const text of [person.phone.base32, ...person.backupCodes]) assert.ok(!JSON.stringify(lines).includes(text));
  });

  it('writes a span of time to standard output, and the record to standard error', async () => {
    server.clock.advance(60);
    const from = server.clock.now();
    await signedIn(server);
    server.clock.advance(60);
    const until = server.clock.now();
    await signedIn(server);
    const span = ['--since', from.toISOString(), '--until', until.toISOString()];
    const { code, stdout, stderr } = await admin(['export-trail', '-', '--reason', 'span', ...span]);
    assert.equal(code, 0, stderr);
    const lines = parse(stdout);
    assert.ok(lines.length > 0);
    for (const { timestamp } of lines) assert.ok(timestamp >= from.toISOString() && timestamp < until.toISOString());
    assert.match(stderr, /^\{[^\n]*"an administrator exported the audit trail"\}\n$/);
  });

  it('overwrites no file, and needs a reason', async () => {
    const file = join(folder, 'mine.txt');
    await writeFile(file, 'mine');
    const run = await admin(['export-trail', file, '--reason', 'x']);
    assert.deepEqual([run.code, run.stderr], [1, 'harmony-2fa: the file exists already, or cannot be written\n']);
    assert.equal(await readFile(file, 'utf8'), 'mine');
    assert.equal((await admin(['export-trail', '-'])).code, 2);
  });
});
