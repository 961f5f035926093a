import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { createPoster } from '../../../server/adapters/webhook/post.js';
import { createWebhooks } from '../../../server/adapters/webhook/webhooks.js';
import { eventsOf } from '../../../server/core/audit/events.js';
import { silentLog } from '../../../server/core/log.js';
import { verifyWebhook, WebhookError } from '../../../server/core/webhook/verify-webhook.js';
import { webhookLeaseMs } from '../../../server/core/webhook/webhook-queue.js';
import { createInstances } from '../support/instances.js';
import { endpointFor, newSecret, startReceiver, type Receiver } from '../support/receiver.js';
import { createDatabase } from '../support/test-database.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { challenged, enrolled } from '../support/visitor.js';

const [secret, former, stranger] = [newSecret(), newSecret(), newSecret()];
const events = ['enabled'];

let server: TestServer;
let receiver: Receiver;
let other: Receiver;
before(async () => {
  server = await startServer();
  receiver = await startReceiver();
  other = await startReceiver();
});
beforeEach(() => {
  for (const one of [receiver, other]) {
    one.received.splice(0);
    one.answer = (response) => void response.writeHead(204).end();
  }
});
after(async () => {
  await server.close();
  await receiver.close();
  await other.close();
});

/** One event, sent to the receiver. */
async function sendOne(secrets: readonly string[] = [secret]): Promise<Receiver['received'][number]> {
  await server.restart({ webhooks: [endpointFor(receiver, { secrets, events })] });
  await enrolled(server);
  await server.webhooksSettled();
  return receiver.received.at(-1)!;
}

describe('an event is not lost', () => {
  it('when the process dies after the commit, before it sends', { timeout: 120_000 }, async () => {
    await server.restart({ webhooks: [endpointFor(receiver, { events })] });
    await server.restart({ webhooks: [] });
    // The next process is without webhooks, as one that dies before it sends.
    await enrolled(server);
    assert.deepEqual(receiver.types(), []);
    await server.restart({ webhooks: [endpointFor(receiver, { events })] });
    await server.webhooksSettled();
    assert.deepEqual(receiver.types(), ['harmony_2fa.enabled']);
    server.clock.advance(webhookLeaseMs);
    await server.webhooksSettled();
    assert.equal(receiver.received.length, 1, 'and not again');
  });

  it('when the process is killed while it sends', { timeout: 120_000 }, async (t) => {
    const database = await createDatabase();
    const instances = await createInstances(database.url);
    // Also after a failure: a process that is left keeps the run from its end.
    t.after(async () => {
      await instances.close();
      await database.remove();
    });
    receiver.answer = () => undefined;
    const endpoint = endpointFor(receiver, { secrets: [secret], events });
    const doomed = await instances.start({ WEBHOOKS: JSON.stringify([endpoint]) });
    await enrolled(doomed);
    await receiver.reached(1);
    await doomed.kill();
    receiver.answer = (response) => void response.writeHead(204).end();

    const store = await openStore(database.url);
    let ahead = 0;
    const clock = (): Date => new Date(Date.now() + ahead);
    const next = await createWebhooks({ queue: store.webhooks, endpoints: [endpoint], log: silentLog, clock });
    await next.settled();
    assert.equal(receiver.received.length, 1, 'another process may still be sending it');
    ahead = webhookLeaseMs;
    await next.settled();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    assert.deepEqual([ids.length, new Set(ids).size], [2, 1], 'the same event again, with its id');
    await next.stop(1000);
    await store.close();
  });

  it('or neither exists: a change that loses a conflict sends none', async () => {
    await server.restart({ webhooks: [endpointFor(receiver, { events: ['disabled'] })] });
    const person = await enrolled(server);
    const { id } = (await server.accounts.find(person.account.email))!;
    const factor = await server.store.secondFactors.read(id);
    const disabled = eventsOf({ accountId: id }, server.clock.now(), 'disabled');
    await server.store.secondFactors.recordFailure(factor, factor.budget, []);
    assert.equal(await server.store.secondFactors.disable(factor, disabled), false);
    await server.webhooksSettled();
    assert.deepEqual(receiver.types(), []);
  });
});

describe('a receiver', () => {
  it(
    'that knows the old or the new secret accepts an event while the secret is replaced',
    { timeout: 120_000 },
    async () => {
      const { headers, body } = await sendOne([secret, former]);
      const now = server.clock.now();
      for (const secrets of [secret, former]) assert.ok(verifyWebhook({ headers, body, secrets, now }));
      assert.throws(() => verifyWebhook({ headers, body, secrets: stranger, now }), WebhookError);
    },
  );

  it('accepts an event that was tried before the new secret came, by the new one', { timeout: 120_000 }, async () => {
    receiver.answer = (response) => void response.writeHead(503).end();
    await sendOne([former]);
    receiver.answer = (response) => void response.writeHead(204).end();
    await server.restart({ webhooks: [endpointFor(receiver, { secrets: [secret, former], events })] });
    server.clock.advance(10);
    await server.webhooksSettled();
    const { headers, body } = receiver.received.at(-1)!;
    assert.equal(receiver.received.length, 2);
    assert.ok(verifyWebhook({ headers, body, secrets: secret, now: server.clock.now() }));
  });

  it('can check the bytes that came, whatever is in them', { timeout: 120_000 }, async () => {
    await server.restart({ webhooks: [endpointFor(receiver, { secrets: [secret] })] });
    const detail = 'Zoë Müller: „lost“ 📱 \u2028 </script>';
    const [event] = eventsOf({ accountId: 'ädä' }, server.clock.now(), 'admin_reset');
    await server.store.audit.append([{ ...event!, detail }]);
    await server.webhooksSettled();
    const { headers, body } = receiver.received.at(-1)!;
    const got = verifyWebhook({ headers, body, secrets: secret, now: server.clock.now() });
    assert.deepEqual([got.data.accountId, got.data.detail], ['ädä', detail]);
    assert.equal(Number(headers['content-length']), body.length);
  });

  it('of a recorded request refuses it after five minutes', async () => {
    const { headers, body } = await sendOne();
    const later = (seconds: number): Date => new Date(server.clock.now().getTime() + seconds * 1000);
    assert.ok(verifyWebhook({ headers, body, secrets: secret, now: later(299) }));
    assert.throws(() => verifyWebhook({ headers, body, secrets: secret, now: later(301) }), WebhookError);
  });
});

