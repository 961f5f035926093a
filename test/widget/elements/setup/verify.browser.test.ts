import { expect } from '@open-wc/testing';
import {
  fill,
  findAll,
  expectFocusOn,
  recordEvents,
  SetupDriver,
  turn,
  until,
} from '../../../support/element-drivers.js';
import { backupCodes, FakeClient, setup as freshSetup, statusOff, statusOn } from '../../../support/fake-client.js';

const whyNot = {
  both: 'To verify, enter the six digits and confirm that you have saved your backup codes.',
  code: 'To verify, enter the six digits from your app.',
  saved: 'To verify, confirm that you have saved your backup codes.',
};

describe('Verify', () => {
  it('is disabled until six digits and the tick are there, and says what is missing', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    const verify = setup.button('Verify');
    const expectWhy = (text: string) => {
      expect(verify.disabled).to.equal(text !== '');
      const why = (verify.getRootNode() as ShadowRoot).getElementById(verify.getAttribute('aria-describedby')!)!;
      expect(why.textContent).to.equal(text);
    };
    expectWhy(whyNot.both);
    await setup.typeCode('123456');
    expectWhy(whyNot.saved);
    await setup.tick();
    expectWhy('');
    await setup.typeCode('12345');
    expectWhy(whyNot.code);
    await setup.tick();
    expectWhy(whyNot.both);
    expect(client.times('confirmSetup')).to.equal(0);
  });

  it('is sent neither automatically nor by Enter before the box is ticked', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    await setup.typeCode('123456');
    setup.codeField.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    await turn();
    expect(client.times('confirmSetup')).to.equal(0);
    await setup.tick();
    await turn();
    expect(client.times('confirmSetup')).to.equal(0);
  });

  it('can be read but not edited or closed while the answer is awaited', async () => {
    const client = new FakeClient();
    const held = client.holds('confirmSetup');
    const setup = await SetupDriver.enrolling(client);
    await setup.verify();
    expect(setup.button('One moment…').ariaDisabled).to.equal('true');
    expect(setup.button('Cancel').disabled).to.be.true;
    expect(setup.button('Close').disabled).to.be.true;
    expect(setup.codeField.readOnly).to.be.true;
    expect(setup.savedBox.disabled).to.be.true;
    setup.scope.dispatchEvent(new Event('cancel', { cancelable: true }));
    await turn();
    expect(setup.dialogName).to.equal('Set Up Two-Factor Authentication');
    held.give(statusOn());
    await setup.seesNoDialog();
  });
});

describe('a set-up with codes of eight digits', () => {
  it('gets eight boxes, and what it says agrees', async () => {
    const keyUri = freshSetup.keyUri.replace('digits=6', 'digits=8');
    const client = new FakeClient({ beginSetup: { ...freshSetup, keyUri } });
    const setup = await SetupDriver.enrolling(client);
    expect(setup.text).to.contain('Enter all 8 digits. To verify, confirm that you have saved your backup codes.');
    await setup.typeCode('123456');
    await setup.tick();
    expect(setup.button('Verify').disabled).to.be.true;
    expect(setup.text).to.contain('Enter all 8 digits.');
    await setup.typeCode('12345678');
    await setup.press('Verify');
    await setup.seesNoDialog();
    expect(client.sent('confirmSetup')).to.deep.equal([{ code: '12345678' }]);
  });
});

describe('a wrong code', () => {
  const wrong = () => new FakeClient().refuses('confirmSetup', 'code_invalid', { attemptsRemaining: 4 });

  it('keeps QR code, codes, tick and digits, and selects the code', async () => {
    const setup = await SetupDriver.enrolling(wrong());
    await until(() => findAll(setup.scope, 'image').length === 1, 'no QR code is drawn');
    const drawn = findAll(setup.scope, 'image')[0]!.innerHTML;
    await setup.verify('111111');
    await setup.seesError('That code is not right. Enter the code that your app shows now. 4 attempts left.');
    expect(findAll(setup.scope, 'image')[0]!.innerHTML === drawn, 'the same QR code').to.be.true;
    expect(setup.listedCodes).to.deep.equal(backupCodes);
    expect(setup.savedBox.checked).to.be.true;
    const { codeField } = setup;
    await expectFocusOn(codeField);
    expect(codeField.value).to.equal('111111');
    expect([codeField.selectionStart, codeField.selectionEnd]).to.deep.equal([0, 6]);
  });

  it('is reported in the description of the field and announced once', async () => {
    const setup = await SetupDriver.enrolling(wrong());
    await setup.verify('111111');
    await setup.seesError('That code is not right.');
    const { codeField } = setup;
    const root = codeField.getRootNode() as ShadowRoot;
    const described = codeField
      .getAttribute('aria-describedby')!
      .split(' ')
      .map((id) => root.getElementById(id)!);
    expect(described.map((one) => one.textContent).join(' ')).to.contain('4 attempts left.');
    expect(codeField.ariaInvalid).to.equal('true');
    const speaking = findAll(setup.scope, 'alert').filter((alert) => alert.textContent.trim() !== '');
    expect(speaking).to.have.length(1);
  });

  it('fires an event, and the next code is sent', async () => {
    const events = recordEvents();
    const client = wrong();
    const setup = await SetupDriver.enrolling(client);
    await setup.verify('111111');
    await setup.seesError('That code is not right.');
    await setup.typeCode('222222');
    expect(setup.alert, 'gone with the first new digit').to.equal('');
    await setup.press('Verify');
    await setup.seesNoDialog();
    expect(client.sent('confirmSetup')).to.deep.equal([{ code: '111111' }, { code: '222222' }]);
    expect(events.map(({ type }) => type)).to.deep.equal(['failed', 'enabled']);
  });

  for (const [skewSeconds, text] of [
    [300, "Your phone's clock is about 5 minutes ahead."],
    [-45, "Your phone's clock is about 45 seconds behind."],
    [61, "Your phone's clock is about 2 minutes ahead."],
  ] as const) {
    it(`shows the error of the phone's clock: ${skewSeconds} s`, async () => {
      const client = new FakeClient().refuses('confirmSetup', 'clock_out_of_sync', { skewSeconds });
      const setup = await SetupDriver.enrolling(client);
      await setup.verify();
      await setup.seesError(`${text} Let it set its time by itself, then enter a new code.`);
      expect(setup.savedBox.checked).to.be.true;
    });
  }
});

