import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Mailer } from '../../../server/adapters/notice/mailer.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { createNotifier, type Notifier } from '../../../server/adapters/notice/notifier.js';
import { silentLog } from '../../../server/core/log.js';
import { eventsOf } from '../../../server/core/audit/events.js';
import { signal } from '../support/signal.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { enrolled, proved, type Enrolled } from '../support/visitor.js';

type Sender = Pick<Mailer, 'send'>;

let server: TestServer;
let sent: string[] = [];
const good: Sender = {
  send: (address, { subject }) => {
    sent.push(`${address} ${subject}`);
    return Promise.resolve();
  },
};
const refusing: Sender = { send: () => Promise.reject(new Error('the mail server is away')) };
/** Claims a notice and never reports the result, like a process that dies. */
const hanging: Sender = { send: () => new Promise(() => undefined) };

before(async () => (server = await startServer({ mailer: good })));
beforeEach(async () => {
  await server.restart({ mailer: good });
  minutes(120);
  await server.noticesSettled();
  sent = [];
});
after(() => server.close());

const on = ({ account }: Enrolled): string => `${account.email} Harmony: Two-factor authentication is on`;
const minutes = (count: number): void => server.clock.advance(count * 60);

async function trail({ account }: Enrolled): Promise<(string | null)[][]> {
  const { id } = (await server.accounts.find(account.email))!;
  return (await server.store.audit.list(id)).map(({ event, detail }) => [event, detail]).reverse();
}

describe('a notice is stored with its change', () => {
  it('and is sent by the next process after one that died before sending', async () => {
    await server.restart({ mailer: undefined });
    const person = await enrolled(server);
    await server.restart({ mailer: good });
    await server.noticesSettled();
    assert.deepEqual(sent, [on(person)]);
  });

  it('and after one that died while sending, once the lease has ended', async () => {
    const sending = signal();
    await server.restart({ mailer: { send: (...mail) => (sending.give(), hanging.send(...mail)) } });
    const person = await enrolled(server);
    await sending.given;
    await server.restart({ mailer: good });
    await server.noticesSettled();
    assert.deepEqual(sent, [], 'another process may still be sending it');
    minutes(3);
    await server.noticesSettled();
    assert.deepEqual(sent, [on(person)]);
    minutes(3);
    await server.noticesSettled();
    assert.equal(sent.length, 1, 'and not again');
  });

  for (const [how, mailer] of [
    ['claimed', hanging],
    ['postponed', refusing],
  ] as const) {
    it(`and once the clock is right again, after one whose clock was ahead has ${how} it`, async () => {
      const tried = signal();
      await server.restart({ mailer: undefined });
      const person = await enrolled(server);
      minutes(20 * 60);
      await server.restart({ mailer: { send: (...mail) => (tried.give(), mailer.send(...mail)) } });
      server.sendNotices();
      await tried.given;
      if (how === 'postponed') await server.noticesSettled();
      minutes(-20 * 60);
      await server.restart({ mailer: good });
      await server.noticesSettled();
      assert.deepEqual(sent, [on(person)]);
    });
  }

  it('and the end of a delay is announced at its time, and neither before nor at that of a wrong clock', async () => {
    const person = await enrolled(server);
    await server.noticesSettled();
    const { id } = (await server.accounts.find(person.account.email))!;
    await server.twoFactor.beginRecovery({ accountId: id }, 'test');
    minutes(-5 * 24 * 60);
    await server.noticesSettled();
    minutes(5 * 24 * 60);
    const names = async (): Promise<(string | null)[]> => (await trail(person)).map(([event]) => event ?? null);
    assert.ok(!(await names()).includes('recovery_ready'));
    // A process has claimed it with a clock ten days ahead, and died.
    await server.store.db
      .updateTable('audit_events')
      .set({ notice_due_at: server.clock.now().getTime() + 10 * 24 * 60 * 60_000 })
      .where('account_id', '=', id)
      .where('event', '=', 'recovery_waiting')
      .execute();
    minutes(23 * 60);
    await server.noticesSettled();
    assert.ok(!(await names()).includes('recovery_ready'));
    minutes(61);
    await server.noticesSettled();
    assert.ok((await names()).includes('recovery_ready'));
  });

  it('or neither exists: a change that loses a conflict sends no notice', async () => {
    const person = await enrolled(server);
    await server.noticesSettled();
    const { id } = (await server.accounts.find(person.account.email))!;
    const factor = await server.store.secondFactors.read(id);
    const disabled = eventsOf({ accountId: id }, server.clock.now(), 'disabled');
    await server.store.secondFactors.recordFailure(factor, factor.budget, []);
    assert.equal(await server.store.secondFactors.disable(factor, disabled), false);
    await server.noticesSettled();
    assert.deepEqual(sent, [on(person)]);
  });

  it('and is deleted with the account', async () => {
    await server.restart({ mailer: refusing });
    const person = await enrolled(server);
    await server.noticesSettled();
    await server.accounts.delete((await server.accounts.find(person.account.email))!.id);
    await server.restart({ mailer: good });
    minutes(60);
    await server.noticesSettled();
    assert.deepEqual(sent, []);
  });
});

