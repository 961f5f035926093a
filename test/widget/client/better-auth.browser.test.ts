import { expect } from '@open-wc/testing';
import type { TwoFactorClient } from '../../../widget/client/two-factor-client.js';
import { createBetterAuthClient } from '../../../widget/clients/better-auth.js';
import { backupCodes, keyUri } from '../../support/fake-client.js';

const user = { id: 'u1', twoFactorEnabled: true };
const page = (status = 200) =>
  new Response('<!doctype html><title>Sign in</title>', { status, headers: { 'content-type': 'text/html' } });
const { fetch } = globalThis;
let sent: RequestInit[] = [];

/** A client over a server that gives this answer to each request. */
function clientOf(answer: () => Response): Required<TwoFactorClient> {
  sent = [];
  globalThis.fetch = (_url, init = {}) => {
    sent.push(init);
    return Promise.resolve(answer());
  };
  return createBetterAuthClient('/api/auth', { allowPasswordless: true }) as Required<TwoFactorClient>;
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return { resolved: await call };
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

const posts: Record<string, (client: Required<TwoFactorClient>) => Promise<unknown>> = {
  beginSetup: (client) => client.beginSetup(),
  confirmSetup: (client) => client.confirmSetup({ code: '123456' }),
  'answerChallenge, a code': (client) => client.answerChallenge({ code: '123456' }),
  'answerChallenge, a backup code': (client) => client.answerChallenge({ backupCode: 'aaaaa-bbbbb' }),
  beginBackupCodes: (client) => client.beginBackupCodes(),
  disable: (client) => client.disable(),
};
const calls = { ...posts, status: (client: Required<TwoFactorClient>) => client.status() };

describe('the client for better-auth', () => {
  afterEach(() => {
    globalThis.fetch = fetch;
  });

  for (const [name, call] of Object.entries(calls)) {
    it(`${name}: a page in place of an answer is an unreachable back end`, async () => {
      expect(await codeOf(call(clientOf(() => page())))).to.equal('unreachable');
    });

    it(`${name}: a redirect means that the session is over`, async () => {
      expect(await codeOf(call(clientOf(() => page(302))))).to.equal('not_signed_in');
      expect(sent.map(({ redirect }) => redirect)).to.deep.equal(['manual']);
    });
  }

  for (const name of ['confirmSetup', 'answerChallenge, a code', 'answerChallenge, a backup code', 'disable']) {
    for (const answer of [null, [], 'ok', {}, { status: false }]) {
      it(`${name}: ${JSON.stringify(answer)} is no success`, async () => {
        expect(await codeOf(posts[name]!(clientOf(() => Response.json(answer))))).to.equal('unreachable');
      });
    }
  }

  it('takes the answers of better-auth', async () => {
    const verified = () => Response.json({ token: 't1', user });
    expect(await clientOf(verified).confirmSetup({ code: '123456' })).to.deep.equal({ enabled: true });
    expect(await clientOf(verified).answerChallenge({ code: '123456' })).to.include({ verified: true });
    const renewed = clientOf(() => Response.json({ status: true, backupCodes }));
    expect(await renewed.beginBackupCodes()).to.deep.include({ backupCodes });
    const begun = clientOf(() => Response.json({ method: 'totp', totpURI: keyUri, backupCodes }));
    expect(await begun.beginSetup()).to.deep.include({ keyUri, backupCodes });
    expect(await clientOf(() => Response.json({ status: true })).disable()).to.deep.equal({ enabled: false });
    expect(await clientOf(() => Response.json({ session: {}, user })).status()).to.deep.equal({ enabled: true });
  });

  it('takes an answer without a session as signed out', async () => {
    expect(await codeOf(clientOf(() => Response.json(null)).status())).to.equal('not_signed_in');
  });

  it('keeps a password for a minute, counted from the last one that was typed', async () => {
    const timers = new Set<number>();
    let count = 0;
    const { setTimeout, clearTimeout } = globalThis;
    globalThis.setTimeout = (() => {
      timers.add((count += 1));
      return count;
    }) as unknown as typeof setTimeout;
    globalThis.clearTimeout = (timer) => void timers.delete(timer as number);
    try {
      const client = clientOf(() => Response.json({ status: true }));
      await client.reauthenticate({ password: 'first' });
      await client.reauthenticate({ password: 'second' });
      expect([...timers], 'the timer of the second one alone').to.deep.equal([2]);
      await client.disable();
      expect(sent.map(({ body }) => body)).to.deep.equal([JSON.stringify({ password: 'second' })]);
    } finally {
      Object.assign(globalThis, { setTimeout, clearTimeout });
    }
  });
});
