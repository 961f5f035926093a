import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportChallenge } from '../../../widget/flow/challenge-report.js';
import { challengeFlow, type ChallengeState } from '../../../widget/flow/challenge-flow.js';
import { emptyEntry } from '../../../widget/flow/code-entry.js';
import type { EnrolmentState } from '../../../widget/flow/enrolment-flow.js';
import { reportEnrolment } from '../../../widget/flow/enrolment-report.js';
import { reportSetup } from '../../../widget/flow/setup-report.js';
import type { SetupState } from '../../../widget/flow/setup-flow.js';
import type { StepUpState } from '../../../widget/flow/step-up-flow.js';
import { reportStepUp } from '../../../widget/flow/step-up-report.js';
import { challenge, codes, off, on, setup, verified } from './samples.js';
import { fieldsOf } from './event-fields.js';

const unreachable = { code: 'unreachable' } as const;
const wrong = { code: 'code_invalid' } as const;
const idle: SetupState = { at: 'idle', status: off, notice: null };
const confirming: SetupState = { at: 'confirming', status: off, intent: 'enable' };
const starting: SetupState = { at: 'starting', status: off, intent: 'enable' };
const enrolling: SetupState = {
  at: 'enrolling',
  status: off,
  intent: 'enable',
  setup,
  saved: false,
  entry: emptyEntry('totp'),
};
const refused: SetupState = { ...enrolling, entry: emptyEntry('totp', wrong) };

describe('the report of a step of the set-up', () => {
  const steps: [string, SetupState, SetupState, object | null][] = [
    ['a change', enrolling, { at: 'idle', status: on, notice: 'enabled' }, { type: 'enabled', status: on }],
    ['nothing of the first status', { at: 'loading' }, idle, null],
    ['nothing of a dialog that opens', idle, confirming, null],
    ['a dialog left', confirming, idle, { type: 'cancelled' }],
    ['a change that the page stops', { ...confirming, at: 'awaiting-page' }, idle, { type: 'cancelled' }],
    ['nothing of a change that the page allows', { ...confirming, at: 'awaiting-page' }, starting, null],
    [
      'a set-up left',
      enrolling,
      { at: 'leaving', status: off, intent: 'enable', drop: 'setup' },
      { type: 'cancelled' },
    ],
    [
      'a dialog left, once the status is read again',
      { at: 'rereading', status: on, intent: 'disable' },
      { at: 'idle', status: on, notice: null },
      { type: 'cancelled' },
    ],
    [
      'nothing of a set-up left after a lost answer, until the status is read again',
      enrolling,
      { at: 'leaving', status: off, intent: 'enable', drop: 'setup', unsure: true },
      null,
    ],
    [
      'the change that the lost answer was about',
      { at: 'rereading', status: off, intent: 'enable' },
      { at: 'idle', status: on, notice: 'enabled' },
      { type: 'enabled', status: on },
    ],
    [
      'new backup codes left',
      { at: 'showing-codes', status: on, codes, saved: true, failure: null },
      { at: 'leaving', status: on, intent: 'renew', drop: 'backup-codes' },
      { type: 'cancelled' },
    ],
    [
      'a set-up left without its codes',
      { at: 'discarding', back: enrolling },
      { at: 'leaving', status: off, intent: 'enable', drop: 'setup' },
      { type: 'cancelled' },
    ],
    ['a set-up left only once', { at: 'leaving', status: off, intent: 'enable', drop: 'setup' }, idle, null],
    [
      'a refused code',
      { ...enrolling, entry: { at: 'checking', method: 'totp', text: '1' } },
      refused,
      { type: 'failed', ...wrong },
    ],
    ['a refused code only once', refused, { ...refused, saved: true }, null],
    [
      'nothing of an incomplete code',
      enrolling,
      { ...enrolling, entry: emptyEntry('totp', { code: 'incomplete' }) },
      null,
    ],
    [
      'a lock',
      enrolling,
      { ...enrolling, entry: { at: 'locked', method: 'totp', until: 1, wait: 1 } },
      { type: 'failed', code: 'too_many_attempts' },
    ],
    [
      'an expired set-up',
      starting,
      { at: 'expired', status: off, intent: 'enable' },
      { type: 'failed', code: 'setup_expired' },
    ],
    [
      'a start that failed',
      starting,
      { at: 'stopped', status: off, intent: 'enable', failure: unreachable },
      { type: 'failed', ...unreachable },
    ],
    [
      'an unreachable server',
      { at: 'loading' },
      { at: 'unreachable', failure: unreachable },
      { type: 'failed', ...unreachable },
    ],
    [
      'codes that could not be kept',
      { at: 'keeping-codes', status: on, codes, saved: true, failure: null },
      { at: 'showing-codes', status: on, codes, saved: true, failure: unreachable },
      { type: 'failed', ...unreachable },
    ],
    [
      'a lost session',
      enrolling,
      { at: 'signed-out', failure: { code: 'not_signed_in' } },
      { type: 'signed-out', code: 'not_signed_in' },
    ],
    ['nothing where nothing changed', refused, refused, null],
  ];
  for (const [name, previous, next, report] of steps) {
    it(name, () => assert.deepEqual(fieldsOf(reportSetup(previous, next)), report));
  }

  it('no report holds a secret or a code', () => {
    for (const [, previous, next] of steps) {
      const text = JSON.stringify(fieldsOf(reportSetup(previous, next))) ?? '';
      assert.ok(!text.includes('GEZDGNBV') && !text.includes('ABCD-EFGH') && !text.includes('BCDE-FGHJ'));
    }
  });
});

