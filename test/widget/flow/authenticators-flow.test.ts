import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure, FailureCode } from '../../../widget/client/client-error.js';
import type { TwoFactorClient } from '../../../widget/client/two-factor-client.js';
import { emptyEntry } from '../../../widget/flow/code-entry.js';
import { withAuthenticators } from '../../../widget/flow/authenticators-flow.js';
import { setupFlow, type SetupEvent, type SetupState } from '../../../widget/flow/setup-flow.js';
import { readSetup, readStatus } from '../../../widget/protocol/read-message.js';
import type { Authenticator } from '../../../widget/protocol/messages.js';
import { failed, off, setup, several } from './samples.js';

const flow = withAuthenticators(setupFlow, { readSetup, readStatus });
const [phone, tablet] = several.authenticators as [Authenticator, Authenticator];
const unreachable = { code: 'unreachable' } as const;
const setupAlone = { ...setup, backupCodes: [], id: 's1' };

const idle: SetupState = { at: 'idle', status: several, notice: null };
const adding = { status: several, intent: 'add' as const, subject: { name: 'Authenticator 3' } };
const starting: SetupState = { at: 'starting', ...adding };
const awaitingPage: SetupState = { at: 'awaiting-page', ...adding };
const enrolling = { at: 'enrolling' as const, ...adding, setup: setupAlone, saved: true, entry: emptyEntry('totp') };
const typed = { ...emptyEntry('totp'), text: '123456', complete: true };
const checking = { ...enrolling, entry: { at: 'checking' as const, method: 'totp' as const, text: '123456' } };
const renaming = { status: several, intent: 'rename' as const, subject: { authenticator: tablet, name: 'Tablet' } };
const renamed = { ...renaming, subject: { authenticator: tablet, name: 'Old tablet' } };
const named = (name: string) => ({ ...renaming, subject: { authenticator: tablet, name } });
const removing = { ...renaming, intent: 'remove' as const };
const refusedBy = <T extends object>(code: FailureCode, change: T) => ({
  at: 'rereading' as const,
  ...change,
  failure: { code } as Failure,
});
const tooMany = refusedBy('too_many_authenticators', adding);

type Row = [what: string, state: SetupState, event: SetupEvent, next: SetupState];

const open = (chosen: Omit<Extract<SetupEvent, { type: 'open' }>, 'type'>): SetupEvent => ({ type: 'open', ...chosen });
const failure = (code: Parameters<typeof failed>[0]['code']) => failed({ code });
const read = (status: typeof several | typeof off): SetupEvent => ({ type: 'status-read', status });
const { authenticators: _listed, ...unlisted } = several;
const one = { ...several, authenticators: [phone] };
const three = { ...several, authenticators: [phone, tablet, { ...tablet, id: 'a3' }] };
const fresh = { ...several, authenticators: [{ ...phone, id: 'a9' }] };
const five = { ...several, authenticators: ['a1', 'a2', 'a3', 'a4', 'a5'].map((id) => ({ ...phone, id })) };
const remembered = refusedBy('last_authenticator', removing);
const { subject: _none, ...replacing } = { ...enrolling, intent: 'replace' as const };
const isSame = Symbol('the same object');

