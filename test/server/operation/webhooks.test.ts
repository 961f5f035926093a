import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createMetrics } from '../../../server/adapters/metrics/metrics.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { createPoster } from '../../../server/adapters/webhook/post.js';
import { createWebhooks, type Webhooks } from '../../../server/adapters/webhook/webhooks.js';
import { eventsOf, type AuditEntry } from '../../../server/core/audit/events.js';
import { silentLog } from '../../../server/core/log.js';
import { endpointFor, newSecret, startReceiver, verified, type Receiver } from '../support/receiver.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { enrolled, signedIn, type Person } from '../support/visitor.js';

const secret = newSecret();
const days = 24 * 60 * 60;

let server: TestServer;
let receiver: Receiver;
let other: Receiver;
before(async () => {
  server = await startServer();
  receiver = await startReceiver();
  other = await startReceiver();
});
/** Nothing waits, no endpoint is known, and both receivers take everything. */
beforeEach(async () => {
  await server.restart({ webhooks: [], metrics: undefined });
  for (const { name } of await server.store.webhooks.states()) await server.store.webhooks.remove(name);
  await server.store.db.updateTable('audit_events').set({ outbox_at: null }).execute();
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

const idOf = async ({ account }: Person): Promise<string> => (await server.accounts.find(account.email))!.id;
const state = async () => (await server.store.webhooks.states())[0]!;
const refuse = (one: Receiver, status = 503, headers: Record<string, string> = {}): void => {
  one.answer = (response) => void response.writeHead(status, headers).end();
};

describe('a webhook', () => {
  it('tells an endpoint of each entry, with the facts of the trail and a signature', async () => {
    await server.restart({ webhooks: [endpointFor(receiver, { secrets: [secret] })] });
    const person = await enrolled(server);
    await server.webhooksSettled();
    const id = await idOf(person);
    const trail: unknown[] = [];
    for await (const entry of server.store.audit.entries({})) if (entry.accountId === id) trail.push(entry.id);
    const events = verified(receiver, secret, server.clock.now());
    assert.deepEqual(events.map((event) => event.id).sort(), trail.sort());
    const enabled = events.find(({ type }) => type === 'harmony_2fa.enabled')!;
    const { requestId, ...data } = enabled.data;
    assert.deepEqual(data, { accountId: id, method: null, address: '127.0.0.1', userAgent: 'node', detail: null });
    assert.equal(typeof requestId, 'string');
    assert.deepEqual(enabled.sub_id, { format: 'opaque', id });
    assert.equal(receiver.received[0]!.headers['content-type'], 'application/json');
    assert.deepEqual(await state().then(({ waiting, givenUp }) => [waiting, givenUp]), [0, 0]);
  });

  it('goes to each endpoint that wants it, signed with the secret of that endpoint', async () => {
    const theirs = newSecret();
    await server.restart({
      webhooks: [
        endpointFor(receiver, { secrets: [secret], events: ['enabled', 'disabled'] }),
        endpointFor(other, { name: 'other', secrets: [theirs] }),
      ],
    });
    await enrolled(server);
    await server.webhooksSettled();
    assert.deepEqual(receiver.types(), ['harmony_2fa.enabled']);
    assert.ok(other.types().includes('harmony_2fa.password_ok'));
    verified(receiver, secret, server.clock.now());
    verified(other, theirs, server.clock.now());
  });

  it('reports what another process has written, which sends no webhooks itself', async () => {
    await server.restart({ webhooks: [endpointFor(receiver)] });
    const elsewhere = await openStore(server.database.url);
    await elsewhere.audit.append(eventsOf({ accountId: 'elsewhere' }, server.clock.now(), 'admin_reset'));
    await elsewhere.close();
    await server.webhooksSettled();
    assert.deepEqual(receiver.types(), ['harmony_2fa.admin_reset']);
  });

  it('reports nothing of the time before the endpoint was there', async () => {
    await enrolled(server);
    await server.restart({ webhooks: [endpointFor(receiver)] });
    await server.webhooksSettled();
    assert.deepEqual(receiver.types(), []);
  });

  it('is not sent for an account that was deleted meanwhile, and nothing waits for it', async () => {
    refuse(receiver);
    await server.restart({ webhooks: [endpointFor(receiver)] });
    const person = await enrolled(server);
    await server.webhooksSettled();
    const id = await idOf(person);
    const rows = () =>
      server.store.db.selectFrom('webhook_deliveries').select('event_id').where('account_id', '=', id).execute();
    assert.ok((await rows()).length > 0);
    await server.accounts.delete(id);
    await server.store.webhooks.replay('receiver', {}, server.clock.now());
    assert.deepEqual(await rows(), []);
    receiver.answer = (response) => void response.writeHead(204).end();
    receiver.received.splice(0);
    server.clock.advance(60 * 60);
    await server.webhooksSettled();
    for (const { body } of receiver.received) assert.ok(!body.includes(id));
  });
});

describe('an endpoint that takes no events', () => {
  const only = { events: ['enabled'] };

  it('holds no other up', async () => {
    let open = 0;
    let most = 0;
    receiver.answer = (response) => {
      most = Math.max(most, (open += 1));
      response.once('close', () => (open -= 1));
    };
    await server.restart({
      webhooks: [endpointFor(receiver, only), endpointFor(other, { name: 'other', ...only })],
    });
    for (let count = 0; count < 12; count += 1) await enrolled(server);
    await other.reached(12);
    await receiver.reached(8);
    assert.equal(most, 8, 'so many are sent at once, and the others wait in the database');
    await server.stopWebhooks(100);
  });

  it('is tried again with growing waits, each time with the same id and a new time', async () => {
    let tries = 0;
    receiver.answer = (response) => void response.writeHead((tries += 1) < 4 ? 500 : 200).end('taken');
    await server.restart({ webhooks: [endpointFor(receiver, { ...only, secrets: [secret] })] });
    await enrolled(server);
    for (const [seconds, expected] of [
      [0, 1],
      [4, 1],
      [3, 2],
      [19, 2],
      [6, 3],
      [79, 3],
      [20, 4],
      [days, 4],
    ] as const) {
      server.clock.advance(seconds);
      await server.webhooksSettled();
      assert.equal(tries, expected, `after another ${seconds} s`);
    }
    assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size, 4);
    assert.equal((await state()).waiting, 0);
  });

  it('is not tried before the time that it asks for', async () => {
    refuse(receiver, 429, { 'retry-after': '600' });
    await server.restart({ webhooks: [endpointFor(receiver, only)] });
    await enrolled(server);
    await server.webhooksSettled();
    server.clock.advance(599);
    await server.webhooksSettled();
    assert.equal(receiver.received.length, 1);
    server.clock.advance(122);
    await server.webhooksSettled();
    assert.equal(receiver.received.length, 2);
  });

  it('is tried seldom after five failures, and gets everything when it is back', async () => {
    refuse(receiver);
    await server.restart({ webhooks: [endpointFor(receiver, only)] });
    for (let count = 0; count < 20; count += 1) await enrolled(server);
    await server.webhooksSettled();
    const first = receiver.received.length;
    assert.ok(first < 20, 'the lane rests');
    assert.match(server.logs(), /an endpoint takes no events/);
    for (let minute = 0; minute < 60; minute += 1) {
      server.clock.advance(60);
      await server.webhooksSettled();
    }
    assert.ok(receiver.received.length - first < 30, `${receiver.received.length - first} tries within an hour`);
    receiver.answer = (response) => void response.writeHead(204).end();
    receiver.received.splice(0);
    for (let hour = 0; hour < 15; hour += 1) {
      server.clock.advance(60 * 60);
      await server.webhooksSettled();
    }
    assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 20);
    assert.match(server.logs(), /an endpoint takes events again/);
  });

  it('is given up after three days, in the log and in the metrics, and can be sent to again', async () => {
    refuse(receiver, 410);
    const metrics = createMetrics(() => server.clock.now());
    await server.restart({ webhooks: [endpointFor(receiver, only)], metrics });
    const person = await enrolled(server);
    for (let hour = 0; hour < 60; hour += 1) {
      await server.webhooksSettled();
      server.clock.advance(60 * 60);
    }
    assert.deepEqual([(await state()).waiting, (await state()).givenUp], [1, 0]);
    const text = await metrics.text();
    assert.match(text, /^harmony_2fa_webhooks_waiting\{endpoint="receiver"\} 1$/m);
    const age = Number(/^harmony_2fa_webhooks_oldest_seconds\{endpoint="receiver"\} (\d+)/m.exec(text)?.[1]);
    assert.ok(age > 2 * days && age < 3 * days, String(age));
    for (let hour = 0; hour < 13; hour += 1) {
      server.clock.advance(60 * 60);
      await server.webhooksSettled();
    }
    const { waiting, givenUp, failure } = await state();
    assert.deepEqual([waiting, givenUp, failure], [0, 1, '410']);
    assert.ok(receiver.received.length > 10 && receiver.received.length < 30, `${receiver.received.length} tries`);
    assert.match(server.logs(), /"level":50,.*"endpoint":"receiver".*an event was given up/);
    const counted = await metrics.text();
    assert.match(counted, /^harmony_2fa_webhooks_total\{endpoint="receiver",outcome="given_up"\} 1$/m);
    assert.match(counted, /^harmony_2fa_webhooks_given_up\{endpoint="receiver"\} 1$/m);
    assert.ok(!counted.includes(await idOf(person)), 'no account in a label');

    receiver.answer = (response) => void response.writeHead(204).end();
    receiver.received.splice(0);
    assert.equal(await server.store.webhooks.retry('receiver', server.clock.now()), 1);
    // The lane may rest for five minutes.
    server.clock.advance(301);
    await server.webhooksSettled();
    assert.deepEqual(receiver.types(), ['harmony_2fa.enabled']);
    assert.deepEqual([(await state()).waiting, (await state()).givenUp], [0, 0]);
  });

  it('that answers without an end, or at length, is read up to a bound', async () => {
    receiver.answer = (response) => {
      response.writeHead(200);
      const more = (): void => void (response.destroyed || response.write(Buffer.alloc(64 * 1024), more));
      more();
    };
    await server.restart({ webhooks: [endpointFor(receiver, only)] });
    await enrolled(server);
    await server.webhooksSettled();
    assert.equal((await state()).waiting, 0, 'the status has taken the event');
    receiver.answer = (response) => void response.writeHead(204).end();
    await enrolled(server);
    await server.webhooksSettled();
    assert.equal(receiver.received.length, 2);
  });

  it('gets no longer than the timeout', async () => {
    receiver.answer = () => undefined;
    const poster = createPoster(new URL(receiver.url), { allowPrivate: true, timeoutMs: 50 });
    await assert.rejects(poster.post({}, Buffer.from('{}')), { code: 'TIMEOUT' });
    poster.close();
  });

  it('fails at once when it ends the connection', async () => {
    receiver.answer = (response) => void response.socket?.destroy();
    const poster = createPoster(new URL(receiver.url), { allowPrivate: true });
    await assert.rejects(poster.post({}, Buffer.from('{}')), { code: 'ECONNRESET' });
    poster.close();
  });
});

