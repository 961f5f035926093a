import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { silentLog } from '../../../server/core/log.js';
import { createDeviceStore } from '../../../server/reference/account/device-store.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { accountChanges } from '../../../server/reference/admin/account-change.js';
import {
  createStoreAdministration,
  type Administration,
} from '../../../server/reference/administration/administration.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { twoFactorOf } from '../support/use-cases.js';
import { challenged, enrolled, signedIn, type Enrolled } from '../support/visitor.js';

type Change = keyof typeof accountChanges;

let server: TestServer;
let administration: Administration;
let sent: { address: string; subject: string; text: string }[] = [];
before(async () => {
  const mailer = {
    send: (address: string, mail: { subject: string; text: string }) => {
      sent.push({ address, ...mail });
      return Promise.resolve();
    },
  };
  server = await startServer({ mailer, trustedDeviceDays: 30 });
  administration = createStoreAdministration(server.store, () => undefined, parts());
});
after(() => server.close());

const parts = () => ({
  twoFactor: twoFactorOf(server),
  accounts: server.accounts,
  sessions: server.sessions,
  devices: createDeviceStore(server.store.db.withTables<HostOnlyTables>(), 30),
  keys: parseKeyRing(server.keys),
  administrators: new Set<string>(),
  clock: () => server.clock.now(),
  log: silentLog,
});

const by = { operator: 'grace', reason: 'called at ten: it was urgent' };
const reason = /^Reason: called at ten: it was urgent$/m;
const until = new Date('2026-12-15T09:00:00.000Z');

/** What an account has to have, so that there is something to change. */
const preparations: Partial<Record<Change, (person: Enrolled) => Promise<unknown>>> = {
  unblock: async (person) => {
    const half = await challenged(server, person);
    return half.op('answerChallenge', { code: person.phone.wrongCode(server.clock.now()) });
  },
  'stop-recovery': async ({ account }) => administration.recover(await administration.find(account.email), by),
  'forget-devices': async (person) => {
    const half = await challenged(server, person);
    server.clock.advance(30);
    return half.op('answerChallenge', { code: person.phone.code(server.clock.now()), trustDevice: true });
  },
};

/** Makes the change for a person, and returns what its owner is told. */
async function mailsOf(name: Change): Promise<{ address: string; subject: string; text: string }[]> {
  const person = await enrolled(server);
  await preparations[name]?.(person);
  await server.noticesSettled();
  sent = [];
  const account = await administration.find(person.account.email);
  await accountChanges[name].make(administration, account, by, until);
  server.sendNotices();
  await server.noticesSettled();
  assert.ok(sent.every(({ address }) => address === account.email));
  return sent;
}

describe('the owner is told of a change by an administrator:', () => {
  const subjects: Record<Exclude<Change, 'delete'>, string> = {
    reset: 'Two-factor authentication was reset',
    unblock: 'Codes are accepted again',
    recover: 'An account recovery has begun',
    'stop-recovery': 'The account recovery was stopped',
    'end-sessions': 'You were signed out everywhere',
    'forget-devices': 'No device is trusted any more',
    extend: 'You have more time for two-factor authentication',
  };
  for (const name of Object.keys(accountChanges) as Change[]) {
    // A deletion takes the address away with the account.
    if (name === 'delete') continue;
    it(`${name}, in one mail`, async () => {
      const mails = await mailsOf(name);
      assert.deepEqual(
        mails.map(({ subject }) => subject),
        [`Harmony: ${subjects[name]}`],
      );
    });
  }

  for (const name of ['reset', 'unblock', 'end-sessions', 'forget-devices', 'extend'] as const) {
    it(`${name}, with the reason and without the operator`, async () => {
      const [mail] = await mailsOf(name);
      assert.match(mail?.text ?? '', reason);
      assert.ok(!mail?.text.includes('grace'));
      assert.doesNotMatch(mail?.text ?? '', /https?:/, 'no link: attackers imitate such mails with a link');
    });
  }

  it('extend, with the end of the time', async () => {
    const [mail] = await mailsOf('extend');
    assert.match(mail?.text ?? '', /^Until: 2026-12-15 09:00 UTC$/m);
  });

  it('not delete: its address is gone with the account', async () => {
    assert.deepEqual(await mailsOf('delete'), []);
  });
});

describe('a reset', () => {
  it('is none of an account that only left a set-up behind', async () => {
    const { account, browser } = await signedIn(server);
    await browser.op('beginSetup');
    server.clock.advance(24 * 60 * 60);
    await assert.rejects(administration.reset(await administration.find(account.email), by), /2FA is off already/);
  });

  it('that cannot end what has begun meanwhile says so: it does not run again', async () => {
    const person = await enrolled(server);
    const lines: string[] = [];
    let ends = 0;
    const failing = createStoreAdministration(server.store, () => undefined, {
      ...parts(),
      sessions: {
        endAll(...change) {
          ends += 1;
          return ends === 1 ? server.sessions.endAll(...change) : Promise.reject(new Error('connection lost'));
        },
      },
      log: { ...silentLog, error: (_details, message) => void lines.push(message) },
    });
    await assert.rejects(failing.reset(await failing.find(person.account.email), by), /connection lost/);
    assert.match(lines.join(), /end-sessions/);
  });
});