const rows: Row[] = [
  [
    'adding goes on at once, when the page allows it',
    idle,
    open({ intent: 'add', subject: adding.subject }),
    awaitingPage,
  ],
  ['the page allows it, and the name is not forgotten', awaitingPage, { type: 'allowed' }, starting],
  ['the page stops it', awaitingPage, { type: 'refused' }, idle],
  [
    'while the page is asked, another change of the list takes its place',
    awaitingPage,
    open({ intent: 'rename', subject: renaming.subject }),
    { at: 'confirming', ...renaming },
  ],
  [
    'so does a change of all of them, which has nothing of the first one',
    awaitingPage,
    open({ intent: 'replace' }),
    { at: 'awaiting-page', status: several, intent: 'replace' },
  ],
  [
    'and one of the list takes the place of a change of all',
    { at: 'awaiting-page', status: several, intent: 'replace' },
    open({ intent: 'add', subject: adding.subject }),
    awaitingPage,
  ],
  ['the set-up is shown, with nothing to save', starting, { type: 'setup-begun', setup: setupAlone }, enrolling],
  [
    'a set-up with backup codes is a replacement, and is not confirmed',
    starting,
    { type: 'setup-begun', setup },
    { at: 'stopped', ...adding, failure: { code: 'request_invalid' } },
  ],
  ['too many: the list is read again', starting, failure('too_many_authenticators'), tooMany],
  ['the list is full by now', tooMany, read(five), { at: 'idle', status: five, notice: 'full' }],
  [
    'the list is not full: the dialog says that it failed',
    tooMany,
    read(three),
    { at: 'stopped', ...adding, status: three, failure: { code: 'too_many_authenticators' } },
  ],
  ['2FA is off: the same', starting, failure('not_enabled'), refusedBy('not_enabled', adding)],
  ['the name is typed', enrolling, { type: 'name', text: 'Work' }, { ...enrolling, subject: { name: 'Work' } }],
  ['a code and a name are sent', { ...enrolling, entry: typed }, { type: 'submit' }, checking],
  ['too many, at the confirmation', checking, failure('too_many_authenticators'), tooMany],
  [
    'an expired set-up: the status says whether it was added',
    { ...checking, unsure: true },
    failure('setup_expired'),
    { at: 'rereading', ...adding, mayBeDone: true, unsure: true },
  ],
  [
    'it was added',
    { at: 'rereading', ...adding, mayBeDone: true },
    read(three),
    { at: 'idle', status: three, notice: 'added' },
  ],
  ['it was not added', { at: 'rereading', ...adding, mayBeDone: true }, read(several), { at: 'expired', ...adding }],
  [
    'another tab has added one: this one is void',
    { at: 'rereading', ...adding, mayBeDone: false },
    read(three),
    { at: 'expired', ...adding, status: three },
  ],
  ['an expired one begins again, with its name', { at: 'expired', ...adding }, { type: 'proceed' }, awaitingPage],
  [
    'leaving after a lost answer drops it, and reads the list again',
    { ...enrolling, unsure: true },
    { type: 'leave' },
    { at: 'leaving', ...adding, drop: 'setup', unsure: true },
  ],
  [
    'one more is there: it was added',
    { at: 'rereading', status: several, intent: 'add' },
    read(three),
    { at: 'idle', status: three, notice: 'added' },
  ],
  ['none more is there', { at: 'rereading', status: several, intent: 'add' }, read(several), idle],
  [
    'the answer to a removal was lost, and it is gone',
    { at: 'rereading', ...removing },
    read(one),
    { at: 'idle', status: one, notice: 'removed' },
  ],
  ['leaving drops it', enrolling, { type: 'leave' }, { at: 'leaving', ...adding, drop: 'setup' }],

  [
    'a lost answer to a replacement: another authenticator is there',
    { at: 'rereading', status: several, intent: 'replace', mayBeDone: true },
    read(fresh),
    { at: 'idle', status: fresh, notice: 'replaced' },
  ],
  [
    'another tab has replaced them: the codes of this one are void',
    { at: 'rereading', status: several, intent: 'replace', mayBeDone: false },
    read(fresh),
    { at: 'expired', status: fresh, intent: 'replace' },
  ],
  [
    'renaming asks for the name',
    idle,
    open({ intent: 'rename', subject: renaming.subject }),
    { at: 'confirming', ...renaming },
  ],
  [
    'a name is typed',
    { at: 'confirming', ...renaming },
    { type: 'name', text: 'Old tablet' },
    { at: 'confirming', ...renamed },
  ],
  [
    'it is saved, when the page allows it',
    { at: 'confirming', ...renamed },
    { type: 'proceed' },
    { at: 'awaiting-page', ...renamed },
  ],
  ['the page allows it', { at: 'awaiting-page', ...renamed }, { type: 'allowed' }, { at: 'starting', ...renamed }],
  ['the same name is no change', { at: 'confirming', ...renaming }, { type: 'proceed' }, idle],
  [
    'a failure is shown, with the name',
    { at: 'starting', ...renamed },
    failed(unreachable),
    { at: 'stopped', ...renamed, failure: unreachable, unsure: true },
  ],
  [
    'the name is typed again after it',
    { at: 'stopped', ...renamed, failure: unreachable, unsure: true },
    { type: 'name', text: 'Tablet 2' },
    { at: 'confirming', ...named('Tablet 2'), unsure: true },
  ],
  [
    'the name of before is sent then: the server may have the other one',
    { at: 'confirming', ...renaming, unsure: true },
    { type: 'proceed' },
    { at: 'awaiting-page', ...renaming, unsure: true },
  ],
  [
    'leaving then reads the list again',
    { at: 'confirming', ...renamed, unsure: true },
    { type: 'leave' },
    { at: 'rereading', ...renamed, unsure: true },
  ],
  [
    'the name was saved',
    { at: 'rereading', ...renamed },
    read({ ...several, authenticators: [phone, { ...tablet, name: 'Old tablet' }] }),
    {
      at: 'idle',
      status: { ...several, authenticators: [phone, { ...tablet, name: 'Old tablet' }] },
      notice: 'renamed',
    },
  ],
  ['the name was not saved', { at: 'rereading', ...renamed }, read(several), idle],
  ['leaving changes nothing', { at: 'confirming', ...renamed }, { type: 'leave' }, idle],
  [
    'a back end may ask for a proof, and the name is not forgotten',
    { at: 'starting', ...renamed },
    failed({ code: 'reauthentication_required', methods: ['totp'] }),
    { at: 'proving', ...renamed, methods: ['totp'], entry: emptyEntry('totp') },
  ],
  [
    'not found: the list is read again',
    { at: 'starting', ...renamed },
    failure('not_found'),
    refusedBy('not_found', renamed),
  ],
  [
    'another tab has removed the one that is renamed',
    refusedBy('not_found', renamed),
    read(one),
    { at: 'idle', status: one, notice: 'removed' },
  ],

  [
    'removing asks first',
    idle,
    open({ intent: 'remove', subject: removing.subject }),
    { at: 'confirming', ...removing },
  ],
  ['then asks the page', { at: 'confirming', ...removing }, { type: 'proceed' }, { at: 'awaiting-page', ...removing }],
  ['then begins', { at: 'awaiting-page', ...removing }, { type: 'allowed' }, { at: 'starting', ...removing }],
  [
    'a proof is asked for, and which one is removed is not forgotten',
    { at: 'starting', ...removing },
    failed({ code: 'reauthentication_required', methods: ['totp'] }),
    { at: 'proving', ...removing, methods: ['totp'], entry: emptyEntry('totp') },
  ],
  ['the only one: the list is read again', { at: 'starting', ...removing }, failure('last_authenticator'), remembered],
  [
    'another tab has removed it',
    refusedBy('not_found', removing),
    read(one),
    { at: 'idle', status: one, notice: 'removed' },
  ],
  [
    'the list does not say why it could not be removed: the dialog says that it failed',
    remembered,
    read(several),
    { at: 'stopped', ...removing, failure: { code: 'last_authenticator' } },
  ],
  [
    'the back end lists it and cannot remove it: the list goes away',
    refusedBy('not_found', removing),
    read(several),
    { at: 'idle', status: unlisted, notice: null },
  ],
  ['2FA is off meanwhile', remembered, read(off), { at: 'idle', status: off, notice: 'disabled' }],
];

