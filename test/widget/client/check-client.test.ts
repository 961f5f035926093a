import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkClient } from '../../../widget/client/check-client.js';
import { ClientError } from '../../../widget/client/client-error.js';
import type { TwoFactorClient } from '../../../widget/client/two-factor-client.js';

const operations: [keyof TwoFactorClient, unknown[]][] = [
  ['status', []],
  ['beginSetup', []],
  ['confirmSetup', [{ code: '123456' }]],
  ['readChallenge', []],
  ['answerChallenge', [{ code: '123456' }]],
  ['reauthenticate', [{ password: 'secret' }]],
  ['beginBackupCodes', []],
  ['keepBackupCodes', []],
  ['disable', []],
];

const nonsense: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', '<!doctype html>'],
  ['an empty object', {}],
  ['a list', []],
  ['a wrong type', { enabled: 'yes', keyUri: 1, methods: 'totp', verified: 1, validUntil: 0, backupCodes: null }],
];

describe('a client that a page brings', () => {
  for (const [operation, parameters] of operations) {
    for (const [name, answer] of nonsense) {
      it(`${operation}: ${name} is refused, not shown`, async () => {
        const client = checkClient({ [operation]: () => Promise.resolve(answer) } as unknown as TwoFactorClient);
        await assert.rejects((client[operation] as (...all: unknown[]) => Promise<unknown>)(...parameters), TypeError);
      });
    }

    it(`${operation}: a missing method is a rejection`, async () => {
      const client = checkClient({} as TwoFactorClient);
      await assert.rejects((client[operation] as (...all: unknown[]) => Promise<unknown>)(...parameters), TypeError);
    });

    it(`${operation}: a method that throws at once is a rejection`, async () => {
      const thrown = new ClientError({ code: 'unavailable' });
      const client = checkClient({
        [operation]: () => {
          throw thrown;
        },
      } as unknown as TwoFactorClient);
      await assert.rejects(
        (client[operation] as (...all: unknown[]) => Promise<unknown>)(...parameters),
        (reason) => reason === thrown,
      );
    });
  }

  it('passes what it is given on, the signal last, and its own object as this', async () => {
    const { signal } = new AbortController();
    const page = {
      seen: [] as unknown[],
      reauthenticate(...given: unknown[]) {
        this.seen = given;
        return Promise.resolve({ validUntil: '2026-11-24T09:05:00.000Z' });
      },
    };
    const client = checkClient(page as unknown as TwoFactorClient);
    await client.reauthenticate({ backupCode: 'x' }, signal);
    assert.deepEqual(page.seen, [{ backupCode: 'x' }, signal]);
  });
});