describe('a set-up that is interrupted', () => {
  it('shows the wait in words and as a clock, and then the field again', async () => {
    const client = new FakeClient().refuses('confirmSetup', 'too_many_attempts', { retryAfter: 3 });
    const setup = await SetupDriver.enrolling(client);
    await setup.verify();
    await setup.seesError('Too many attempts. You can try again in 3 seconds.');
    const clock = setup.text.match(/\b0:0[0-3]\b/);
    expect(clock, 'the rest as a clock').to.exist;
    expect(setup.has('field', 'Enter verification code')).to.be.false;
    expect(setup.button('Verify').disabled).to.be.true;
    await until(() => setup.find('field', 'Enter verification code'), 'the field does not come back');
    await expectFocusOn(setup.codeField);
    expect(setup.savedBox.checked).to.be.true;
    expect(setup.listedCodes).to.deep.equal(backupCodes);
    await setup.verify('654321');
    await setup.seesNoDialog();
  });

  it('does not announce every second of a wait', async () => {
    const client = new FakeClient().refuses('confirmSetup', 'too_many_attempts', { retryAfter: 90 });
    const setup = await SetupDriver.enrolling(client);
    await setup.verify();
    await setup.seesError('Too many attempts. You can try again in 2 minutes.');
    await until(() => /\b1:2\d\b/.test(setup.text), 'the clock does not run');
    const clock = findAll(setup.scope, 'alert').find((alert) => /\d:\d\d/.test(alert.textContent));
    expect(clock === undefined, 'the clock is in no live region').to.be.true;
    expect(setup.alert).to.equal('Too many attempts. You can try again in 2 minutes.');
  });

  it('offers another set-up after the first has expired, and says that the scanned code is void', async () => {
    const events = recordEvents();
    const again = { ...freshSetup, keyUri: freshSetup.keyUri.replace('JBSW', 'GEZD') };
    const client = new FakeClient()
      .refuses('confirmSetup', 'setup_expired')
      .answers('beginSetup', freshSetup)
      .answers('beginSetup', again);
    const setup = await SetupDriver.enrolling(client);
    await setup.verify();
    await setup.seesDialog('This set-up has expired');
    expect(setup.text).to.contain('The QR code you may have scanned is void.');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'setup_expired']]);
    await setup.press('Start again');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    await setup.press("Can't scan it?");
    await setup.sees('GEZD');
    expect(setup.savedBox.checked, 'new codes are not saved yet').to.be.false;
    expect(setup.codeField.value).to.equal('');
  });

  it('is reported as done when only the answer was lost', async () => {
    const events = recordEvents();
    const client = new FakeClient()
      .answers('status', statusOff)
      .answers('status', statusOff)
      .rejects('confirmSetup', new TypeError('network'))
      .refuses('confirmSetup', 'setup_expired')
      .answers('status', statusOn());
    const setup = await SetupDriver.enrolling(client);
    await setup.verify();
    await setup.seesError('The server did not answer. Check your connection and try again.');
    expect(setup.savedBox.checked).to.be.true;
    await setup.press('Verify');
    await setup.seesNoDialog();
    await setup.sees('2FA is on.');
    expect(events.map(({ type }) => type)).to.deep.equal(['failed', 'enabled']);
  });

  it('is not reported as done by an answer that says that 2FA is off', async () => {
    const events = recordEvents();
    const client = new FakeClient({ status: statusOff })
      .answers('confirmSetup', statusOff)
      .refuses('confirmSetup', 'setup_expired');
    const setup = await SetupDriver.enrolling(client);
    await setup.verify();
    await setup.seesError('The server did not answer.');
    await setup.press('Verify');
    await setup.sees('This set-up has expired');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([
      ['failed', 'unreachable'],
      ['failed', 'setup_expired'],
    ]);
  });

  it('shows the section as signed out when the session has ended', async () => {
    const events = recordEvents();
    const setup = await SetupDriver.enrolling(new FakeClient().refuses('confirmSetup', 'not_signed_in'));
    await setup.verify();
    await setup.seesNoDialog();
    await setup.sees('You are signed out.');
    expect(events.map(({ type }) => type)).to.deep.equal(['signed-out']);
  });

  it('sends a refused code again only on request', async () => {
    const client = new FakeClient().refuses('confirmSetup', 'code_invalid').refuses('confirmSetup', 'code_invalid');
    const setup = await SetupDriver.enrolling(client);
    await setup.verify('111111');
    await setup.seesError('That code is not right.');
    fill(setup.codeField, '111111');
    await turn();
    expect(client.times('confirmSetup')).to.equal(1);
    await setup.press('Verify');
    await until(() => client.times('confirmSetup') === 2, 'the button does not send it');
  });
});
