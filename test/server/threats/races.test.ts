import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { SecondFactor, TwoFactorStore } from '../../../server/core/two-factor/store.js';
import { readAuthenticators } from '../../../server/core/two-factor/authenticators.js';
import { addAuthenticator, listed } from '../support/authenticators.js';
import { distantStore } from '../support/distant-store.js';
import { phone, type Phone } from '../support/phone.js';
import { rounds } from '../support/rounds.js';
import { startServer, type TestServer } from '../support/test-server.js';
import {
  challenged,
  enrolled,
  proved,
  signedIn,
  visit,
  type Answer,
  type Enrolled,
  type Person,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
before(async () => {
  const wrapStore = (store: TwoFactorStore): TwoFactorStore => {
    const read = async (accountId: string): Promise<SecondFactor> => {
      const factor = await store.read(accountId);
      const wait = hold;
      hold = null;
      await wait?.();
      return factor;
    };
    return distantStore({ ...store, read });
  };
  server = await startServer({ wrapStore });
});
after(() => server.close());

const width = 50;

let hold: (() => Promise<void>) | null = null;

/** Delays the answer of the next read until the test releases it. */
function holdNextRead(): { reached: Promise<void>; release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const reached = new Promise<void>((resolve) => {
    hold = () => {
      resolve();
      return released;
    };
  });
  return { reached, release };
}

type HostTables = {
  accounts: { id: string; email: string };
  sessions: { id_hash: string; account_id: string; stage: string };
};

async function findAccountId({ account }: Person): Promise<string> {
  const db = server.store.db.withTables<HostTables>();
  const query = db.selectFrom('accounts').select('id').where('email', '=', account.email);
  return (await query.executeTakeFirstOrThrow()).id;
}

/** Fifty half signed-in sessions of one person, as after fifty sign-ins. The first one is real. */
async function halfSessions(person: Person): Promise<Visitor[]> {
  const first = await challenged(server, person);
  const id = await findAccountId(person);
  const ids = await Promise.all(
    Array.from({ length: width - 1 }, () => server.sessions.begin({ accountId: id }, server.clock.now())),
  );
  return [first, ...ids.map((session) => visit(server, `harmony_session=${session}`))];
}

/** The full sessions of a person, including the one of the set-up. */
async function countFullSessions(person: Person): Promise<number> {
  const db = server.store.db.withTables<HostTables>();
  const query = db.selectFrom('sessions').select('id_hash').where('stage', '=', 'full');
  return (await query.where('account_id', '=', await findAccountId(person)).execute()).length;
}

/** The only allowed outcome of fifty answers at once: one success, for its own session, and refusals for all others. */
async function assertOneWon(person: Person, browsers: Visitor[], answers: Answer[]): Promise<void> {
  const others = answers.filter(({ status }) => ![200, 422, 429].includes(status));
  assert.deepEqual(
    others.map(({ text }) => text),
    [],
  );
  const winners = browsers.filter((_, index) => answers[index]?.status === 200);
  assert.equal(winners.length, 1);
  assert.equal((await winners[0]?.call('GET', '/api/session'))?.status, 200);
  assert.equal(await countFullSessions(person), 2);
}

describe(`${width} half signed-in sessions at once, ${rounds} rounds`, () => {
  it('one right code makes exactly one full session', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await enrolled(server);
      const browsers = await halfSessions(person);
      server.clock.advance(30);
      const code = person.phone.code(server.clock.now());
      const answers = await Promise.all(browsers.map((browser) => browser.op('answerChallenge', { code })));
      await assertOneWon(person, browsers, answers);
    }
  });

  it('one backup code makes exactly one full session and is spent once', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const person = await enrolled(server);
      const browsers = await halfSessions(person);
      const backupCode = person.backupCodes[round % 10];
      const answers = await Promise.all(browsers.map((browser) => browser.op('answerChallenge', { backupCode })));
      await assertOneWon(person, browsers, answers);
      server.clock.advance(3600);
      const status = await (await proved(server, person)).op('status');
      assert.deepEqual(status.body['backupCodes'], { remaining: 9, total: 10 });
    }
  });
});

