import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { eventsOf, type AuditEvent, type AuditEventName } from '../core/audit/events.js';
import { parseKeyRing } from '../core/crypto/key-ring.js';
import { silentLog } from '../core/log.js';
import { createTwoFactorStore, emptyFactor } from '../core/two-factor/store-over-rows.js';
import { limits } from '../core/two-factor/attempt-policy.js';
import type { FactorState, SecondFactorRows } from '../core/two-factor/rows.js';
import type { SecondFactor } from '../core/two-factor/store.js';
import { createTwoFactor } from '../core/two-factor/create-two-factor.js';
import { toSecret } from '../core/two-factor/otpauth-secret.js';
import { stepAt } from '../core/two-factor/time-step.js';
import { generateSecret } from '../core/two-factor/totp.js';
import { HOTP } from 'otpauth';

/** Rows under test, in a database that nobody else uses. */
export interface RowsUnderTest {
  rows: SecondFactorRows;
  /** The audit entries of an account that the database holds. */
  entriesOf(accountId: string): Promise<AuditEventName[]>;
  /** Ends the connection: from then on nothing can be read. */
  close(): Promise<void>;
}

const now = new Date('2026-11-24T09:00:00.000Z');

/** The longest that are written: under a key whose id has 32 characters, a secret of 128 bytes and a set of 31 backup codes. */
const sealed = (length: number, character: string): string => `${'k'.repeat(32)}.${character.repeat(length)}`;
const sealedSecret = (character: string): string => sealed(208, character);
const sealedBackupCodes = (character: string): string => sealed(804, character);

/** A name may be of any script, and a quote or a backslash of it is escaped. */
const longestAuthenticator = JSON.stringify({
  id: 'i'.repeat(22),
  name: `${'"\\'.repeat(16)}${'名'.repeat(30)}😀`,
  addedAt: now.getTime(),
  usedAt: now.getTime(),
  sealedSecret: sealedSecret('o'),
  lastStep: 59_000_000,
});

const whole: FactorState = {
  active: {
    enabledAt: now.getTime(),
    sealedSecret: sealedSecret('s'),
    lastStep: 59_000_000,
    sealedBackupCodes: sealedBackupCodes('c'),
    spentBackupCodes: 2 ** 30 + 1,
    authenticators: `{"secret":"${'d'.repeat(22)}","list":[${Array.from({ length: 5 }, () => longestAuthenticator).join(',')}]}`,
  },
  pendingSetup: {
    sealedSecret: sealedSecret('S'),
    sealedBackupCodes: sealedBackupCodes('C'),
    expiresAt: now.getTime() + 1,
  },
  pendingBackupCodes: { sealedBackupCodes: sealedBackupCodes('n'), expiresAt: Number.MAX_SAFE_INTEGER },
  recovery: {
    sealedCode: sealedBackupCodes('r'),
    validFrom: now.getTime() + 4,
    expiresAt: now.getTime() + 5,
    announcedAt: now.getTime() + 6,
  },
  budget: {
    failures: 100,
    lockedUntil: now.getTime() + 2,
    blockedAt: now.getTime() + 3,
    recent: Array.from({ length: 30 }, (_, index) => ({ day: 20_000 + index, count: 1 + index })),
    rightCodes: { step: 59_000_001, count: 2 },
  },
};
const failed: FactorState = {
  active: null,
  pendingSetup: null,
  pendingBackupCodes: null,
  recovery: null,
  budget: whole.budget,
};

const entry = (accountId: string, name: AuditEventName = 'second_factor_ok'): AuditEvent[] =>
  eventsOf({ accountId }, now, name);
/** An id that no earlier run has used, also in a database that stays. */
const newId = (): string => `account-${randomUUID()}`;

/**
 * Proves rows of your own with the test runner of Node: what a store of this product relies on, under simultaneous writes.
 *
 * @example
 * describeRows('the rows in my database', async () => ({ rows: await openMyRows(), entriesOf, close }));
 *
 * @param create opens the rows; called once
 */
