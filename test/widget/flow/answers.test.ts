import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TwoFactorClient } from '../../../widget/client/two-factor-client.js';
import { challengeFlow } from '../../../widget/flow/challenge-flow.js';
import type { Request } from '../../../widget/flow/flow.js';
import { setupFlow } from '../../../widget/flow/setup-flow.js';
import { challenge, codes, off, on, setup } from './samples.js';

const checking = { at: 'checking' as const, method: 'totp' as const, text: '123456' };
const enrolling = {
  at: 'enrolling' as const,
  status: off,
  intent: 'enable' as const,
  setup,
  saved: true,
  entry: checking,
};

/** Each request of the flows, by the operation that it calls. */
const requests: Record<string, Request<unknown> | null> = {
  status: setupFlow.request({ at: 'loading' }),
  beginSetup: setupFlow.request({ at: 'starting', status: on, intent: 'replace' }),
  confirmSetup: setupFlow.request(enrolling),
  reauthenticate: setupFlow.request({ ...enrolling, at: 'proving', methods: ['totp'] }),
  beginBackupCodes: setupFlow.request({ at: 'starting', status: on, intent: 'renew' }),
  keepBackupCodes: setupFlow.request({ at: 'keeping-codes', status: on, codes, saved: true, failure: null }),
  disable: setupFlow.request({ at: 'starting', status: on, intent: 'disable' }),
  readChallenge: challengeFlow.request(challengeFlow.initial),
  answerChallenge: challengeFlow.request({ at: 'answering', challenge, entry: checking }),
};

const nonsense: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', '<!doctype html>'],
  ['an empty object', {}],
  ['a list', []],
  ['wrong types', { enabled: 'yes', keyUri: 1, methods: 'totp', verified: 1, validUntil: 0, backupCodes: null }],
];

describe('the answer of a back end', () => {
  const { signal } = new AbortController();

  for (const [operation, request] of Object.entries(requests)) {
    for (const [name, answer] of nonsense) {
      it(`${operation}: ${name} is refused`, async () => {
        const client = { [operation]: () => Promise.resolve(answer) } as unknown as TwoFactorClient;
        await assert.rejects(request!(client, signal, {}), TypeError);
      });
    }

    it(`${operation}: a missing method is ${operation === 'readChallenge' ? 'a challenge with both methods' : 'a failure'}`, async () => {
      const answer = request!({} as TwoFactorClient, signal, {});
      if (operation !== 'readChallenge') return assert.rejects(answer, TypeError);
      assert.deepEqual(await answer, { type: 'challenge-read', challenge: { methods: ['totp', 'backup_code'] } });
    });

    it(`${operation}: the method gets the signal, and its client as this`, async () => {
      const seen: unknown[] = [];
      const client = {
        [operation](...given: unknown[]) {
          assert.equal(this, client);
          seen.push(...given);
          return Promise.reject(new Error('seen'));
        },
      } as unknown as TwoFactorClient;
      await assert.rejects(request!(client, signal, {}), { message: 'seen' });
      assert.equal(seen.at(-1), signal);
    });
  }

  it('a code is sent unchanged and alone', async () => {
    const sent: unknown[] = [];
    const record = (answer: unknown) => {
      sent.push(answer);
      return Promise.reject(new Error('seen'));
    };
    const client = {
      confirmSetup: record,
      reauthenticate: record,
      answerChallenge: record,
    } as unknown as TwoFactorClient;
    for (const operation of ['confirmSetup', 'reauthenticate', 'answerChallenge']) {
      await assert.rejects(requests[operation]!(client, signal, {}));
    }
    assert.deepEqual(sent, [{ code: '123456' }, { code: '123456' }, { code: '123456' }]);
  });

  it('the state “leaving” drops the pending set-up or set of codes', async () => {
    const called: string[] = [];
    const client = {
      cancelSetup: () => Promise.resolve(void called.push('cancelSetup')),
      dropBackupCodes: () => Promise.resolve(void called.push('dropBackupCodes')),
    } as unknown as TwoFactorClient;
    for (const drop of ['setup', 'backup-codes'] as const) {
      const event = await setupFlow.request({ at: 'leaving', status: off, intent: 'enable', drop })!(
        client,
        signal,
        {},
      );
      assert.deepEqual(event, { type: 'dropped' });
    }
    assert.deepEqual(called, ['cancelSetup', 'dropBackupCodes']);
  });

  it('the state “leaving” ends without a request when the client cannot drop what is pending', async () => {
    for (const drop of ['setup', 'backup-codes'] as const) {
      const event = await setupFlow.request({ at: 'leaving', status: off, intent: 'enable', drop })!(
        {} as TwoFactorClient,
        signal,
        {},
      );
      assert.deepEqual(event, { type: 'dropped' });
    }
  });
});
