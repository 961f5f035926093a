import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure } from '../../../widget/client/client-error.js';
import { challengeFlow, type ChallengeEvent, type ChallengeState } from '../../../widget/flow/challenge-flow.js';
import { emptyEntry } from '../../../widget/flow/code-entry.js';
import { at, challenge, failed, verified } from './samples.js';

const unreachable = { code: 'unreachable' } as const;
const over = { code: 'challenge_expired' } as const;
const gone = { code: 'not_signed_in' } as const;
const wrong = { code: 'code_invalid', attemptsRemaining: 4 } as const;
const blocked: Failure = { code: 'authenticator_blocked', methods: ['backup_code'] };

const answering = { at: 'answering' as const, challenge, entry: emptyEntry('totp') };
const checking = { ...answering, entry: { at: 'checking' as const, method: 'totp' as const, text: '123456' } };
const locked = {
  ...answering,
  entry: { at: 'locked' as const, method: 'totp' as const, until: at + 60_000, wait: 60 },
};
const unreadable: Failure = { code: 'not_found' };
/** The methods that the page offers when the challenge cannot be read. */
const unread = { methods: challenge.methods };
const codeAlone = { ...checking, challenge: { methods: ['totp' as const] } };
/** The back end offers to trust the device. */
const offering = { ...answering, challenge: { ...challenge, trustDays: 30 } };
const trusting = { ...offering, trustDevice: true };
const declining = { ...offering, trustDevice: false };
const backupOnly = { ...challenge, methods: ['backup_code' as const] };

const states = {
  loading: challengeFlow.initial,
  'loading, a digit typed': { at: 'loading', entry: { ...emptyEntry('totp'), text: '123' } },
  'loading, a code sent': { at: 'loading', entry: checking.entry },
  unreachable: { at: 'unreachable', failure: unreachable },
  answering,
  checking,
  locked,
  'backup code only': { at: 'answering', challenge: backupOnly, entry: emptyEntry('backup_code') },
  'checking, a code alone': codeAlone,
  'offering trust': offering,
  'trust chosen': trusting,
  'checking, trust chosen': { ...trusting, entry: checking.entry },
  verified: { at: 'verified', verified },
  expired: { at: 'expired', failure: over },
} satisfies Record<string, ChallengeState>;

const events = {
  'challenge read': { type: 'challenge-read', challenge },
  'challenge for backup codes': { type: 'challenge-read', challenge: backupOnly },
  verified: { type: 'verified', verified },
  proceed: { type: 'proceed' },
  edit: { type: 'edit', text: '123' },
  'last digit': { type: 'edit', text: '123456', complete: true, submitWhenComplete: true },
  submit: { type: 'submit' },
  'switch to backup code': { type: 'switch-method', method: 'backup_code' },
  'switch to app': { type: 'switch-method', method: 'totp' },
  'wait over': { type: 'wait-over' },
  wrong: failed(wrong),
  limited: failed({ code: 'too_many_attempts', retryAfter: 60 }),
  blocked: failed(blocked),
  unreachable: failed(unreachable),
  over: failed(over),
  gone: failed(gone),
  unreadable: failed(unreadable),
  trust: { type: 'trust' },
} satisfies Record<string, ChallengeEvent>;

type EventName = keyof typeof events;

/** The next state for each event. A pair that is not listed returns the same object. */
const unreached: Partial<Record<EventName, ChallengeState>> = {
  wrong: { at: 'unreachable', failure: wrong },
  limited: { at: 'unreachable', failure: events.limited.failure },
  blocked: { at: 'unreachable', failure: blocked },
  unreachable: { at: 'unreachable', failure: unreachable },
  over: { at: 'expired', failure: over },
  gone: { at: 'expired', failure: gone },
};

