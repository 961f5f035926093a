import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  ChallengeDriver,
  expectFocusOn,
  fill,
  findAll,
  focused,
  nameOf,
  recordEvents,
  turn,
  until,
  type ElementOf,
} from '../../../support/element-drivers.js';
import { FakeClient } from '../../../support/fake-client.js';

const verifiedBy = (method: 'totp' | 'backup_code', remaining = 9) => ({
  verified: true as const,
  method,
  backupCodes: { remaining, total: 10 },
});

describe('challenge', () => {
  it('asks for the code, with a button and a link to the other method', async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    expect(challenge.has('heading', 'Two-Factor Authentication')).to.be.true;
    expect(challenge.codeField.value).to.equal('');
    expect(findAll(challenge.scope, 'button').map((button) => nameOf(button))).to.deep.equal([
      'Verify',
      'Use a backup code',
    ]);
    expect(challenge.alert).to.equal('');
  });

  it('takes a code while the challenge is loading, and sends it afterwards', async () => {
    const client = new FakeClient();
    const challenge = client.holds('readChallenge');
    const early = await ChallengeDriver.open(client);
    await early.typeCode('123456');
    expect(client.times('answerChallenge')).to.equal(0);
    expect(early.codeField.value).to.equal('123456');
    challenge.give();
    await early.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456' }]);
  });

  it('keeps a press of the button while the challenge is loading', async () => {
    const client = new FakeClient();
    const challenge = client.holds('readChallenge');
    const early = await ChallengeDriver.open(client, { noAutoSubmit: true });
    await early.typeCode('123456');
    await early.press('Verify');
    challenge.give();
    await early.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456' }]);
  });

  it('takes the focus only when the page calls focus()', async () => {
    const page = await fixture(html`<div><input aria-label="Elsewhere" /></div>`);
    const elsewhere = page.querySelector('input')!;
    elsewhere.focus();
    const challenge = await ChallengeDriver.open(new FakeClient());
    await turn();
    expect(focused() === elsewhere).to.be.true;
    challenge.element.focus();
    await expectFocusOn(challenge.codeField);
  });

  it('sends the code automatically and once after the sixth digit', async () => {
    const events = recordEvents();
    const client = new FakeClient({ answerChallenge: { ...verifiedBy('totp'), result: { next: '/home' } } });
    const challenge = await ChallengeDriver.open(client);
    challenge.codeField.focus();
    await sendKeys({ type: '12345' });
    expect(client.times('answerChallenge')).to.equal(0);
    await sendKeys({ type: '6' });
    await challenge.sees('Verified. Signing you in…');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456' }]);
    expect(events.map(({ type }) => type)).to.deep.equal(['verified']);
    const { event } = events[0]!;
    expect({ ...event }).to.deep.include({
      method: 'totp',
      backupCodes: { remaining: 9, total: 10 },
      result: { next: '/home' },
    });
    expect([event.bubbles, event.composed]).to.deep.equal([true, true]);
    expect(JSON.stringify({ ...event })).not.to.contain('123456');
    expect(challenge.text, 'the number of codes matters after a backup code').not.to.contain('backup codes left');
  });

  it('waits for the button with no-auto-submit', async () => {
    const client = new FakeClient();
    const challenge = await ChallengeDriver.open(client, { noAutoSubmit: true });
    await challenge.typeCode('123456');
    expect(client.times('answerChallenge')).to.equal(0);
    await challenge.press('Verify');
    await challenge.sees('Verified.');
    expect(client.times('answerChallenge')).to.equal(1);
  });

  it('reads no-auto-submit from its attribute', async () => {
    const client = new FakeClient();
    const element = await fixture(html`<div></div>`);
    const challenge = new ChallengeDriver(document.createElement('harmony-2fa-challenge'));
    challenge.element.setAttribute('no-auto-submit', '');
    challenge.element.setAttribute('lang', 'en');
    challenge.element.client = client;
    element.append(challenge.element);
    await challenge.typeCode('123456');
    expect(client.times('answerChallenge')).to.equal(0);
  });

  it('sends one request for the last digit and Enter', async () => {
    const client = new FakeClient();
    const answer = client.holds('answerChallenge');
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('123456');
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Enter' });
    expect(challenge.button('One moment…').ariaDisabled).to.equal('true');
    challenge.button('One moment…').click();
    await turn();
    expect(client.times('answerChallenge')).to.equal(1);
    answer.give();
    await challenge.sees('Verified.');
    expect(client.times('answerChallenge')).to.equal(1);
    expect(client.mostAtOnce).to.equal(1);
  });

  it('says how many digits are missing instead of sending too few', async () => {
    const client = new FakeClient();
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('123');
    await challenge.press('Verify');
    await challenge.seesError('Enter all 6 digits.');
    expect(client.times('answerChallenge')).to.equal(0);
    await expectFocusOn(challenge.codeField);
  });

  it('takes a backup code in any spelling, in one plain field', async () => {
    const client = new FakeClient({ answerChallenge: verifiedBy('backup_code') });
    const events = recordEvents();
    const challenge = await ChallengeDriver.open(client);
    await challenge.press('Use a backup code');
    const field = challenge.field('Backup code');
    await expectFocusOn(field);
    expect([field.type, field.autocomplete, field.autocapitalize]).to.deep.equal(['text', 'off', 'none']);
    await challenge.type('Backup code', ' abcd efgh-jkmn PQRS ');
    expect(client.times('answerChallenge'), 'not by itself').to.equal(0);
    await sendKeys({ press: 'Enter' });
    await challenge.sees('9 of 10 backup codes left');
    expect(client.sent('answerChallenge')).to.deep.equal([{ backupCode: 'abcd efgh-jkmn PQRS' }]);
    expect(events.map(({ event }) => event['method'])).to.deep.equal(['backup_code']);
    expect(challenge.text, 'enough are left').not.to.contain('Get new ones');
  });

  it('returns to the authenticator with an empty field', async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    await challenge.typeCode('12');
    await challenge.press('Use a backup code');
    await challenge.type('Backup code', 'abc');
    await challenge.press('Use your authenticator app');
    await until(() => challenge.has('field', 'Enter the 6-digit code from your authenticator app'), 'no boxes');
    expect(challenge.codeField.value).to.equal('');
    await expectFocusOn(challenge.codeField);
  });

  const advice = {
    4: '4 of 10 backup codes left',
    3: '3 of 10 backup codes left Get new ones before they run out.',
    0: '0 of 10 backup codes left Without them a lost phone locks you out. Get new ones now.',
  };

  for (const [remaining, text] of Object.entries(advice)) {
    it(`shows after a backup code that ${remaining} are left`, async () => {
      const client = new FakeClient({ answerChallenge: verifiedBy('backup_code', Number(remaining)) });
      const challenge = await ChallengeDriver.open(client);
      await challenge.press('Use a backup code');
      await challenge.type('Backup code', 'ABCD-EFGH-JKMN-PQRS');
      await challenge.press('Verify');
      await challenge.sees(text);
      expect(challenge.text.includes('Get new ones')).to.equal(Number(remaining) <= 3);
      await expectFocusOn(challenge.get('heading', 'Two-Factor Authentication'));
    });
  }

  it('asks for a backup code at once when it is the only method', async () => {
    const readChallenge = { methods: ['backup_code' as const], expiresAt: '2096-01-01T00:00:00Z' };
    const challenge = await ChallengeDriver.open(new FakeClient({ readChallenge }));
    expect(challenge.has('field', 'Backup code')).to.be.true;
    expect(findAll(challenge.scope, 'button').map((button) => nameOf(button))).to.deep.equal(['Verify']);
  });

  it('ignores unknown methods', async () => {
    const client = new FakeClient().answers('readChallenge', {
      methods: ['passkey', 'totp'],
      expiresAt: '2096-01-01T00:00:00Z',
    });
    const challenge = await ChallengeDriver.open(client);
    expect(findAll(challenge.scope, 'button').map((button) => nameOf(button))).to.deep.equal(['Verify']);
    fill(challenge.codeField, '123456');
    await challenge.sees('Verified.');
    await elementUpdated(challenge.element);
  });
});

