import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Argon2 } from '../../../server/core/crypto/argon2.js';
import { signal } from '../support/signal.js';
import { cheapArgon2, startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  createAccount,
  enrolled,
  signedIn,
  visit,
  type Account,
  type Answer,
  type Person,
  type Visitor,
} from '../support/visitor.js';

const wrong = 'a password of the flood';
const floodSize = 60;
/** The places for hashes, and two more: as many as may be taken before it is somebody else's turn. */
const mostBefore = 5;

interface Check {
  password: string;
  end: () => void;
}

/** Hashes whose check ends when the test says so. */
function heldHashes() {
  const running: Check[] = [];
  let held = false;
  let onCheck = (): void => undefined;
  const argon2: Argon2 = {
    ...cheapArgon2,
    async verifyPassword(hash, password) {
      if (held) {
        await new Promise<void>((end) => {
          running.push({ password, end });
          onCheck();
        });
      }
      return cheapArgon2.verifyPassword(hash, password);
    },
  };
  return {
    argon2,
    hold: () => void (held = true),
    release: () => {
      held = false;
      for (const { end } of running.splice(0)) end();
    },
    /** The check that has been running longest, as soon as one runs. */
    async next(): Promise<Check> {
      if (running.length === 0) await new Promise<void>((resolve) => (onCheck = resolve));
      return running.shift()!;
    },
  };
}

describe('while the sets of backup codes of one /24 wait', () => {
  /** The places where a set waits for its hashes. */
  const places = 40;
  const hashing = signal();
  const gate = signal();
  let server: TestServer;
  before(async () => {
    const derive: Argon2['derive'] = async (text, salt) => {
      hashing.give();
      await gate.given;
      return cheapArgon2.derive(text, salt);
    };
    server = await startServer({ trustProxy: ['loopback'], argon2: { ...cheapArgon2, derive } });
  });
  after(() => server.close());

  const beginSetup = ({ browser }: Person, address: string): Promise<Answer> =>
    browser.call('POST', '/api/2fa/setup', { headers: { 'x-forwarded-for': address } });

  it('a stranger of another network gets a set-up, and the newest of the /24 is refused', async () => {
    const people: Person[] = [];
    while (people.length < places + 4) people.push(await signedIn(server));
    const [first, latest, stranger, ...crowd] = people as [Person, Person, Person, ...Person[]];
    const running = beginSetup(first, '192.0.2.1');
    await hashing.given;
    const refusals = [signal(), signal()];
    let refused = 0;
    const begun = crowd.map(async (person, index) => {
      const answer = await beginSetup(person, `203.0.113.${index}`);
      if (answer.status === 503) refusals[(refused += 1) - 1]!.give();
      return answer;
    });
    // One more than the places, so that all wait or were refused by now.
    await refusals[0]!.given;
    assertProblem(await beginSetup(latest, '203.0.113.250'), 503, 'unavailable', { retryAfter: 5 });

    const own = beginSetup(stranger, '198.51.100.7');
    await Promise.race([refusals[1]!.given, own]);
    gate.give();
    assert.equal((await own).status, 201);
    assert.equal((await running).status, 201);
    const statuses = (await Promise.all(begun)).map(({ status }) => status);
    assert.deepEqual([statuses.filter((status) => status === 201).length, refused], [places - 1, 2]);
  });
});