const table: { [State in keyof typeof states]: Partial<Record<EventName, ChallengeState>> } = {
  loading: {
    unreadable: { ...answering, challenge: unread },
    ...unreached,
    'challenge read': answering,
    'challenge for backup codes': states['backup code only'],
    edit: states['loading, a digit typed'],
    'last digit': states['loading, a code sent'],
    submit: { at: 'loading', entry: emptyEntry('totp', { code: 'incomplete' }) },
    'switch to backup code': { at: 'loading', entry: emptyEntry('backup_code') },
  },
  'loading, a digit typed': {
    unreadable: { ...answering, challenge: unread, entry: { ...emptyEntry('totp'), text: '123' } },
    ...unreached,
    'challenge read': { ...answering, entry: { ...emptyEntry('totp'), text: '123' } },
    'challenge for backup codes': states['backup code only'],
    edit: { at: 'loading', entry: { ...emptyEntry('totp'), text: '123' } },
    'last digit': states['loading, a code sent'],
    submit: { at: 'loading', entry: { ...emptyEntry('totp', { code: 'incomplete' }), text: '123' } },
    'switch to backup code': { at: 'loading', entry: emptyEntry('backup_code') },
  },
  'loading, a code sent': {
    unreadable: { ...checking, challenge: unread },
    ...unreached,
    'challenge read': checking,
    'challenge for backup codes': states['backup code only'],
  },
  unreachable: { proceed: challengeFlow.initial },
  answering: {
    edit: { ...answering, entry: { ...emptyEntry('totp'), text: '123' } },
    'last digit': checking,
    submit: { ...answering, entry: emptyEntry('totp', { code: 'incomplete' }) },
    'switch to backup code': { ...answering, entry: emptyEntry('backup_code') },
  },
  checking: {
    unreadable: {
      ...answering,
      entry: { ...emptyEntry('totp', unreadable), text: '123456', complete: true, refused: '123456' },
    },
    verified: { at: 'verified', verified },
    wrong: { ...answering, entry: { ...emptyEntry('totp', wrong), text: '123456', complete: true, refused: '123456' } },
    limited: locked,
    blocked: { at: 'answering', challenge: backupOnly, entry: emptyEntry('backup_code', blocked) },
    unreachable: {
      ...answering,
      entry: { ...emptyEntry('totp', unreachable), text: '123456', complete: true, refused: '123456' },
    },
    over: { at: 'expired', failure: over },
    gone: { at: 'expired', failure: gone },
  },
  locked: {
    'switch to backup code': { ...locked, entry: { ...locked.entry, method: 'backup_code' } },
    'wait over': answering,
  },
  'backup code only': {
    edit: { ...states['backup code only'], entry: { ...emptyEntry('backup_code'), text: '123' } },
    'last digit': {
      ...states['backup code only'],
      entry: { at: 'checking', method: 'backup_code', text: '123456' },
    },
    submit: { ...states['backup code only'], entry: emptyEntry('backup_code', { code: 'incomplete' }) },
  },
  'checking, a code alone': {
    verified: { at: 'verified', verified },
    wrong: { ...codeAlone, entry: { ...emptyEntry('totp', wrong), text: '123456', complete: true, refused: '123456' } },
    limited: { ...codeAlone, entry: locked.entry },
    // There is no backup code to ask for.
    blocked: {
      ...codeAlone,
      entry: { ...emptyEntry('totp', { code: 'unavailable' }), text: '123456', complete: true, refused: '123456' },
    },
    unreachable: {
      ...codeAlone,
      entry: { ...emptyEntry('totp', unreachable), text: '123456', complete: true, refused: '123456' },
    },
    over: { at: 'expired', failure: over },
    gone: { at: 'expired', failure: gone },
    unreadable: {
      ...codeAlone,
      entry: { ...emptyEntry('totp', unreadable), text: '123456', complete: true, refused: '123456' },
    },
  },
  'offering trust': {
    edit: { ...offering, entry: { ...emptyEntry('totp'), text: '123' } },
    'last digit': { ...offering, entry: checking.entry },
    submit: { ...offering, entry: emptyEntry('totp', { code: 'incomplete' }) },
    'switch to backup code': { ...offering, entry: emptyEntry('backup_code') },
    trust: trusting,
  },
  'trust chosen': {
    edit: { ...trusting, entry: { ...emptyEntry('totp'), text: '123' } },
    'last digit': { ...trusting, entry: checking.entry },
    submit: { ...trusting, entry: emptyEntry('totp', { code: 'incomplete' }) },
    'switch to backup code': { ...trusting, entry: emptyEntry('backup_code') },
    trust: declining,
  },
  'checking, trust chosen': {
    verified: { at: 'verified', verified },
    wrong: { ...trusting, entry: { ...emptyEntry('totp', wrong), text: '123456', complete: true, refused: '123456' } },
    limited: { ...trusting, entry: locked.entry },
    blocked: {
      ...trusting,
      challenge: { ...trusting.challenge, methods: ['backup_code'] },
      entry: emptyEntry('backup_code', blocked),
    },
    unreachable: {
      ...trusting,
      entry: { ...emptyEntry('totp', unreachable), text: '123456', complete: true, refused: '123456' },
    },
    over: { at: 'expired', failure: over },
    gone: { at: 'expired', failure: gone },
    unreadable: {
      ...trusting,
      entry: { ...emptyEntry('totp', unreadable), text: '123456', complete: true, refused: '123456' },
    },
  },
  verified: {},
  expired: {},
};

