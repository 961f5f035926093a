import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountNamedBy } from '../../../server/core/crypto/token.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { assertProblem, createAccount, signedIn, visit } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const inAnHour = (): Date => new Date(server.clock.now().getTime() + 3_600_000);
const part = (text: string): string => `${Buffer.from(text).toString('base64url')}.`;
const secret = 'A'.repeat(43);

describe('a token names its account, and', () => {
  // Ids as apps have them: the last ones do not fit into a part of 43 characters.
  for (const id of ['42', crypto.randomUUID(), 'a'.repeat(42), 'a'.repeat(43), 'ada@example.com', '名前 🔑']) {
    it(`a sign-in of the account ${JSON.stringify(id)} is found by it`, async () => {
      const { signIns } = server.store;
      const now = server.clock.now();
      const token = await signIns.begin(id, inAnHour(), now);
      assert.match(token, /^(?:[\w-]{86}|[\w-]+\.[\w-]{43})$/);
      assert.equal((await signIns.find(token, now))?.accountId, id);
      const full = await signIns.promote(token, null, inAnHour(), now);
      assert.equal((await signIns.find(full!, now))?.stage, 'full');
      await signIns.end(full!);
      assert.equal(await signIns.find(full!, now), null);
    });
  }

  it('no sign-in begins for an account without an id', async () => {
    const { signIns } = server.store;
    await assert.rejects(signIns.begin('', inAnHour(), server.clock.now()), TypeError);
  });

  it('the secret of one account opens nothing under the name of another', async () => {
    const [ada, eve] = [await signedIn(server), await signedIn(server)];
    const [own, other] = [ada, eve].map(({ browser }) => browser.cookie!.split('=')[1]!);
    assert.equal(own!.length, 86);
    const mixed = `harmony_session=${other!.slice(0, 43)}${own!.slice(43)}`;
    assertProblem(await visit(server, mixed).op('status'), 401, 'not_signed_in');
    const alone = `harmony_session=${own!.slice(43)}`;
    assertProblem(await visit(server, alone).op('status'), 401, 'not_signed_in');
    assert.equal((await ada.browser.op('status')).status, 200);
  });

  const malformed: [name: string, token: string][] = [
    ['a length that is none', `${'a'.repeat(42)}-${secret}`],
    ['a length that does not fit', `${'a'.repeat(42)}C${secret}`],
    ['another filling', `ab${'x'.repeat(40)}C${secret}`],
    ['NUL', part('a\0b') + secret],
    ['bytes that are no UTF-8', `${Buffer.from([0xff, 0xfe]).toString('base64url')}.${secret}`],
    ['a second spelling of Base64', `QB.${secret}`],
    ['the long form of a short id', part('42') + secret],
    ['nothing before the dot', `.${secret}`],
    ['two dots', `${part('a@b')}.${secret}`],
    ['no more than a dot', '.'],
    ['nothing at all', ''],
  ];
  it('no name but the one that was written is read', () => {
    for (const [name, token] of malformed) assert.equal(accountNamedBy(token), null, name);
  });

  for (const [name, token] of [...malformed, ['an unknown id', part('@'.repeat(1500)) + secret]] as const) {
    it(`a name with ${name} finds nothing and is no fault`, async () => {
      const browser = visit(server, `harmony_session=${token}`);
      assertProblem(await browser.op('status'), 401, 'not_signed_in');
      const account = await createAccount(server);
      assert.equal((await browser.signIn(account)).status, 200);
      const { signIns } = server.store;
      const now = server.clock.now();
      assert.equal(await signIns.find(token, now), null);
      assert.equal(await signIns.promote(token, null, inAnHour(), now), null);
      await signIns.end(token);
      assert.equal(await server.sessions.find(token, now), null);
      assert.equal(await server.sessions.rotate(token, null, now), null);
      assert.equal(await server.sessions.enrol(token, now), false);
    });
  }
});
