import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createEnrolmentPolicy,
  createReminders,
  createTwoFactor,
  hasEnrolledAdministrator,
  openStore,
  parseKeyRing,
  type EnrolmentRule,
  type OpenStore,
  type Policy,
  type TwoFactor,
} from '../../server/index.js';
import { phone } from './support/phone.js';
import { createDatabase, type TestDatabase } from './support/test-database.js';
import { cheapArgon2, newKey } from './support/test-server.js';

const day = 24 * 60 * 60 * 1000;
const since = new Date('2026-11-01T00:00:00.000Z');
const keys = parseKeyRing(newKey('k'));
let now = new Date('2026-11-24T09:00:00.000Z');
const clock = (): Date => now;
let database: TestDatabase;
let store: OpenStore;
let accounts = 0;

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
});
after(async () => {
  await store.close();
  await database.remove();
});

const newAccount = (): string => `account-${(accounts += 1)}`;
const later = (days: number): Date => new Date(now.getTime() + days * day);

function withPolicy(policy?: unknown): TwoFactor {
  return createTwoFactor({
    store: store.secondFactors,
    keys,
    issuer: 'Acme',
    clock,
    hash: cheapArgon2.derive,
    ...(policy !== undefined && { policy: policy as Policy }),
  });
}

async function turnOn(twoFactor: TwoFactor, accountId: string): Promise<void> {
  const proof = { method: 'password', at: now } as const;
  const { keyUri } = await twoFactor.beginSetup({ accountId, accountName: 'Ada', proof });
  await twoFactor.confirmSetup({ accountId }, phone(keyUri).code(now));
  now = new Date(now.getTime() + 30_000);
}

describe('a policy', () => {
  it('decides for each account', async () => {
    const [admin, member] = [newAccount(), newAccount()];
    const twoFactor = withPolicy((accountId: string) => (accountId === admin ? { since, graceEndsAt: null } : null));
    assert.equal(await twoFactor.nextStage(admin), 'enrolment');
    assert.equal(await twoFactor.nextStage(member), 'full');
    assert.deepEqual([await twoFactor.mustEnrol(admin), await twoFactor.mustEnrol(member)], [true, false]);
    assert.equal('required' in (await twoFactor.status(member)), false);
    await turnOn(twoFactor, admin);
    assert.equal(await twoFactor.nextStage(admin), 'challenge');
    assert.equal(await twoFactor.mustEnrol(admin), false);
  });

  it('is none by default: no account has to turn 2FA on, and no status says so', async () => {
    const [twoFactor, accountId] = [withPolicy(), newAccount()];
    assert.equal(await twoFactor.nextStage(accountId), 'full');
    assert.deepEqual(Object.keys(await twoFactor.status(accountId)).sort(), ['account', 'enabled']);
  });

  const wrong: [what: string, answer: unknown][] = [
    ['nothing, after a forgotten return', undefined],
    ['true', true],
    ['false', false],
    ['a rule without since', { graceEndsAt: null }],
    ['a rule without graceEndsAt', { since }],
    ['texts for dates', { since: '2026-11-01', graceEndsAt: null }],
    ['an invalid date', { since, graceEndsAt: new Date('soon') }],
  ];
  for (const [what, answer] of wrong) {
    it(`that returns ${what} lets nobody in and changes nothing`, async () => {
      const accountId = newAccount();
      await turnOn(withPolicy(), accountId);
      const twoFactor = withPolicy(() => answer);
      const proof = { method: 'second_factor', at: now } as const;
      const caller = { accountId, accountName: 'Ada', proof };
      for (const run of [
        () => twoFactor.nextStage(newAccount()),
        () => twoFactor.mustEnrol(accountId),
        () => twoFactor.status(accountId),
        () => twoFactor.disable(caller),
      ]) {
        await assert.rejects(run, /^TypeError: policy has to return null, or since/);
      }
      assert.equal(await twoFactor.isEnabled(accountId), true);
    });
  }

  it('that fails is asked before a change, so that no change looks as if it had failed', async () => {
    const accountId = newAccount();
    const twoFactor = withPolicy(() => Promise.reject(new Error('the directory does not answer')));
    const proof = { method: 'password', at: now } as const;
    const { keyUri } = await twoFactor.beginSetup({ accountId, accountName: 'Ada', proof });
    await assert.rejects(twoFactor.confirmSetup({ accountId }, phone(keyUri).code(now)), /directory/);
    assert.equal(await twoFactor.isEnabled(accountId), false);
  });

  it('that is no function is refused at once', () => {
    assert.throws(() => withPolicy('on'), /policy has to be a function/);
  });
});