describe('a notice that cannot be sent', () => {
  it('is retried, with longer and longer waits, until it is sent', async () => {
    let tries = 0;
    await server.restart({ mailer: { send: (...parts) => ((tries += 1) < 4 ? refusing : good).send(...parts) } });
    const person = await enrolled(server);
    for (const [wait, expected] of [
      [0, 1],
      [0.4, 1],
      [0.1, 2],
      [0.5, 2],
      [0.5, 3],
      [1.5, 3],
      [0.5, 4],
      [120, 4],
    ] as const) {
      minutes(wait);
      await server.noticesSettled();
      assert.equal(tries, expected);
    }
    assert.deepEqual(sent, [on(person)]);
  });

  it('is given up after a day, logged, and audited as `notice_failed`', async () => {
    await server.restart({ mailer: refusing });
    const person = await enrolled(server);
    for (let hour = 0; hour < 23; hour += 1) {
      await server.noticesSettled();
      minutes(60);
    }
    assert.deepEqual((await trail(person)).at(-1), ['enabled', null]);
    for (let hour = 0; hour < 3; hour += 1) {
      minutes(60);
      await server.noticesSettled();
    }
    assert.deepEqual((await trail(person)).slice(-2), [
      ['enabled', null],
      ['notice_failed', 'enabled'],
    ]);
    assert.match(server.logs(), /"level":50.*"msg":"a notice was given up"/);
    assert.ok(!server.logs().includes(person.account.email), 'the log has no address');
    await server.restart({ mailer: good });
    minutes(60);
    await server.noticesSettled();
    assert.deepEqual(sent, []);
  });

  it('of a server without a mailer is not sent when a mailer is added much later', async () => {
    await server.restart({ mailer: undefined });
    await enrolled(server);
    minutes(25 * 60);
    await server.purge(server.clock.now());
    await server.restart({ mailer: good });
    await server.noticesSettled();
    assert.deepEqual(sent, []);
  });

  it('does not block others, however many there are', async () => {
    await server.restart({ mailer: refusing });
    const people = [];
    for (let count = 0; count < 12; count += 1) people.push(await enrolled(server));
    await server.noticesSettled();
    const [first] = people;
    await server.restart({
      mailer: {
        send: (address, notice) => (address === first!.account.email ? refusing : good).send(address, notice),
      },
    });
    minutes(5);
    await server.noticesSettled();
    assert.deepEqual(sent.sort(), people.slice(1).map(on).sort());
  });
});

describe('as many notices as are sent at once', () => {
  it('and one more that comes meanwhile: all are sent', { timeout: 60_000 }, async () => {
    const atOnce = 8;
    const releases: (() => void)[] = [];
    let full = (): void => undefined;
    let complete = (): void => undefined;
    const isFull = new Promise<void>((resolve) => (full = resolve));
    const isComplete = new Promise<void>((resolve) => (complete = resolve));
    await server.restart({
      mailer: {
        async send(address, notice) {
          if (releases.length < atOnce) {
            const released = new Promise<void>((resolve) => releases.push(resolve));
            if (releases.length === atOnce) full();
            await released;
          }
          await good.send(address, notice);
          if (sent.length === atOnce + 2) complete();
        },
      },
    });
    const people = [];
    for (let count = 0; count < atOnce; count += 1) people.push(await enrolled(server));
    await isFull;
    for (let count = 0; count < 2; count += 1) people.push(await enrolled(server));
    for (const release of releases) release();
    await isComplete;
    assert.deepEqual(sent.sort(), people.map(on).sort());
  });
});

describe('several processes', () => {
  it('send each notice once', async () => {
    await server.restart({ mailer: undefined });
    const people = await Promise.all(Array.from({ length: 10 }, () => enrolled(server)));
    const stores: OpenStore[] = [];
    const notifiers: Notifier[] = [];
    for (let count = 0; count < 4; count += 1) {
      const store = await openStore(server.database.url);
      stores.push(store);
      notifiers.push(
        createNotifier({
          queue: store.notices,
          product: 'Harmony',
          addressOf: (accountId) => server.accounts.addressOf(accountId),
          send: (address, notice) => good.send(address, notice),
          log: silentLog,
          clock: server.clock.now,
        }),
      );
    }
    await Promise.all(notifiers.map((notifier) => notifier.settled()));
    await Promise.all(stores.map((store) => store.close()));
    assert.deepEqual(sent.sort(), people.map(on).sort());
  });
});

describe('a notifier of an app that gives no log', () => {
  it('writes a failed try to the console, and sends the notice later', async (t) => {
    const warned = t.mock.method(console, 'warn', () => undefined);
    await server.restart({ mailer: undefined });
    const person = await enrolled(server);
    let mailer = refusing;
    const notifier = createNotifier({
      queue: server.store.notices,
      product: 'Harmony',
      addressOf: (accountId) => server.accounts.addressOf(accountId),
      send: (address, notice) => mailer.send(address, notice),
      clock: server.clock.now,
    });
    await notifier.settled();
    assert.deepEqual(
      warned.mock.calls.map(({ arguments: [message] }) => message as unknown),
      ['harmony-2fa: a notice could not be sent'],
    );
    mailer = good;
    minutes(3);
    await notifier.settled();
    assert.deepEqual(sent, [on(person)]);
  });
});

describe('a server that stops', () => {
  it('waits for a notice that is being sent, and only a limited time for one that hangs', async () => {
    const [sending, finish] = [signal(), signal()];
    const slow: Sender = {
      send: async (address, notice) => {
        sending.give();
        await finish.given;
        return good.send(address, notice);
      },
    };
    await server.restart({ mailer: slow });
    const person = await enrolled(server);
    await sending.given;
    const stopped = server.stopNotices(60_000);
    assert.deepEqual(sent, []);
    finish.give();
    await stopped;
    assert.deepEqual(sent, [on(person)]);

    await server.restart({ mailer: hanging });
    await (await proved(server, person)).op('disable');
    const began = performance.now();
    await server.stopNotices(200);
    assert.ok(performance.now() - began < 2_000);
  });
});