describe('a receiver that answers slowly for ever', () => {
  it('with one header after another ends with the timeout', { timeout: 30_000 }, async () => {
    receiver.answer = ({ socket }) => {
      socket!.write('HTTP/1.1 200 OK\r\n');
      const more = setInterval(() => void (socket!.destroyed ? clearInterval(more) : socket!.write('x-a: b\r\n')), 20);
    };
    const poster = createPoster(new URL(receiver.url), { allowPrivate: true, timeoutMs: 200 });
    await assert.rejects(poster.post({}, Buffer.from('{}')), { code: 'TIMEOUT' });
    poster.close();
  });

  it('with one byte after another has taken the event, and keeps no connection', { timeout: 30_000 }, async () => {
    const closed = new Promise<unknown>((resolve) => {
      receiver.answer = (response) => {
        response.writeHead(200).flushHeaders();
        const more = setInterval(() => response.write('.'), 20);
        resolve(once(response, 'close').finally(() => clearInterval(more)));
      };
    });
    const poster = createPoster(new URL(receiver.url), { allowPrivate: true, timeoutMs: 2000 });
    assert.equal((await poster.post({}, Buffer.from('{}'))).status, 200);
    await closed;
    poster.close();
  });

  it('by a change of the protocol has not taken the event', { timeout: 30_000 }, async () => {
    receiver.answer = ({ socket }) =>
      void socket!.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n');
    const poster = createPoster(new URL(receiver.url), { allowPrivate: true });
    await assert.rejects(poster.post({}, Buffer.from('{}')), { code: 'NO_ANSWER' });
    poster.close();
  });
});

describe('an event does not go elsewhere', () => {
  for (const status of [301, 302, 303, 307, 308]) {
    it(`by a redirect with ${status}`, { timeout: 120_000 }, async () => {
      receiver.answer = (response) => void response.writeHead(status, { location: other.url }).end();
      await sendOne();
      // A request that follows the redirect would come before this one.
      await fetch(`${other.url}/probe`, { method: 'POST' });
      assert.equal(receiver.received.length, 1);
      assert.deepEqual(
        other.received.map(({ path }) => path),
        ['/events/probe'],
      );
      const [state] = await server.store.webhooks.states();
      assert.deepEqual([state!.waiting, state!.failure], [1, String(status)], 'it is tried again where it belongs');
      await server.store.webhooks.remove('receiver');
    });
  }

  it('by a name that leads to this machine', async () => {
    const poster = createPoster(new URL(receiver.url.replace('127.0.0.1', 'localhost')), { allowPrivate: false });
    await assert.rejects(poster.post({}, Buffer.from('{}')), { code: 'PRIVATE_ADDRESS' });
    const direct = createPoster(new URL(receiver.url), { allowPrivate: false });
    await assert.rejects(direct.post({}, Buffer.from('{}')), { code: 'PRIVATE_ADDRESS' });
    assert.deepEqual(receiver.received, []);
    poster.close();
    direct.close();
  });
});

describe('what leaves the house', () => {
  it('holds no code, secret, cookie or password; log and database hold no secret of a webhook', async () => {
    await server.restart({
      webhooks: [endpointFor(receiver, { secrets: [secret, former], url: `${receiver.url}?token=canary` })],
    });
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const wrong = person.phone.wrongCode(server.clock.now());
    await half.op('answerChallenge', { code: wrong });
    await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    receiver.answer = (response) => void response.writeHead(500).end(`no ${secret}`);
    await person.browser.op('status');
    await (await challenged(server, person)).op('answerChallenge', { code: wrong });
    await server.webhooksSettled();
    const sent = receiver.received.map(({ headers, body }) => JSON.stringify(headers) + body.toString()).join('\n');
    assert.ok(receiver.received.length > 5);
    const cookies = [half, person.browser].map(({ cookie }) => cookie?.split('=')[1] ?? 'no cookie');
    const hidden = [person.phone.base32, ...person.backupCodes, ...cookies, person.account.password, `"${wrong}"`];
    for (const text of hidden) {
      assert.ok(!sent.includes(text), text);
    }
    const { db } = server.store;
    const rows = JSON.stringify([
      await db.selectFrom('webhook_deliveries').selectAll().execute(),
      await db.selectFrom('webhook_endpoints').selectAll().execute(),
    ]);
    for (const text of [secret.slice(6), former.slice(6), 'canary', receiver.url]) {
      assert.ok(!server.logs().includes(text), `the log holds ${text}`);
      assert.ok(!rows.includes(text), `the database holds ${text}`);
    }
  });
});