describe('the policy with dates and days of grace', () => {
  const policyOf = (rule: unknown): Policy =>
    createEnrolmentPolicy({ enrolments: store.enrolments, ruleFor: () => rule as EnrolmentRule, clock });

  it('has no grace without a date, and the latest of its dates with some', async () => {
    const accountId = newAccount();
    assert.deepEqual(await policyOf({ since })(accountId), { since, graceEndsAt: null });
    assert.deepEqual(await policyOf({ since, from: later(3) })(accountId), { since, graceEndsAt: later(3) });
    assert.deepEqual(await policyOf({ since, graceDays: 5 })(accountId), { since, graceEndsAt: later(5) });
    assert.deepEqual(await policyOf({ since, from: later(9), graceDays: 5 })(accountId), {
      since,
      graceEndsAt: later(9),
    });
    await store.enrolments.extend(accountId, later(20), []);
    assert.deepEqual(await policyOf({ since, from: later(9) })(accountId), { since, graceEndsAt: later(20) });
    assert.equal(await policyOf(null)(accountId), null);
  });

  it('begins the grace of an account once, also when several requests come at once', async () => {
    const accountId = newAccount();
    const policy = policyOf({ since, graceDays: 14 });
    const ends = later(14);
    await Promise.all([1, 2, 3, 4].map(async () => policy(accountId)));
    for (let count = 0; count < 5; count += 1) {
      now = later(1);
      assert.deepEqual((await policy(accountId))?.graceEndsAt, ends);
    }
  });

  it('keeps no deadline of a deleted account', async () => {
    const accountId = newAccount();
    await policyOf({ since, graceDays: 14 })(accountId);
    await store.enrolments.extend(accountId, later(20), []);
    await withPolicy().forget(accountId);
    await policyOf({ since, graceDays: 14 })(accountId);
    await store.enrolments.extend(accountId, later(20), []);
    assert.equal(await store.enrolments.remind(accountId, later(1), 1, []), false);
    const rows = await store.db
      .selectFrom('enrolments')
      .select('account_id')
      .where('account_id', '=', accountId)
      .execute();
    assert.deepEqual(rows, []);
  });

  for (const rule of [
    undefined,
    {},
    { since: 'today' },
    { since, from: 'today' },
    { since, graceDays: 91 },
    { since, graceDays: 1.5 },
  ]) {
    it(`refuses the rule ${JSON.stringify(rule)}`, async () => {
      await assert.rejects(async () => policyOf(rule)(newAccount()), /^TypeError: ruleFor has to return null/);
    });
  }
});

describe('reminders', () => {
  it('come once for each of the two times, and an audit entry with the deadline is written', async () => {
    const accountId = newAccount();
    const deadline = later(8);
    const heard: string[] = [];
    const twoFactor = withPolicy();
    const reminders = createReminders({
      twoFactor,
      policy: () => ({ since, graceEndsAt: deadline }),
      enrolments: store.enrolments,
      onEvent: ({ event }) => void heard.push(event),
      clock,
    });
    const days: boolean[] = [];
    for (let count = 0; count < 10; count += 1) {
      days.push(await reminders.remind(accountId));
      now = later(1);
    }
    assert.deepEqual(days, [false, true, false, false, false, false, false, true, false, false]);
    assert.deepEqual(heard, ['enrolment_reminded', 'enrolment_reminded']);
    const entries = await store.audit.list(accountId);
    assert.deepEqual(
      entries.map(({ event, detail }) => [event, detail]),
      [1, 2].map(() => ['enrolment_reminded', deadline.toISOString()]),
    );
  });

  it('come not at all with 2FA on, without a rule, and without a grace', async () => {
    const [on, off] = [newAccount(), newAccount()];
    const twoFactor = withPolicy();
    await turnOn(twoFactor, on);
    const remindBy = (policy: Policy, accountId: string) =>
      createReminders({ twoFactor, policy, enrolments: store.enrolments, clock }).remind(accountId);
    assert.equal(await remindBy(() => ({ since, graceEndsAt: later(1) }), on), false);
    assert.equal(await remindBy(() => null, off), false);
    assert.equal(await remindBy(() => ({ since, graceEndsAt: null }), off), false);
    assert.equal(await remindBy(() => ({ since, graceEndsAt: now }), off), false);
  });
});

describe('the use cases for somebody who is being enrolled', () => {
  it('are refused from the end of the sign-in on, whatever the host says', async () => {
    const [twoFactor, accountId] = [withPolicy(), newAccount()];
    const requester = { accountId, accountName: 'Ada', proof: null, enrolmentEndsAt: later(1) };
    const { keyUri } = await twoFactor.beginSetup(requester);
    now = later(1);
    const over = { code: 'not_signed_in' };
    await assert.rejects(twoFactor.beginSetup(requester), over);
    await assert.rejects(twoFactor.confirmSetup(requester, phone(keyUri).code(now)), over);
    await assert.rejects(twoFactor.cancelSetup(requester), over);
    assert.equal(await twoFactor.isEnabled(accountId), false);
  });

  it('take no time that is none', async () => {
    const twoFactor = withPolicy();
    for (const enrolmentEndsAt of [undefined, null, '2999-01-01', new Date(Number.NaN)]) {
      const requester = {
        accountId: newAccount(),
        accountName: 'Ada',
        proof: null,
        enrolmentEndsAt: enrolmentEndsAt as Date,
      };
      await assert.rejects(twoFactor.beginSetup(requester), /enrolmentEndsAt has to be a valid Date/);
    }
  });
});

describe('the administrators of an organisation', () => {
  it('are asked after one with 2FA, who does not count when leaving', async () => {
    const twoFactor = withPolicy();
    const [first, second, third] = [newAccount(), newAccount(), newAccount()];
    assert.equal(await hasEnrolledAdministrator(twoFactor, []), false);
    assert.equal(await hasEnrolledAdministrator(twoFactor, [first, second]), false);
    await turnOn(twoFactor, second);
    assert.equal(await hasEnrolledAdministrator(twoFactor, new Set([first, second])), true);
    assert.equal(await hasEnrolledAdministrator(twoFactor, [first, second], { without: second }), false);
    await turnOn(twoFactor, third);
    assert.equal(await hasEnrolledAdministrator(twoFactor, [first, second, third], { without: second }), true);
  });
});