describe('the challenge flow', () => {
  for (const [stateName, state] of Object.entries(states) as [keyof typeof states, ChallengeState][]) {
    for (const [eventName, event] of Object.entries(events) as [EventName, ChallengeEvent][]) {
      const expected = table[stateName][eventName];
      it(`${stateName}, ${eventName}: ${expected ? `becomes ${expected.at}` : 'stays as it is'}`, () => {
        const next = challengeFlow.transition(state, event);
        if (expected) assert.deepEqual(next, expected);
        else assert.equal(next, state);
      });
    }
  }

  describe('where three codes in a row open a blocked authenticator', () => {
    const unblocking = { ...checking, challenge: { ...challenge, codesUnblock: true } };

    it('asks for the next code, and does not send the same one by itself again', () => {
      const next = challengeFlow.transition(unblocking, events.blocked);
      assert.deepEqual(next, { ...unblocking, entry: { ...emptyEntry('totp', blocked), refused: '123456' } });
      const again = challengeFlow.transition(next, events['last digit']);
      assert.equal(again.at === 'answering' && again.entry.at, 'entering');
      const fresh = challengeFlow.transition(next, { ...events['last digit'], text: '654321' });
      assert.equal(fresh.at === 'answering' && fresh.entry.at, 'checking');
    });

    it('still offers a backup code, and asks for codes where there is none', () => {
      const next = challengeFlow.transition(unblocking, events.blocked);
      const switched = challengeFlow.transition(next, events['switch to backup code']);
      assert.deepEqual(switched, { ...unblocking, entry: emptyEntry('backup_code') });
      const alone = { ...unblocking, challenge: { methods: ['totp' as const], codesUnblock: true } };
      const asked = challengeFlow.transition(alone, events.blocked);
      assert.deepEqual(asked, { ...alone, entry: { ...emptyEntry('totp', blocked), refused: '123456' } });
    });

    it('asks for a backup code when a backup code met the block', () => {
      const entry = { ...checking.entry, method: 'backup_code' as const };
      const next = challengeFlow.transition({ ...unblocking, entry }, events.blocked);
      assert.equal(next.at === 'answering' && next.entry.method, 'backup_code');
    });
  });

  it('has a request in exactly these states', () => {
    const asking = Object.entries(states).filter(([, state]) => challengeFlow.request(state) !== null);
    assert.deepEqual(
      asking.map(([name]) => name),
      [
        'loading',
        'loading, a digit typed',
        'loading, a code sent',
        'checking',
        'checking, a code alone',
        'checking, trust chosen',
      ],
    );
  });

  it('sends the choice of trust only where it was made', async () => {
    const sent: unknown[] = [];
    const client = { answerChallenge: (answer: unknown) => Promise.resolve(void sent.push(answer)) };
    for (const state of [checking, states['checking, trust chosen']]) {
      await assert.rejects(challengeFlow.request(state)!(client as never, new AbortController().signal, {}));
    }
    assert.deepEqual(sent, [{ code: '123456' }, { code: '123456', trustDevice: true }]);
  });

  it('waits only while locked', () => {
    assert.equal(challengeFlow.deadline(locked), at + 60_000);
    assert.equal(challengeFlow.deadline(checking), null);
  });
});