describe('one half signed-in session, many answers at once', () => {
  it('is promoted once, though several codes are right', async () => {
    const person = await enrolled(server);
    server.clock.advance(60);
    const browser = await challenged(server, person);
    const answersToTry = [
      ...[-1, 0, 1].map((steps) => ({ code: person.phone.code(server.clock.now(), steps) })),
      ...person.backupCodes.slice(0, 2).map((backupCode) => ({ backupCode })),
    ];
    const { cookie } = browser;
    const answers = await Promise.all(answersToTry.map((body) => visit(server, cookie).op('answerChallenge', body)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal((await visit(server, cookie).call('GET', '/api/session')).status, 401);
  });
});

describe('several authenticators, many requests at once', () => {
  const codeOf = (app: Phone, steps = 0): { code: string } => ({ code: app.code(server.clock.now(), steps) });

  /** With a recent proof, and with a step that no authenticator has spent. */
  async function withTwo(): Promise<{ person: Enrolled; browser: Visitor; apps: [Phone, Phone]; ids: string[] }> {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const added = await addAuthenticator(server, browser);
    const ids = listed(await browser.op('status')).map(({ id }) => id);
    server.clock.advance(60);
    return { person, browser, apps: [person.phone, added.phone], ids };
  }

  it(`one code of each of two in ${width} sessions makes one full session each at most, ${rounds} rounds`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { person, apps } = await withTwo();
      const before = await countFullSessions(person);
      const browsers = await halfSessions(person);
      const answers = await Promise.all(
        browsers.map((browser, index) => browser.op('answerChallenge', codeOf(apps[index % 2]!))),
      );
      // The fifth failure may come before the second right code.
      const won = answers.filter(({ status }) => status === 200).length;
      assert.ok(won === 1 || won === 2, `${won} won`);
      assert.equal(await countFullSessions(person), before + won);
    }
  });

  it(`a removal against answers in flight: nobody is signed in by what is removed, ${rounds} rounds`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { person, browser, apps, ids } = await withTwo();
      const place = round % 2;
      const browsers = (await halfSessions(person)).slice(0, 4);
      const [removal, ...answers] = await Promise.all([
        browser.op('removeAuthenticator', undefined, ids[place]),
        ...browsers.map((half) => half.op('answerChallenge', codeOf(apps[place]!))),
      ]);
      assert.equal(removal.status, 200);
      assert.ok(answers.every(({ status }) => [200, 401, 422, 429].includes(status)));
      // Whichever came first: an answer before the removal loses its session by it, and one after it is refused.
      assert.equal(await countFullSessions(person), 1);
      const session = await server.sessions.begin({ accountId: await findAccountId(person) }, server.clock.now());
      const late = await visit(server, `harmony_session=${session}`).op('answerChallenge', codeOf(apps[place]!, 1));
      assert.notEqual(late.status, 200);
    }
  });

  it('two removals at once leave one authenticator', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { person, browser, ids } = await withTwo();
      const { cookie } = browser;
      const answers = await Promise.all(
        ids.map((id) => visit(server, cookie).op('removeAuthenticator', undefined, id)),
      );
      const [first, second] = answers.map(({ status }) => status).sort();
      // The first one gives the session another id, which the second one may meet.
      assert.ok(first === 200 && [401, 409].includes(second!), `${first} and ${second}`);
      const { active } = await server.store.secondFactors.read(await findAccountId(person));
      assert.equal(readAuthenticators(active!).length, 1);
    }
  });

  it('an addition that is confirmed in many tabs at once adds one', async () => {
    const { person, browser } = await withTwo();
    const begun = await browser.op('beginSetup', { mode: 'add' });
    const app = phone(begun.body['keyUri'] as string);
    const { cookie } = browser;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => visit(server, cookie).op('confirmSetup', codeOf(app))),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    const { active } = await server.store.secondFactors.read(await findAccountId(person));
    assert.equal(readAuthenticators(active!).length, 3);
  });

  it('a replacement beside an addition: the one that was begun later is confirmed, never both', async () => {
    const { browser, person } = await withTwo();
    const addition = await browser.op('beginSetup', { mode: 'add' });
    const replacement = await browser.op('beginSetup');
    const { cookie } = browser;
    const confirm = ({ body }: Answer): Promise<Answer> =>
      visit(server, cookie).op('confirmSetup', { ...codeOf(phone(body['keyUri'] as string)), id: body['id'] });
    const [added, replaced] = await Promise.all([confirm(addition), confirm(replacement)]);
    assert.equal(replaced.status, 200);
    // The replacement gives the session another id, which the addition may meet.
    assert.ok([401, 410].includes(added.status), added.text);
    const { active } = await server.store.secondFactors.read(await findAccountId(person));
    assert.equal(readAuthenticators(active!).length, 1);
  });
});

describe('sign-in while 2FA is turned on', () => {
  it('never leaves a full session without the second factor', async () => {
    const { account, browser: owner } = await signedIn(server);
    const setup = await owner.op('beginSetup');
    const code = phone(setup.body['keyUri'] as string).code(server.clock.now());
    // The sign-in reads that no factor is due, and 2FA is turned on before the sign-in continues.
    const { reached, release } = holdNextRead();
    const other = visit(server);
    const signIn = other.signIn(account);
    await reached;
    assert.equal((await owner.op('confirmSetup', { code })).status, 200);
    release();
    assert.notDeepEqual((await signIn).body, { next: 'done' });
    assert.equal((await other.call('GET', '/api/session')).status, 401);
    assert.deepEqual((await other.signIn(account)).body, { next: 'challenge' });
  });
});