describe('challenge: a text with more than a code', () => {
  it('sends the one code that is in it', async () => {
    const client = new FakeClient();
    const challenge = await ChallengeDriver.open(client);
    await challenge.typeCode('Your Acme 2FA code: 123456');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456' }]);
  });

  for (const text of ['Call +1 555 0100 200', '123456 or 654321', '12345678']) {
    it(`sends nothing automatically from “${text}”`, async () => {
      const client = new FakeClient();
      const challenge = await ChallengeDriver.open(client);
      await challenge.typeCode(text);
      await turn();
      expect(challenge.codeField.value).to.have.length(6);
      expect(client.times('answerChallenge')).to.equal(0);
      await challenge.press('Verify');
      await challenge.sees('Verified.');
    });
  }

  it('sends nothing by itself from a page’s input that was filled before the script ran', async () => {
    const client = new FakeClient();
    const element = await fixture<ElementOf<'harmony-2fa-challenge'>>(html`
      <harmony-2fa-challenge lang="en" .client=${client}><input slot="code" value="654321" /></harmony-2fa-challenge>
    `);
    const challenge = new ChallengeDriver(element);
    await until(() => client.times('readChallenge') === 1, 'the challenge is not read');
    await turn();
    expect(element.querySelector('input')!.value).to.equal('654321');
    expect(client.times('answerChallenge')).to.equal(0);
    await challenge.press('Verify');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '654321' }]);
  });
});

describe('challenge: a back end with codes of eight digits', () => {
  it('gets eight boxes and matching texts', async () => {
    const client = new FakeClient();
    const element = await fixture<ElementOf<'harmony-2fa-challenge'>>(html`
      <harmony-2fa-challenge lang="en" code-length="8" .client=${client}></harmony-2fa-challenge>
    `);
    const challenge = new ChallengeDriver(element);
    await until(() => client.times('readChallenge') === 1, 'the challenge is not read');
    await challenge.type('Enter verification code', '123456');
    expect(client.times('answerChallenge')).to.equal(0);
    await challenge.press('Verify');
    await challenge.seesError('Enter all 8 digits.');
    await challenge.type('Enter verification code', '1234 5678');
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '12345678' }]);
  });
});