describe('a clock that is set back', () => {
  it('by a year holds no event up that was put off before', { timeout: 180_000 }, async () => {
    refuse(receiver);
    await server.restart({ webhooks: [endpointFor(receiver, { events: ['enabled'] })] });
    server.clock.advance(365 * days);
    await enrolled(server);
    await server.webhooksSettled();
    server.clock.advance(-365 * days);
    receiver.answer = (response) => void response.writeHead(204).end();
    // It is found in the first of these, and sent in one of them.
    await server.webhooksSettled();
    await server.webhooksSettled();
    assert.equal(receiver.received.length, 2);
    assert.equal((await state()).waiting, 0);
  });

  it('by two days ends the rest of an endpoint that took no events', { timeout: 180_000 }, async () => {
    refuse(receiver);
    await server.restart({ webhooks: [endpointFor(receiver, { events: ['enabled'] })] });
    for (let count = 0; count < 6; count += 1) await enrolled(server);
    await server.webhooksSettled();
    assert.match(server.logs(), /an endpoint takes no events/);
    server.clock.advance(-2 * days);
    receiver.answer = (response) => void response.writeHead(204).end();
    receiver.received.splice(0);
    const person = await enrolled(server);
    await server.webhooksSettled();
    const id = await idOf(person);
    assert.ok(receiver.received.some(({ body }) => body.includes(id)));
    server.clock.advance(2 * days);
  });
});

