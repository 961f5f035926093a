import { expect, fixture, html } from '@open-wc/testing';
import { sampleMessages } from '../../../../demo/states/sample-messages.js';
import type { TwoFactorClient } from '../../../../widget/client/two-factor-client.js';
import {
  ChallengeDriver,
  expectFocusOn,
  findAll,
  nameOf,
  recordEvents,
  turn,
  until,
} from '../../../support/element-drivers.js';
import { findSecrets } from '../../../support/element-memory.js';
import { FakeClient } from '../../../support/fake-client.js';
import { nonsense } from '../../../support/nonsense.js';

const codes = (events: ReturnType<typeof recordEvents>) => events.map(({ type, event }) => [type, event['code']]);

describe('challenge: a wrong code', () => {
  it('is reported with the attempts left, in the description of the selected field', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('answerChallenge', 'code_invalid', { attemptsRemaining: 1 });
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('111111');
    await challenge.seesError('That code is not right. Enter the code that your app shows now. 1 attempt left.');
    const { codeField } = challenge;
    await expectFocusOn(codeField);
    expect(codeField.value.slice(codeField.selectionStart!, codeField.selectionEnd!)).to.equal('111111');
    expect(codeField.ariaInvalid).to.equal('true');
    expect(codes(events)).to.deep.equal([['failed', 'code_invalid']]);
  });

  it('is sent again by the button and not automatically', async () => {
    const client = new FakeClient().refuses('answerChallenge', 'code_invalid');
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('111111');
    await challenge.seesError('That code is not right.');
    await challenge.typeCode('111111');
    await turn();
    expect(client.times('answerChallenge')).to.equal(1);
    await challenge.press('Verify');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '111111' }, { code: '111111' }]);
  });

  it('does not stop the next code from being sent automatically', async () => {
    const client = new FakeClient().refuses('answerChallenge', 'code_invalid');
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('111111');
    await challenge.seesError('That code is not right.');
    await challenge.typeCode('222222');
    await challenge.sees('Verified.');
  });

  it('can be a backup code, which stays and is selected', async () => {
    const client = new FakeClient().refuses('answerChallenge', 'code_invalid', { attemptsRemaining: 2 });
    const challenge = await ChallengeDriver.open(client);
    await challenge.press('Use a backup code');
    await challenge.type('Backup code', 'used before');
    await challenge.press('Verify');
    await challenge.seesError('That backup code is not right, or it was used before. 2 attempts left.');
    const field = challenge.field('Backup code');
    await expectFocusOn(field);
    expect(field.value.slice(field.selectionStart!, field.selectionEnd!)).to.equal('used before');
    const root = field.getRootNode() as ShadowRoot;
    const described = field.getAttribute('aria-describedby')!.split(' ');
    expect(described.map((id) => root.getElementById(id)!.textContent).join(' ')).to.contain('2 attempts left.');
  });
});

describe('challenge: other answers', () => {
  it('shows a wait with a clock, and then the field again', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('answerChallenge', 'too_many_attempts', { retryAfter: 3 });
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('111111');
    await challenge.seesError('Too many attempts. You can try again in 3 seconds.');
    expect(challenge.text).to.match(/\b0:0[0-3]\b/);
    expect(challenge.button('Verify').disabled).to.be.true;
    expect(codes(events)).to.deep.equal([['failed', 'too_many_attempts']]);
    const label = 'Enter the 6-digit code from your authenticator app';
    await until(() => challenge.has('field', label), 'the field does not come back');
    await expectFocusOn(challenge.codeField);
    expect(challenge.codeField.value).to.equal('');
    await challenge.typeCode('111111');
    await challenge.sees('Verified.');
  });

  it('moves the focus from the field to the wait', async () => {
    const client = new FakeClient().refuses('answerChallenge', 'too_many_attempts', { retryAfter: 3600 });
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('111111');
    await challenge.seesError('Too many attempts. You can try again in 1 hour.');
    const locked = findAll(challenge.scope, 'alert').find((alert) => alert.textContent.includes('Too many'))!;
    await expectFocusOn(locked.parentElement!);
  });

  it('leaves the focus where a person has moved it during the wait', async () => {
    const client = new FakeClient().refuses('answerChallenge', 'too_many_attempts', { retryAfter: 2 });
    const challenge = await ChallengeDriver.open(client);
    const elsewhere = await fixture<HTMLInputElement>(html`<input aria-label="Chat" />`);
    await challenge.typeCode('111111');
    await challenge.seesError('Too many attempts.');
    elsewhere.focus();
    const label = 'Enter the 6-digit code from your authenticator app';
    await until(() => challenge.has('field', label), 'the field does not come back');
    await turn();
    await expectFocusOn(elsewhere);
  });

  it('asks for a backup code when the authenticator is blocked', async () => {
    const client = new FakeClient().refuses('answerChallenge', 'authenticator_blocked', { methods: ['backup_code'] });
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('111111');
    await challenge.seesError('Your authenticator is blocked after too many wrong codes. Use a backup code.');
    await expectFocusOn(challenge.field('Backup code'));
    expect(findAll(challenge.scope, 'button').map((button) => nameOf(button))).to.deep.equal(['Verify']);
  });

  it('asks for three codes in a row where they open a blocked authenticator', async () => {
    const blocked = { methods: ['backup_code' as const] };
    const client = new FakeClient({ readChallenge: { ...sampleMessages.readChallenge, codesUnblock: true } })
      .refuses('answerChallenge', 'authenticator_blocked', blocked)
      .refuses('answerChallenge', 'authenticator_blocked', blocked);
    const events = recordEvents();
    const challenge = await ChallengeDriver.open(client);
    for (const [index, code] of ['111111', '222222'].entries()) {
      await challenge.typeCode(code);
      await until(() => client.times('answerChallenge') === index + 1, `${code} is not sent`);
      await challenge.seesError('Use a backup code, or enter three codes in a row');
      await until(() => challenge.codeField.value === '', 'the field is not empty for the next code');
      await expectFocusOn(challenge.codeField);
    }
    // The app shows the same code for half a minute. It would end the row.
    await challenge.typeCode('222222');
    expect(client.times('answerChallenge'), 'the same code is not sent by itself').to.equal(2);
    expect(challenge.has('button', 'Use a backup code')).to.be.true;
    await challenge.typeCode('333333');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '111111' }, { code: '222222' }, { code: '333333' }]);
    expect(codes(events)[0]).to.deep.equal(['failed', 'authenticator_blocked']);
  });

  for (const code of ['challenge_expired', 'not_signed_in'] as const) {
    it(`reports an expired sign-in to the person and the page: ${code}`, async () => {
      const events = recordEvents();
      const challenge = await ChallengeDriver.open(new FakeClient().refuses('answerChallenge', code));
      await challenge.typeCode('111111');
      await challenge.seesError('This sign-in took too long and has expired.');
      expect(challenge.has('button', 'Sign in again')).to.be.true;
      expect(challenge.has('button', 'Verify')).to.be.false;
      expect(codes(events)).to.deep.equal([['signed-out', code]]);
      await expectFocusOn(challenge.get('heading', 'Two-Factor Authentication'));
    });
  }

  it('reports an expired sign-in when there is no challenge', async () => {
    const events = recordEvents();
    const challenge = await ChallengeDriver.open(new FakeClient().refuses('readChallenge', 'challenge_expired'));
    await challenge.seesError('This sign-in took too long and has expired.');
    expect(codes(events)).to.deep.equal([['signed-out', 'challenge_expired']]);
  });

  it('reports an unreachable server, and tries again', async () => {
    const events = recordEvents();
    const client = new FakeClient().rejects('readChallenge', new TypeError('Failed to fetch'));
    const challenge = await ChallengeDriver.open(client);
    await challenge.seesError('The sign-in could not be continued. The server did not answer.');
    expect(codes(events)).to.deep.equal([['failed', 'unreachable']]);
    await challenge.press('Try again');
    await until(() => challenge.has('button', 'Verify'), 'it does not try again');
  });

  it('keeps the code when the answer is lost, and sends it again on request', async () => {
    const client = new FakeClient().rejects('answerChallenge', null);
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('123456');
    await challenge.seesError('The server did not answer. Check your connection and try again.');
    expect(challenge.codeField.value).to.equal('123456');
    await challenge.press('Verify');
    await challenge.sees('Verified.');
  });
});