describe('the set-up flow with several authenticators', () => {
  for (const [what, state, event, next] of rows) {
    it(what, () => assert.deepEqual(flow.transition(state, event), next));
  }

  const ignored: [what: string, state: SetupState, event: SetupEvent][] = [
    [
      'adding while 2FA is off',
      { at: 'idle', status: off, notice: null },
      open({ intent: 'add', subject: { name: 'x' } }),
    ],
    ['a code without a name', { ...enrolling, subject: { name: ' ' }, entry: typed }, { type: 'submit' }],
    ['a name in another set-up', replacing, { type: 'name', text: 'x' }],
    ['no name', { at: 'confirming', ...named(' ') }, { type: 'proceed' }],
    ['a name while it is saved', { at: 'starting', ...renamed }, { type: 'name', text: 'x' }],
    ['leaving while it is saved', { at: 'starting', ...renamed }, { type: 'leave' }],
    ['the same change while the page is asked', awaitingPage, open({ intent: 'add', subject: adding.subject })],
    ['a name while the page is asked', { at: 'awaiting-page', ...renamed }, { type: 'name', text: 'x' }],
  ];
  for (const [what, state, event] of ignored) {
    it(`${what} changes nothing`, () => {
      const next = flow.transition(state, event);
      assert.equal(next === state ? isSame : next, isSame);
    });
  }

  it('its requests say what they are about', async () => {
    const calls: unknown[] = [];
    const record =
      (name: string, answer: unknown) =>
      (...parts: unknown[]): Promise<unknown> => {
        calls.push([name, ...parts.filter((part) => !(part instanceof AbortSignal))]);
        return Promise.resolve(answer);
      };
    const client = {
      beginSetup: record('beginSetup', setupAlone),
      confirmSetup: record('confirmSetup', three),
      nameAuthenticator: record('nameAuthenticator', several),
      removeAuthenticator: record('removeAuthenticator', one),
    } as unknown as TwoFactorClient;
    const { signal } = new AbortController();
    const notices: unknown[] = [];
    for (const state of [
      starting,
      checking,
      { at: 'starting', ...renamed },
      { at: 'starting', ...removing },
    ] as SetupState[]) {
      const event = await flow.request(state)!(client, signal, {});
      notices.push(event.type === 'changed' ? event.notice : event.type);
    }
    assert.deepEqual(calls, [
      ['beginSetup', { mode: 'add' }],
      ['confirmSetup', { code: '123456', id: 's1', name: 'Authenticator 3' }],
      ['nameAuthenticator', { id: 'a2', name: 'Old tablet' }],
      ['removeAuthenticator', { id: 'a2' }],
    ]);
    assert.deepEqual(notices, ['setup-begun', 'added', 'renamed', 'removed']);
    assert.equal(flow.request({ at: 'confirming', ...renamed }), null);
  });

  it('the page is asked by the name of the change', async () => {
    const asked: unknown[] = [];
    const { signal } = new AbortController();
    for (const state of [adding, renamed, removing]) {
      const page = { onBefore: (action: unknown) => asked.push(action) < 3 };
      const event = await flow.request({ at: 'awaiting-page', ...state })!({} as TwoFactorClient, signal, page);
      assert.equal(event.type, state === removing ? 'refused' : 'allowed');
    }
    assert.deepEqual(asked, ['add', 'rename', 'remove']);
  });

  it('hands every other event to the set-up flow', () => {
    for (const event of [open({ intent: 'disable' }), open({ intent: 'replace' }), failure('not_signed_in')]) {
      assert.deepEqual(flow.transition(idle, event), setupFlow.transition(idle, event));
    }
    assert.equal(flow.request({ at: 'loading' }), setupFlow.request({ at: 'loading' }));
  });
});