describe('while every place for hashes is held', () => {
  const hashes = heldHashes();
  let server: TestServer;
  let bystander: Visitor;
  before(async () => {
    server = await startServer({ trustProxy: ['loopback'], argon2: hashes.argon2 });
    bystander = (await signedIn(server)).browser;
  });
  after(() => server.close());

  const signIn = (account: Account, address: string) =>
    visit(server).call('POST', '/api/session', { body: account, headers: { 'x-forwarded-for': address } });
  /** Each sign-in waits for its hash: these calls read as often from the database as the steps before it. */
  const settled = async (): Promise<void> => {
    for (let calls = 0; calls < 20; calls += 1) await bystander.call('GET', '/api/session');
  };

  /** Counts the checks of the flood that begin before the check of the stranger's password, who comes last. */
  async function checksBefore(flood: (index: number) => Promise<unknown>): Promise<number> {
    const stranger = { ...(await createAccount(server)), password: 'correct horse battery' };
    hashes.hold();
    try {
      const all = Array.from({ length: floodSize }, (_, index) => flood(index));
      await settled();
      const own = signIn(stranger, '198.51.100.7');
      await settled();
      let before = 0;
      for (;;) {
        const { password, end } = await hashes.next();
        if (password !== wrong) {
          hashes.release();
          end();
          break;
        }
        before += 1;
        end();
      }
      assert.equal((await own).status, 200);
      await Promise.all(all);
      return before;
    } finally {
      hashes.release();
    }
  }

  it('a stranger signs in after few others, though one /48 tries passwords of everybody from all of its /64', async () => {
    const before = await checksBefore((index) =>
      signIn({ email: `nobody-${index}@example.com`, password: wrong }, `2001:db8:9:${index.toString(16)}::7`),
    );
    assert.ok(before <= mostBefore, `${before} came before`);
  });

  it('a stranger signs in after few others, though one account is tried from everywhere', async () => {
    const { email } = await createAccount(server);
    const before = await checksBefore((index) => signIn({ email, password: wrong }, `203.0.${index}.7`));
    assert.ok(before <= mostBefore, `${before} came before`);
  });

  it('a stranger signs in after few others, though sixty accounts of one /48 change their passwords', async () => {
    const people: Person[] = [];
    while (people.length < floodSize) people.push(await signedIn(server));
    const before = await checksBefore((index) =>
      people[index]!.browser.call('POST', '/api/password', {
        body: { oldPassword: wrong, newPassword: 'nine violins at dawn' },
        headers: { 'x-forwarded-for': `2001:db8:9:${index.toString(16)}::7` },
      }),
    );
    assert.ok(before <= mostBefore, `${before} came before`);
  });

  it('a stranger signs in after few others, though sixty accounts of one /48 prove themselves by a password', async () => {
    const people: Person[] = [];
    while (people.length < floodSize) people.push(await signedIn(server));
    const before = await checksBefore((index) =>
      people[index]!.browser.call('POST', '/api/2fa/reauthenticate', {
        body: { password: wrong },
        headers: { 'x-forwarded-for': `2001:db8:9:${index.toString(16)}::7` },
      }),
    );
    assert.ok(before <= mostBefore, `${before} came before`);
  });

  it('a code is answered', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    server.clock.advance(30);
    hashes.hold();
    const all = Array.from({ length: floodSize }, (_, index) =>
      signIn({ email: `nobody-${index}@example.com`, password: wrong }, `203.0.${index}.7`),
    );
    await settled();
    const answer = await browser.op('answerChallenge', { code: person.phone.code(server.clock.now()) });
    assert.equal(answer.status, 200, answer.text);
    (await hashes.next()).end();
    hashes.release();
    await Promise.all(all);
  });
});

describe('calls that cost no hash', () => {
  let server: TestServer;
  before(async () => (server = await startServer({ trustProxy: ['loopback'], networkLimit: 10_000 })));
  after(() => server.close());

  const call = (path: string, address: string) =>
    visit(server).call('GET', path, { headers: { 'x-forwarded-for': address } });
  const floodAddress = (index: number): string => `2001:db8:9:${index.toString(16)}::7`;

  /** Counts the calls of the flood that end before one of somebody else, who comes last. */
  async function endedBefore(flooded: string, path: string, address: string): Promise<number> {
    // A connection of each is open before.
    await Promise.all(Array.from({ length: floodSize + 1 }, (_, index) => call('/api/session', `192.0.${index}.7`)));
    let ended = 0;
    let before = floodSize;
    const flood = Array.from({ length: floodSize }, async (_, index) => {
      await call(flooded, floodAddress(index));
      ended += 1;
    });
    const own = call(path, address).then(({ status }) => {
      before = ended;
      return status;
    });
    await Promise.all(flood);
    assert.notEqual(await own, 503);
    return before;
  }

  it('of one /48 begin one by one, and a stranger’s begins beside the first of them', async () => {
    for (const path of ['/api/session', '/healthz', '/readyz']) {
      const before = await endedBefore(path, '/api/session', '198.51.100.7');
      assert.ok(before < floodSize / 2, `${path}: ${before} came before`);
    }
  });

  it('do not make a probe of the same /48 wait', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const before = await endedBefore('/api/session', path, floodAddress(floodSize));
      assert.ok(before < floodSize / 2, `${path}: ${before} came before`);
    }
  });
});

describe('probes of the store', () => {
  it('at the same time share one ping, and the next one asks again', async () => {
    let held = false;
    let ends: (() => void)[] = [];
    let onPing = (): void => undefined;
    const server = await startServer({
      wrapPing: (ping) => async () => {
        if (held) {
          await new Promise<void>((end) => {
            ends.push(end);
            onPing();
          });
        }
        return ping();
      },
    });
    const bystander = visit(server);
    try {
      for (let round = 0; round < 2; round += 1) {
        held = true;
        ends = [];
        const isPinged = new Promise<void>((resolve) => (onPing = resolve));
        const answers = Array.from({ length: 10 }, () => visit(server).call('GET', '/readyz'));
        await isPinged;
        // These calls take as many steps as those of the others.
        for (let calls = 0; calls < 20; calls += 1) await bystander.call('GET', '/api/session');
        const pings = ends.length;
        held = false;
        for (const end of ends) end();
        assert.deepEqual(new Set((await Promise.all(answers)).map(({ status }) => status)), new Set([200]));
        assert.equal(pings, 1);
      }
    } finally {
      await server.close();
    }
  });
});
