import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startServer, type TestServer } from './support/test-server.js';
import { visit } from './support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const password = 'correct horse battery';

describe('the address of an account', () => {
  it('is found in upper case and in lower case', async () => {
    const account = await server.accounts.create('Kim@Harmony.example', password, server.clock.now());
    for (const email of ['kim@harmony.example', 'KIM@HARMONY.EXAMPLE']) {
      assert.equal((await server.accounts.find(email))?.id, account!.id);
      assert.equal((await server.accounts.authenticate(email, password)).accountId, account!.id);
      await visit(server).signIn({ email, password });
    }
  });

  // The Kelvin sign and the letter I with a dot, whose small letters are k, and i with a dot above.
  for (const email of ['\u212aim@harmony.example', 'k\u0130m@harmony.example', 'kım@harmony.example']) {
    it(`is not that of ${email}, which belongs to somebody else`, async () => {
      assert.equal(await server.accounts.find(email), null);
      assert.deepEqual(await server.accounts.authenticate(email, password), {
        accountId: null,
        right: false,
        passwordHash: null,
      });
    });
  }
});
