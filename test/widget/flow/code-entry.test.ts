import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  answerOf,
  failureOfEntry,
  transitionEntry,
  type Checking,
  type CodeEntry,
  type EntryEvent,
  emptyEntry,
} from '../../../widget/flow/code-entry.js';
import { at, failed } from './samples.js';

const entering = emptyEntry('totp');
const full: CodeEntry = { ...entering, text: '123456', complete: true };
const checking: Checking = { at: 'checking', method: 'totp', text: '123456' };
const locked: CodeEntry = { at: 'locked', method: 'totp', until: at + 60_000, wait: 60 };
const wrong = { code: 'code_invalid', attemptsRemaining: 4 } as const;

/** Every state × event. A pair that is not listed returns the same object. */
const events: Record<string, EntryEvent> = {
  edit: { type: 'edit', text: '12' },
  complete: { type: 'edit', text: '123456', complete: true, submitWhenComplete: true },
  submit: { type: 'submit' },
  switch: { type: 'switch-method', method: 'backup_code' },
  stay: { type: 'switch-method', method: 'totp' },
  wrong: failed(wrong),
  limited: failed({ code: 'too_many_attempts', retryAfter: 120 }),
  endless: failed({ code: 'too_many_attempts' }),
  blocked: failed({ code: 'authenticator_blocked', methods: ['backup_code'] }),
  over: { type: 'wait-over' },
};

const table: Record<string, { state: CodeEntry; to: Record<string, CodeEntry> }> = {
  'entering nothing': {
    state: entering,
    to: {
      edit: { ...entering, text: '12' },
      complete: checking,
      submit: { ...entering, failure: { code: 'incomplete' } },
      switch: emptyEntry('backup_code'),
    },
  },
  'entering six digits': {
    state: full,
    to: {
      edit: { ...entering, text: '12' },
      complete: checking,
      submit: checking,
      switch: emptyEntry('backup_code'),
    },
  },
  'entering after a refusal': {
    state: { ...full, failure: wrong, refused: '123456' },
    to: {
      edit: { ...entering, text: '12', refused: '123456' },
      complete: { ...full, refused: '123456' },
      submit: checking,
      switch: emptyEntry('backup_code'),
    },
  },
  checking: {
    state: checking,
    to: {
      wrong: { ...full, failure: wrong, refused: '123456' },
      limited: { ...locked, until: at + 120_000, wait: 120 },
      endless: locked,
      blocked: emptyEntry('backup_code', { code: 'authenticator_blocked', methods: ['backup_code'] }),
    },
  },
  locked: {
    state: locked,
    to: { switch: { ...locked, method: 'backup_code' }, over: entering },
  },
};

describe('a code entry', () => {
  for (const [name, { state, to }] of Object.entries(table)) {
    for (const [event, sample] of Object.entries(events)) {
      const expected = to[event];
      it(`${name}, ${event}: ${expected ? `becomes ${expected.at}` : 'stays as it is'}`, () => {
        const next = transitionEntry(state, sample);
        if (expected) assert.deepEqual(next, expected);
        else assert.equal(next, state);
      });
    }
  }

  it('sends nothing by itself without `submitWhenComplete`', () => {
    assert.equal(transitionEntry(entering, { type: 'edit', text: '123456', complete: true }).at, 'entering');
  });

  it('counts a backup code of spaces, and an empty password, as incomplete', () => {
    for (const method of ['backup_code', 'password'] as const) {
      assert.equal(transitionEntry({ ...emptyEntry(method), text: '  ' }, { type: 'submit' }).at, 'entering');
    }
  });

  it('sends each method in its own field', () => {
    assert.deepEqual(answerOf(checking), { code: '123456' });
    assert.deepEqual(answerOf({ ...checking, method: 'backup_code', text: ' abcd ' }), { backupCode: 'abcd' });
    assert.deepEqual(answerOf({ ...checking, method: 'password', text: ' pass ' }), { password: ' pass ' });
  });

  it('reports a refusal of the back end as a failure, and an incomplete text as none', () => {
    assert.equal(failureOfEntry({ ...entering, failure: { code: 'incomplete' } }), null);
    assert.equal(failureOfEntry({ ...entering, failure: wrong }), wrong);
    assert.equal(failureOfEntry(checking), null);
    assert.equal(failureOfEntry(locked)?.code, 'too_many_attempts');
  });
});