describe('challenge with a faulty client', () => {
  const clients: Record<string, unknown> = {
    'throws there and then': new FakeClient().throws('readChallenge', new Error('sync')),
    'answers no challenge': new FakeClient().answers('readChallenge', '<html>'),
    'names no method that is known': new FakeClient().answers('readChallenge', { methods: ['x'], expiresAt: 'x' }),
    'throws when it is touched': nonsense['a proxy that throws'],
  };

  for (const [what, client] of Object.entries(clients)) {
    it(`reports a failure when the client ${what}`, async () => {
      const challenge = await ChallengeDriver.open(client as TwoFactorClient);
      await challenge.seesError('The sign-in could not be continued. The server did not answer.');
    });
  }

  it('reports a failure at the answer when the client has no methods', async () => {
    const challenge = await ChallengeDriver.open({} as TwoFactorClient);
    await challenge.typeCode('123456');
    await challenge.seesError('The server did not answer.');
    expect(challenge.codeField.value).to.equal('123456');
  });

  for (const verified of [{}, { verified: 'true' }, { verified: true }, null, 'ok', { verified: true, method: 'x' }]) {
    it(`does not accept ${JSON.stringify(verified)} as verified`, async () => {
      const events = recordEvents();
      const challenge = await ChallengeDriver.open(new FakeClient().answers('answerChallenge', verified));
      await challenge.typeCode('123456');
      await challenge.seesError('The server did not answer.');
      expect(codes(events)).to.deep.equal([['failed', 'unreachable']]);
    });
  }

  it('aborts its request and ignores the answer after it leaves the page', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const answer = client.holds('answerChallenge');
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('918273');
    challenge.element.remove();
    await turn();
    expect(client.last('answerChallenge').signal!.aborted).to.be.true;
    answer.give();
    await turn();
    expect(events).to.have.length(0);
    expect(findSecrets(challenge.element, ['918273']), 'the code is forgotten').to.deep.equal([]);
  });

  it('drops the code on pagehide, and restarts on pageshow', async () => {
    const client = new FakeClient();
    const challenge = await ChallengeDriver.open(client, { noAutoSubmit: true });
    await challenge.typeCode('918273');
    expect(findSecrets(challenge.element, ['918273'])).not.to.be.empty;
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await turn();
    expect(findSecrets(challenge.element, ['918273'])).to.deep.equal([]);
    expect(client.times('readChallenge')).to.equal(1);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await until(() => client.times('readChallenge') === 2, 'it does not begin anew');
  });

  it('asks the new back end when the page sets one', async () => {
    const first = new FakeClient();
    const answer = first.holds('answerChallenge');
    const challenge = await ChallengeDriver.open(first);
    await challenge.typeCode('123456');
    challenge.element.client = null;
    await challenge.element.updateComplete;
    challenge.element.client = new FakeClient().refuses('readChallenge', 'unavailable');
    await challenge.seesError('This does not work right now.');
    answer.give();
    await turn();
    expect(challenge.text).not.to.contain('Verified.');
  });
});