export function describeRows(name: string, create: () => Promise<RowsUnderTest>): void {
  describe(name, () => {
    let under: RowsUnderTest;
    let rows: SecondFactorRows;
    before(async () => {
      under = await create();
      rows = under.rows;
    });
    let isClosed = false;
    const close = async (): Promise<void> => {
      if (isClosed) return;
      isClosed = true;
      await under.close();
    };
    after(close);

    it('give an empty factor for an account without a row', async () => {
      const account = newId();
      assert.deepEqual(await rows.read(account), emptyFactor(account));
    });

    it('give back every value, and nulls after values', async () => {
      const account = newId();
      assert.equal(await rows.compareAndSet(await rows.read(account), whole, []), true);
      assert.deepEqual(await rows.read(account), { accountId: account, version: 1, ...whole });
      const { accountId: _id, version: _version, ...empty } = emptyFactor(account);
      assert.equal(await rows.compareAndSet(await rows.read(account), empty, []), true);
      assert.deepEqual(await rows.read(account), { ...emptyFactor(account), version: 2 });
    });

    it('let one of twenty simultaneous writers win, with its entries alone', async () => {
      const account = newId();
      for (let version = 0; version < 3; version += 1) {
        const factor = await rows.read(account);
        assert.equal(factor.version, version);
        const won = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            rows.compareAndSet(factor, { ...failed, budget: { ...failed.budget, failures: index } }, entry(account)),
          ),
        );
        assert.equal(won.filter(Boolean).length, 1);
        const after = await rows.read(account);
        assert.equal(after.version, version + 1);
        assert.equal(after.budget.failures, won.indexOf(true));
        assert.equal(await rows.compareAndSet(factor, whole, entry(account)), false);
        assert.deepEqual(await rows.read(account), after);
        assert.equal((await under.entriesOf(account)).length, version + 1);
      }
    });

    it('write the entries of a change in their order, and entries alone', async () => {
      const account = newId();
      const names: AuditEventName[] = ['locked', 'blocked', 'enabled'];
      await rows.compareAndSet(await rows.read(account), failed, eventsOf({ accountId: account }, now, ...names));
      await rows.record(entry(account, 'disabled'));
      assert.deepEqual((await under.entriesOf(account)).sort(), [...names, 'disabled'].sort());
      assert.equal((await rows.read(account)).version, 1);
    });

    it('tell every two accounts apart', async () => {
      const id = newId();
      const accounts = [
        id,
        id.toUpperCase(),
        `${id} `,
        ` ${id}`,
        `${id}é`,
        `${id}e\u0301`,
        `${id}e`,
        `${id}😀`,
        `${id}%`,
        `${id}_`,
      ];
      for (const [failures, account] of accounts.entries()) {
        const budget = { ...failed.budget, failures };
        assert.equal(await rows.compareAndSet(await rows.read(account), { ...failed, budget }, []), true, account);
      }
      for (const [failures, account] of accounts.entries()) {
        const factor = await rows.read(account);
        assert.deepEqual([factor.accountId, factor.version, factor.budget.failures], [account, 1, failures]);
      }
    });

    it('tell long ids apart, or refuse them', async () => {
      for (const length of [100, 256, 1025, 4097]) {
        const start = newId().padEnd(length - 1, '0');
        const [one, other] = [await readOrNull(`${start}1`), await readOrNull(`${start}2`)];
        if (one === null || other === null) continue;
        if (!(await rows.compareAndSet(one, failed, []).catch(() => false))) continue;
        assert.equal((await rows.read(one.accountId)).version, 1);
        assert.equal((await rows.read(other.accountId)).version, 0);
      }
    });

    it('list every account once, in batches', async () => {
      const accounts = Array.from({ length: 12 }, (_, index) => `${['a', 'B', 'c', 'É'][index % 4]}-${newId()}`);
      for (const account of accounts) await rows.compareAndSet(await rows.read(account), failed, []);
      const listed: string[] = [];
      for (let last = ''; ;) {
        const batch = await rows.accountsAfter(last, 3);
        assert.ok(batch.length <= 3);
        if (batch.length === 0) break;
        listed.push(...batch);
        last = batch.at(-1)!;
      }
      assert.equal(new Set(listed).size, listed.length);
      for (const account of accounts) assert.ok(listed.includes(account), account);
    });

    it('forget an account for good, also for requests that have read it before', async () => {
      const account = newId();
      const never = newId();
      const [before, unwritten] = [await rows.read(account), await rows.read(never)];
      await rows.compareAndSet(before, whole, entry(account));
      const factor = await rows.read(account);
      await rows.forget(account, now);
      await rows.forget(never, now);
      assert.deepEqual(await rows.read(account), emptyFactor(account));
      assert.deepEqual(await under.entriesOf(account), []);
      assert.equal(await rows.compareAndSet(factor, whole, entry(account)), false);
      for (const first of [before, unwritten]) {
        await assert.rejects(rows.compareAndSet(first, whole, entry(first.accountId)), { code: 'not_signed_in' });
      }
      await rows.record(entry(account));
      for (const id of [account, never]) {
        assert.deepEqual([(await rows.read(id)).version, await under.entriesOf(id)], [0, []]);
      }
    });

    it('keep nothing of an account that is forgotten while it is written', async () => {
      for (let round = 0; round < 10; round += 1) {
        const account = newId();
        const factor = await rows.read(account);
        await Promise.allSettled([
          ...Array.from({ length: 4 }, () => rows.compareAndSet(factor, whole, entry(account))),
          rows.forget(account, now),
          rows.record(entry(account)),
        ]);
        assert.deepEqual([await rows.read(account), await under.entriesOf(account)], [emptyFactor(account), []]);
      }
    });

    it('let a right code work once, and count every wrong one', async () => {
      const keys = parseKeyRing(`k:${randomBytes(32).toString('base64')}`);
      const store = createTwoFactorStore(rows);
      // No backup code is hashed here, so that the suite needs no native module.
      const hash = () => Promise.resolve(randomBytes(16));
      let clock = now;
      const twoFactor = createTwoFactor({ store, keys, issuer: 'Acme', clock: () => clock, hash, log: silentLog });
      const due = { accountId: newId(), expiresAt: new Date(now.getTime() + 120_000) };
      const secret = generateSecret();
      assert.equal(await twoFactor.import(due, { secret }), 'imported');
      // An import spends the current step and the next one.
      clock = new Date(now.getTime() + 60_000);
      const counter = stepAt(clock);
      const code = HOTP.generate({ secret: toSecret(secret), algorithm: 'SHA1', digits: 6, counter });
      const answers = await Promise.allSettled(
        Array.from({ length: 10 }, () => twoFactor.answerChallenge(due, { code })),
      );
      assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);

      const victim = { ...due, accountId: newId() };
      assert.equal(await twoFactor.import(victim, { secret }), 'imported');
      const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
      await Promise.allSettled(Array.from({ length: 20 }, () => twoFactor.answerChallenge(victim, { code: wrong })));
      const { budget } = await rows.read(victim.accountId);
      assert.ok(budget.failures >= 1 && budget.failures <= limits.freeFailures, `${budget.failures} failures`);
      const counted = (await under.entriesOf(victim.accountId)).filter((name) => name === 'second_factor_failed');
      assert.equal(counted.length, budget.failures);
    });

    // The last one: it ends the connection.
    it('never show an account that they cannot read as one without a row', { timeout: 30_000 }, async () => {
      const account = newId();
      assert.equal(await rows.compareAndSet(await rows.read(account), whole, []), true);
      await close();
      const found = await readOrNull(account);
      if (found !== null) assert.deepEqual(found, { accountId: account, version: 1, ...whole });
    });

    /** Null when the rows refuse to read it. */
    const readOrNull = (accountId: string): Promise<SecondFactor | null> => rows.read(accountId).catch(() => null);
  });
}