describe('several processes', () => {
  it('send each event once', async () => {
    await server.store.webhooks.register([{ name: 'receiver', events: ['enabled'] }], server.clock.now());
    await Promise.all(Array.from({ length: 10 }, () => enrolled(server)));
    const stores: OpenStore[] = [];
    const senders: Webhooks[] = [];
    for (let count = 0; count < 4; count += 1) {
      const store = await openStore(server.database.url);
      stores.push(store);
      const endpoints = [endpointFor(receiver, { secrets: [secret], events: ['enabled'] })];
      senders.push(await createWebhooks({ queue: store.webhooks, endpoints, log: silentLog, clock: server.clock.now }));
    }
    // What one process has taken out of the outbox, another one may send.
    do await Promise.all(senders.map((sender) => sender.settled()));
    while ((await state()).waiting > 0);
    await Promise.all(senders.map((sender) => sender.stop(1000)));
    await Promise.all(stores.map((store) => store.close()));
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    assert.deepEqual([ids.length, new Set(ids).size], [10, 10]);
  });
});

describe('the retention of the trail', () => {
  const remaining = async (accountId: string): Promise<number> => (await server.store.audit.list(accountId)).length;
  /** A year later, with an endpoint that some process uses. */
  async function aYearLater(): Promise<void> {
    server.clock.advance(365 * days);
    await server.store.webhooks.register([{ name: 'receiver', events: null }], server.clock.now());
  }

  it('deletes no entry that an endpoint has not received', async () => {
    await server.store.webhooks.register([{ name: 'receiver', events: null }], server.clock.now());
    const id = await idOf(await signedIn(server));
    const written = await remaining(id);
    assert.ok(written > 0);
    await aYearLater();
    await server.purge(server.clock.now());
    assert.equal(await remaining(id), written, 'no delivery is made of it yet');

    refuse(receiver);
    await server.restart({ webhooks: [endpointFor(receiver)] });
    await server.webhooksSettled();
    await server.purge(server.clock.now());
    assert.equal(await remaining(id), written, 'it was not sent yet');

    await server.restart({ webhooks: [endpointFor(receiver)] });
    receiver.answer = (response) => void response.writeHead(204).end();
    server.clock.advance(60);
    await server.webhooksSettled();
    await server.purge(server.clock.now());
    assert.equal(await remaining(id), 0);
  });

  it('deletes what was given up', async () => {
    await server.store.webhooks.register([{ name: 'receiver', events: null }], server.clock.now());
    const id = await idOf(await signedIn(server));
    while ((await server.store.webhooks.collect(server.clock.now(), 20)) > 0);
    await aYearLater();
    await server.store.webhooks.giveUpOld('receiver', server.clock.now(), server.clock.now());
    await server.purge(server.clock.now());
    assert.equal(await remaining(id), 0);
    assert.equal((await state()).givenUp, 0);
  });

  it('does not wait for an endpoint that no process has used for a week', async () => {
    await server.store.webhooks.register([{ name: 'receiver', events: null }], server.clock.now());
    const id = await idOf(await signedIn(server));
    while ((await server.store.webhooks.collect(server.clock.now(), 20)) > 0);
    const later = await idOf(await signedIn(server));
    server.clock.advance(365 * days);
    await server.purge(server.clock.now());
    assert.deepEqual([await remaining(id), await remaining(later)], [0, 0]);
    assert.deepEqual(await server.store.webhooks.states(), []);
    assert.deepEqual(await server.store.db.selectFrom('webhook_deliveries').selectAll().execute(), []);
  });
});

describe('the trail in order', () => {
  it('has every entry of a range once, over many batches', async () => {
    const start = server.clock.now();
    const events = Array.from({ length: 1203 }, (_, index) => {
      const at = new Date(start.getTime() + Math.floor(index / 7) * 1000);
      return eventsOf({ accountId: `reader-${index % 3}` }, at, 'proof_ok')[0]!;
    });
    for (let from = 0; from < events.length; from += 100) {
      await server.store.audit.append(events.slice(from, from + 100));
    }
    const read = async (since: Date, until?: Date): Promise<AuditEntry[]> => {
      const found: AuditEntry[] = [];
      for await (const entry of server.store.audit.entries({ since, until })) {
        if (entry.accountId.startsWith('reader-')) found.push(entry);
      }
      return found;
    };
    const all = await read(start);
    assert.equal(new Set(all.map(({ id }) => id)).size, 1203);
    assert.deepEqual(
      all,
      all.toSorted((one, two) => one.at.getTime() - two.at.getTime()),
    );
    const since = new Date(start.getTime() + 10_000);
    const until = new Date(start.getTime() + 20_000);
    assert.equal((await read(since, until)).length, 70, 'with the first moment, without the last');
  });
});
