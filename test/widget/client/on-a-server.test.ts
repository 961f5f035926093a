import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { createHttpClient } from '../../../widget/client/index.js';
import { createBetterAuthClient } from '../../../widget/clients/better-auth.js';

/*
 * Frameworks that render on a server load each module there too, and a module may create its client at once.
 */

const { fetch } = globalThis;
const origin = 'https://app.example.com';

/** What a browser has and Node has not. */
function enterPage(): string[] {
  const asked: string[] = [];
  Object.assign(globalThis, {
    origin,
    document: { baseURI: `${origin}/preferences` },
    location: { href: `${origin}/preferences` },
    fetch: (url: string) => Promise.resolve((asked.push(url), Response.json({ enabled: false, user: {} }))),
  });
  return asked;
}

afterEach(() => {
  for (const name of ['origin', 'document', 'location']) Reflect.deleteProperty(globalThis, name);
  globalThis.fetch = fetch;
});

for (const [name, create, path] of [
  ['createHttpClient', createHttpClient, '/status'],
  ['createBetterAuthClient', createBetterAuthClient, '/get-session?disableCookieCache=true'],
] as const) {
  describe(`${name} where there is no document`, () => {
    it('reads its endpoint at the first request', async () => {
      const client = create('/api/2fa');
      const asked = enterPage();
      assert.deepEqual(
        await client.status(),
        name === 'createHttpClient' ? { enabled: false, user: {} } : { enabled: false },
      );
      assert.deepEqual(asked, [`${origin}/api/2fa${path}`]);
    });

    it('sends nothing to another origin', async () => {
      const client = create('https://evil.example/2fa');
      const asked = enterPage();
      await assert.rejects(client.status(), TypeError);
      assert.deepEqual(asked, []);
    });
  });

  describe(`${name} on a page`, () => {
    it('refuses another origin at once', () => {
      enterPage();
      assert.throws(() => create('https://evil.example/2fa'), TypeError);
    });
  });
}
