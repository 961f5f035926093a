import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportChallenge } from '../../../widget/flow/challenge-report.js';
import { challengeFlow, type ChallengeState } from '../../../widget/flow/challenge-flow.js';
import { emptyEntry } from '../../../widget/flow/code-entry.js';
import { reportSetup, type SetupReport } from '../../../widget/flow/setup-report.js';
import type { SetupState } from '../../../widget/flow/setup-flow.js';
import { challenge, codes, off, on, setup, verified } from './samples.js';

const unreachable = { code: 'unreachable' } as const;
const wrong = { code: 'code_invalid' } as const;
const idle: SetupState = { at: 'idle', status: off, notice: null };
const confirming: SetupState = { at: 'confirming', status: off, intent: 'enable' };
const starting: SetupState = { at: 'starting', status: off, intent: 'enable' };
const linking: SetupState = {
  at: 'linking',
  status: off,
  intent: 'enable',
  setup,
  saved: false,
  entry: emptyEntry('totp'),
};
const refused: SetupState = { ...linking, entry: emptyEntry('totp', wrong) };

describe('the report of a step of the set-up', () => {
  const steps: [string, SetupState, SetupState, SetupReport | null][] = [
    ['a change', linking, { at: 'idle', status: on, notice: 'enabled' }, { type: 'enabled', status: on }],
    ['nothing of the first status', { at: 'loading' }, idle, null],
    ['nothing of a dialog that opens', idle, confirming, null],
    ['a dialog left', confirming, idle, { type: 'cancelled' }],
    ['a change that the page stops', { ...confirming, at: 'asking' }, idle, { type: 'cancelled' }],
    ['nothing of a change that the page allows', { ...confirming, at: 'asking' }, starting, null],
    ['a set-up left', linking, { at: 'leaving', status: off, drop: 'setup' }, { type: 'cancelled' }],
    ['a set-up left only once', { at: 'leaving', status: off, drop: 'setup' }, idle, null],
    [
      'a refused code',
      { ...linking, entry: { at: 'checking', method: 'totp', text: '1' } },
      refused,
      { type: 'failed', failure: wrong },
    ],
    ['a refused code only once', refused, { ...refused, saved: true }, null],
    ['nothing of an incomplete code', linking, { ...linking, entry: emptyEntry('totp', { code: 'incomplete' }) }, null],
    [
      'a lock',
      linking,
      { ...linking, entry: { at: 'locked', method: 'totp', until: 1, wait: 1 } },
      { type: 'failed', failure: { code: 'too_many_attempts' } },
    ],
    [
      'an expired set-up',
      starting,
      { at: 'expired', status: off, intent: 'enable' },
      { type: 'failed', failure: { code: 'setup_expired' } },
    ],
    [
      'a start that failed',
      starting,
      { at: 'stopped', status: off, intent: 'enable', failure: unreachable },
      { type: 'failed', failure: unreachable },
    ],
    [
      'an unreachable server',
      { at: 'loading' },
      { at: 'unreachable', failure: unreachable },
      { type: 'failed', failure: unreachable },
    ],
    [
      'codes that could not be kept',
      { at: 'keeping-codes', status: on, codes, saved: true, failure: null },
      { at: 'showing-codes', status: on, codes, saved: true, failure: unreachable },
      { type: 'failed', failure: unreachable },
    ],
    [
      'a lost session',
      linking,
      { at: 'signed-out', failure: { code: 'not_signed_in' } },
      { type: 'signed-out', failure: { code: 'not_signed_in' } },
    ],
    ['nothing where nothing changed', refused, refused, null],
  ];
  for (const [name, previous, next, report] of steps) {
    it(name, () => assert.deepEqual(reportSetup(previous, next), report));
  }

  it('no report holds a secret or a code', () => {
    for (const [, previous, next] of steps) {
      const text = JSON.stringify(reportSetup(previous, next)) ?? '';
      assert.ok(!text.includes('GEZDGNBV') && !text.includes('ABCD-EFGH') && !text.includes('BCDE-FGHJ'));
    }
  });
});

describe('the report of a step of the challenge', () => {
  const answering: ChallengeState = { at: 'answering', challenge, entry: emptyEntry('totp') };
  const refusedCode: ChallengeState = { ...answering, entry: emptyEntry('totp', wrong) };

  it('a right answer', () => {
    assert.deepEqual(reportChallenge(answering, { at: 'verified', verified }), { type: 'verified', verified });
  });

  it('an expired sign-in', () => {
    const failure = { code: 'challenge_expired' } as const;
    assert.deepEqual(reportChallenge(challengeFlow.initial, { at: 'expired', failure }), {
      type: 'signed-out',
      failure,
    });
  });

  it('a refused code, once', () => {
    assert.deepEqual(reportChallenge(answering, refusedCode), { type: 'failed', failure: wrong });
    assert.equal(reportChallenge(refusedCode, { ...refusedCode }), null);
  });

  it('none while a person types', () => {
    assert.equal(reportChallenge(answering, { ...answering, entry: { ...emptyEntry('totp'), text: '1' } }), null);
  });
});