describe('the report of a step of the challenge', () => {
  const answering: ChallengeState = { at: 'answering', challenge, entry: emptyEntry('totp') };
  const refusedCode: ChallengeState = { ...answering, entry: emptyEntry('totp', wrong) };

  it('a right answer', () => {
    const { method, backupCodes } = verified;
    const event = reportChallenge(answering, { at: 'verified', verified });
    assert.deepEqual(fieldsOf(event), { type: 'verified', method, backupCodes });
  });

  it('an expired sign-in', () => {
    const failure = { code: 'challenge_expired' } as const;
    assert.deepEqual(fieldsOf(reportChallenge(challengeFlow.initial, { at: 'expired', failure })), {
      type: 'signed-out',
      ...failure,
    });
  });

  it('a refused code, once', () => {
    assert.deepEqual(fieldsOf(reportChallenge(answering, refusedCode)), { type: 'failed', ...wrong });
    assert.equal(reportChallenge(refusedCode, { ...refusedCode }), null);
  });

  it('none while a person types', () => {
    assert.equal(reportChallenge(answering, { ...answering, entry: { ...emptyEntry('totp'), text: '1' } }), null);
  });
});

describe('the report of a step of the step-up', () => {
  const closed = (outcome: 'none' | 'proved' | 'cancelled'): StepUpState => ({ at: 'closed', outcome });
  const reading: StepUpState = { at: 'reading', maxAge: 60, methods: [], failure: null };
  const stopped: StepUpState = { ...reading, at: 'stopped', failure: unreachable };
  const proving: StepUpState = { at: 'proving', methods: ['totp'], entry: emptyEntry('totp') };
  const refusedProof: StepUpState = { ...proving, entry: emptyEntry('totp', wrong) };
  const signedOut: StepUpState = { at: 'signed-out', failure: { code: 'not_signed_in' } };

  const steps: [string, StepUpState, StepUpState, object | null][] = [
    ['nothing of a call', closed('none'), reading, null],
    ['nothing of a proof, which prove() tells', proving, closed('proved'), null],
    ['nothing of a call that was aborted', proving, closed('none'), null],
    ['a dialog left', proving, closed('cancelled'), { type: 'cancelled' }],
    ['a status that could not be read', reading, stopped, { type: 'failed', ...unreachable }],
    ['nothing of another try', stopped, { ...reading, failure: unreachable }, null],
    ['a refused proof', proving, refusedProof, { type: 'failed', ...wrong }],
    ['a refused proof only once', refusedProof, { ...refusedProof }, null],
    ['the end of the session', proving, signedOut, { type: 'signed-out', code: 'not_signed_in' }],
    ['nothing of leaving after that', signedOut, closed('none'), null],
  ];
  for (const [name, previous, next, report] of steps) {
    it(name, () => assert.deepEqual(fieldsOf(reportStepUp(previous, next)), report));
  }
});

describe('the report of a step of the enrolment', () => {
  const loading: EnrolmentState = { at: 'loading' };
  const enrolling: EnrolmentState = {
    at: 'enrolling',
    setup,
    saved: true,
    entry: emptyEntry('totp'),
    answerLost: false,
  };
  const refusedThere: EnrolmentState = { ...enrolling, entry: emptyEntry('totp', wrong) };
  const steps: [string, EnrolmentState, EnrolmentState, object | null][] = [
    ['nothing of the beginning', loading, enrolling, null],
    ['2FA on', enrolling, { at: 'enabled', status: on }, { type: 'enabled', status: on }],
    ['an enrolment left', enrolling, { at: 'leaving', answerLost: false }, { type: 'cancelled' }],
    ['an enrolment left only once', { at: 'leaving', answerLost: false }, { at: 'left' }, null],
    ['nothing of one left after a lost answer, yet', enrolling, { at: 'leaving', answerLost: true }, null],
    [
      'an enrolment left, once the status is read',
      { at: 'rereading', left: true },
      { at: 'left' },
      { type: 'cancelled' },
    ],
    ['a refused code', enrolling, refusedThere, { type: 'failed', ...wrong }],
    ['an unreachable server', loading, { at: 'unreachable', failure: unreachable }, { type: 'failed', ...unreachable }],
    [
      'a session that is over',
      enrolling,
      { at: 'expired', failure: { code: 'not_signed_in' } },
      { type: 'signed-out', code: 'not_signed_in' },
    ],
    [
      'an expired set-up',
      enrolling,
      { at: 'expired', failure: { code: 'setup_expired' } },
      { type: 'failed', code: 'setup_expired' },
    ],
    ['nothing of a status that is read again', enrolling, { at: 'rereading' }, null],
  ];
  for (const [what, previous, next, report] of steps) {
    it(`tells ${what}`, () => assert.deepEqual(fieldsOf(reportEnrolment(previous, next)), report));
  }
});
